import { afterAll, describe, expect, inject, it } from 'vitest';
import type { WorkerCommand } from './exactly-once-worker.ts';
import { createRoute, EXACTLY_ONCE, feed, judge, type Verdict } from './numbered-records.ts';
import type { Mutation } from './recipe-mutations.ts';
import type { RequestName } from './socket-faults.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone, type WorkerProcess } from './worker-process.ts';

const PARTITIONS = 2;
const RECORDS = 600;

/** The n-th request of each kind, in the midst of the records. */
const LOST: readonly (readonly [RequestName, number])[] = [
  ['InitProducerId', 3],
  ['AddPartitionsToTxn', 4],
  ['Produce', 4],
  ['AddOffsetsToTxn', 4],
  ['TxnOffsetCommit', 4],
  ['EndTxn', 4],
];

async function run(
  request: RequestName,
  at: number,
  mutation?: Mutation,
  timeoutMs?: number,
): Promise<{ worker: WorkerProcess; isDone: boolean; judgement: () => Promise<Verdict> }> {
  const stack = inject('stack');
  const route = await createRoute(stack, request, PARTITIONS);
  await feed(stack, route, 0, RECORDS, PARTITIONS);
  const command: WorkerCommand = {
    brokers: stack.brokers,
    groupId: uniqueName('lost'),
    sessionTimeoutMs: 6_000,
    routes: [route],
    maxBytesPerPartition: 4_096,
    faults: [{ request, at, kind: 'responseLost' }],
    ...(mutation ? { mutation } : {}),
  };
  const worker = startWorkerProcess(command);
  await worker.waitFor(({ mark }) => mark === 'fault', 'fault');
  const isDone = await untilDone(worker, request, RECORDS / PARTITIONS, PARTITIONS, timeoutMs).then(
    () => true,
    () => false,
  );
  return { worker, isDone, judgement: () => judge(stack, route, RECORDS, PARTITIONS) };
}

/** The offset of the first transaction never reaches the broker; after its next commit the worker is replaced. */
async function commitAfterRejectedOffset(mutation?: Mutation): Promise<Verdict> {
  const stack = inject('stack');
  const route = await createRoute(stack, 'rejected', 1);
  await feed(stack, route, 0, RECORDS, 1);
  const command: WorkerCommand = {
    brokers: stack.brokers,
    groupId: uniqueName('rejected'),
    sessionTimeoutMs: 2_000,
    routes: [route],
    maxBytesPerPartition: 2_048,
  };
  const faults = [{ request: 'TxnOffsetCommit', at: 1, kind: 'requestLost' }] as const;
  const first = startWorkerProcess({ ...command, delayMs: 300, faults, ...(mutation ? { mutation } : {}) });
  await first.waitFor(({ mark }) => mark === 'fault', 'fault');
  await first.waitFor(({ mark }) => mark === 'committed', 'commit after the fault');
  first.signal('SIGKILL');
  await first.exited;
  const second = startWorkerProcess({ ...command, maxBytesPerPartition: 65_536 });
  await untilDone(second, 'rejected', RECORDS, 1);
  second.signal('SIGTERM');
  await second.exited;
  return judge(stack, route, RECORDS, 1);
}

describe.concurrent('a request whose response is lost', () => {
  afterAll(killWorkerProcesses);

  it.each(LOST)('%s: each record is there exactly once and in order', async (request, at) => {
    const { worker, isDone, judgement } = await run(request, at);
    expect(isDone).toBe(true);
    worker.signal('SIGTERM');
    expect((await worker.exited).status).toBe(0);
    expect(await judgement()).toEqual(EXACTLY_ONCE);
  });

  it('is there exactly once when an offset was rejected and the process dies after its next commit', async () => {
    expect(await commitAfterRejectedOffset()).toEqual(EXACTLY_ONCE);
  });

  it('doubles records when a rejected offset does not end its transaction', async () => {
    expect((await commitAfterRejectedOffset('ignoredOffsets')).doubled).toBeGreaterThan(0);
  });

  it('doubles records when the offset is not read again', async () => {
    const { judgement } = await run('EndTxn', 4, 'noReread', 15_000);
    expect((await judgement()).doubled).toBeGreaterThan(0);
  });

  it('ends the progress of a partition when its producer is not discarded', async () => {
    const { isDone, judgement } = await run('EndTxn', 4, 'noDiscard', 10_000);
    expect(isDone).toBe(false);
    expect((await judgement()).missing).toBeGreaterThan(0);
  });
});
