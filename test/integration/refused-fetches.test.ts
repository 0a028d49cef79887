import { afterEach, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { createRoute, EXACTLY_ONCE, feed, judge, type TestRoute } from './numbered-records.ts';
import type { RefusedFetch } from './refuse-fetches.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone, type WorkerProcess } from './worker-process.ts';

const stack = inject('stack');
const PARTITIONS = 4;
const RECORDS = 400;
const EACH = RECORDS / PARTITIONS;
const UNKNOWN = -1;
const CORRUPT = 2;
const STORAGE = 56;
const FIRST = 0;
const SECOND = 1;
const HEALTHY = [2, 3];
/** After so many tries, some eight seconds, the broker reads them again. */
const TIMES = 5;

/** Starts a worker some of whose fetches are refused, and writes records as soon as it refuses them. */
async function begin(refusedFetches: readonly RefusedFetch[]): Promise<{ route: TestRoute; worker: WorkerProcess }> {
  const route = await createRoute(stack, 'refused', PARTITIONS);
  const groupId = uniqueName('refused');
  const worker = startWorkerProcess({
    brokers: stack.brokers,
    groupId,
    sessionTimeoutMs: 6_000,
    routes: [route],
    refusedFetches,
  });
  await worker.waitFor(({ mark }) => mark === 'started', 'start');
  await feed(stack, route, 0, RECORDS, PARTITIONS);
  return { route, worker };
}

const marksOf = (worker: WorkerProcess, mark: string, partition: number) =>
  worker.marks.filter((each) => each.mark === mark && each.partition === partition);

const committed = async (worker: WorkerProcess, route: TestRoute, partition: number): Promise<void> => {
  const isLast = (offset: unknown) => Number(offset) === EACH - 1;
  await worker.waitFor(
    (each) =>
      each.mark === 'committed' && each.route === route.name && each.partition === partition && isLast(each.lastOffset),
    `last record of ${partition}`,
  );
};

/** What the worker said and did about the others: nothing, and it stayed what it was. */
async function expectUnharmed(worker: WorkerProcess): Promise<void> {
  for (const partition of HEALTHY) expect(marksOf(worker, 'paused', partition)).toEqual([]);
  expect(worker.marks.filter(({ mark }) => mark === 'assigned')).toHaveLength(1);
  worker.signal('SIGTERM');
  expect((await worker.exited).status).toBe(0);
}

describe('a broker that refuses to read some partitions', () => {
  afterEach(killWorkerProcesses);

  it('for a while has these wait alone, and each record arrives once', async () => {
    const { route, worker } = await begin([
      { partition: FIRST, errorCode: UNKNOWN, times: TIMES },
      { partition: SECOND, errorCode: STORAGE, times: TIMES },
    ]);
    await Promise.all(HEALTHY.map((partition) => committed(worker, route, partition)));
    const refused = [FIRST, SECOND];
    // The others did not wait for them.
    for (const partition of refused) expect(marksOf(worker, 'committed', partition)).toEqual([]);
    await untilDone(worker, route.name, EACH, PARTITIONS);
    for (const [index, errorType] of ['UNKNOWN', 'KAFKA_STORAGE_ERROR'].entries()) {
      const partition = refused[index]!;
      expect(marksOf(worker, 'refused', partition)).toHaveLength(TIMES);
      expect(marksOf(worker, 'resumed', partition)).toHaveLength(1);
      const said = marksOf(worker, 'log', partition).filter(({ message }) => message === 'partition paused');
      const wanted = { code: 'kafka.unavailable', errorType };
      expect(said).toMatchObject(Array.from({ length: TIMES }, (_, before) => ({ ...wanted, attempt: before + 1 })));
    }
    await expectUnharmed(worker);
    expect(await judge(stack, route, RECORDS, PARTITIONS)).toEqual(EXACTLY_ONCE);
  });

  it('because its log is damaged has this one stop', async () => {
    const { route, worker } = await begin([{ partition: FIRST, errorCode: CORRUPT, times: 1_000 }]);
    await Promise.all([SECOND, ...HEALTHY].map((partition) => committed(worker, route, partition)));
    expect(marksOf(worker, 'paused', FIRST)).toMatchObject([{ code: 'source.codec' }]);
    expect(marksOf(worker, 'refused', FIRST)).toHaveLength(1);
    expect(marksOf(worker, 'committed', FIRST)).toEqual([]);
    await expectUnharmed(worker);
    const arrived = await readAllCommitted(stack, [route.sink, route.quarantine]);
    expect(arrived).toHaveLength(RECORDS - EACH);
  });
});
