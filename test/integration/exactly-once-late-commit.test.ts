import { afterAll, describe, expect, inject, it } from 'vitest';
import type { WorkerCommand } from './exactly-once-worker.ts';
import { createRoute, EXACTLY_ONCE, feed, judge, type Verdict } from './numbered-records.ts';
import type { Hold, Mutation } from './recipe-mutations.ts';
import { sendLate } from './socket-faults.ts';
import { uniqueName } from './topics.ts';
import { killWorkerProcesses, startWorkerProcess, untilDone } from './worker-process.ts';

const RECORDS = 60;
/** Kafka's error of a producer that was fenced. */
const INVALID_PRODUCER_EPOCH = 47;

/**
 * The old owner dies with its first transaction complete but for the end. A new owner takes the partition over, and
 * has fetched its first batch from the old position. While it waits before or after its fence, the end arrives.
 */
async function commitLate(hold: Hold, mutation?: Mutation): Promise<{ error: number; verdict: Verdict }> {
  const stack = inject('stack');
  const route = await createRoute(stack, 'late', 1);
  await feed(stack, route, 0, RECORDS, 1);
  const common = { brokers: stack.brokers, groupId: uniqueName('late'), sessionTimeoutMs: 2_000, routes: [route] };
  const first: WorkerCommand = { ...common, faults: [{ request: 'EndTxn', at: 1, kind: 'withheld' }] };
  const changes = mutation ? { mutation } : {};
  const old = startWorkerProcess({ ...first, ...changes });
  const withheld = await old.waitFor(({ mark }) => mark === 'fault', 'the end of a transaction');
  old.signal('SIGKILL');
  await old.exited;
  const next = startWorkerProcess({ ...common, hold, ...changes });
  await next.waitFor(({ mark }) => mark === 'held', 'the opening of the partition');
  const error = await sendLate(withheld.port as number, withheld.bytes as string);
  // The end is accepted before the markers are in all logs.
  await new Promise((resolve) => setTimeout(resolve, 500));
  next.signal('SIGUSR2');
  await feed(stack, route, RECORDS, RECORDS, 1);
  await untilDone(next, 'late', 2 * RECORDS, 1);
  next.signal('SIGTERM');
  await next.exited;
  return { error, verdict: await judge(stack, route, 2 * RECORDS, 1) };
}

describe.concurrent('the commit of an old owner that comes late', () => {
  afterAll(killWorkerProcesses);

  it('is accepted before the fence of the new owner, who then skips what it holds', async () => {
    const { error, verdict } = await commitLate('beforeFence');
    expect(error).toBe(0);
    expect(verdict).toEqual(EXACTLY_ONCE);
  });

  it('is refused after the fence of the new owner, who then repeats what it held', async () => {
    const { error, verdict } = await commitLate('afterFence');
    expect(error).toBe(INVALID_PRODUCER_EPOCH);
    expect(verdict).toEqual(EXACTLY_ONCE);
  });

  it('doubles records when the new owner does not read the offset again', async () => {
    const { error, verdict } = await commitLate('beforeFence', 'noReread');
    expect(error).toBe(0);
    expect(verdict.doubled).toBe(RECORDS);
  });

  it('doubles records when the new owner reads the offset before its fence', async () => {
    const { error, verdict } = await commitLate('beforeFence', 'readBeforeFence');
    expect(error).toBe(0);
    expect(verdict.doubled).toBe(RECORDS);
  });

  it('doubles records when the new owner does not fence', async () => {
    const { error, verdict } = await commitLate('afterFence', 'noFence');
    expect(error).toBe(0);
    expect(verdict.doubled).toBe(RECORDS);
  });
});
