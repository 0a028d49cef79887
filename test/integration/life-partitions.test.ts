import { afterEach, describe, expect, inject, it } from 'vitest';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import { createRoute, type TestRoute } from './numbered-records.ts';
import { produce, uniqueName, withAdmin } from './topics.ts';
import { killWorkerProcesses, type Mark, startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const stack = inject('stack');

const widen = (topic: string, count: number) =>
  withAdmin(stack, (admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] }));

/** Writes one record to each of the partitions. */
const write = (route: TestRoute, text: string, partitions: readonly number[]) =>
  produce(
    stack,
    route.source,
    partitions.map((partition) => ({ value: `${text}-${partition}`, partition })),
  );

const commitOf = (worker: WorkerProcess, partition: number, offset: number): Promise<Mark> =>
  worker.waitFor(
    (mark) => mark.mark === 'committed' && mark.partition === partition && Number(mark.lastOffset) >= offset,
    `offset ${offset} of ${partition}`,
  );

describe('partitions added to a source while two workers run', () => {
  afterEach(killWorkerProcesses);

  it('are worked on; those that the sink lacks wait alone until it has them', async () => {
    const route = await createRoute(stack, 'growing', 2);
    const command = {
      brokers: stack.brokers,
      groupId: uniqueName('growing'),
      sessionTimeoutMs: 6_000,
      routes: [route],
      metadataMaxAgeMs: 500,
      lagIntervalMs: 300,
    };
    await write(route, 'first', [0, 1]);
    const workers = [startWorkerProcess(command), startWorkerProcess(command)];
    const onAny = (wait: (worker: WorkerProcess) => Promise<Mark>) => Promise.any(workers.map(wait));
    await Promise.all([0, 1].map((partition) => onAny((worker) => commitOf(worker, partition, 0))));

    await widen(route.sink, 3);
    await widen(route.source, 4);
    await write(route, 'second', [0, 1, 2, 3]);
    const paused = await onAny((worker) =>
      worker.waitFor((mark) => mark.mark === 'paused' && mark.partition === 3, 'pause'),
    );
    expect(paused).toMatchObject({ route: 'growing', code: 'sink.too_few_partitions' });
    await Promise.all([1, 1, 0].map((offset, partition) => onAny((worker) => commitOf(worker, partition, offset))));
    expect(await texts(route)).toEqual(['first-0', 'first-1', 'second-0', 'second-1', 'second-2']);

    await widen(route.sink, 4);
    await onAny((worker) => worker.waitFor((mark) => mark.mark === 'resumed' && mark.partition === 3, 'end of it'));
    await onAny((worker) => commitOf(worker, 3, 0));
    for (const worker of workers) worker.signal('SIGTERM');
    for (const worker of workers) expect((await worker.exited).status).toBe(0);
    expect(await texts(route)).toEqual(['first-0', 'first-1', 'second-0', 'second-1', 'second-2', 'second-3']);
    // Nothing else has waited.
    const pauses = workers.flatMap(({ marks }) => marks.filter(({ mark }) => mark === 'paused'));
    expect(new Set(pauses.map(({ partition }) => partition))).toEqual(new Set([3]));
  });
});

async function texts(route: TestRoute): Promise<string[]> {
  const records = await readAllCommitted(stack, [route.sink]);
  return records.map(({ value }) => value!.toString().replace('T:', '')).sort();
}
