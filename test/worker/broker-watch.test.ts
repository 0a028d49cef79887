import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { startBrokerWatch } from '../../src/worker/broker-watch.ts';
import { healthOf } from '../../src/worker/health.ts';
import { pausePartition } from '../../src/worker/pause.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

const START = 1_700_000_000_000;
let stop: (() => void) | null = null;
beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => {
  stop?.();
  vi.useRealTimers();
});

/** A watched worker with three partitions whose consumer is silent; `answer` is what brokers say when they are asked. */
async function watched(answer: () => Promise<object>) {
  const ask = vi.fn(answer);
  const scripted = scriptedWorker({ admin: { describeCluster: ask } });
  const { worker, events } = scripted;
  acceptAssignment(worker, new Map([['raw', [0, 1, 2]]]));
  await worker.assignmentCheck;
  events.length = 0;
  stop = startBrokerWatch(worker);
  const seen = (name: string) => events.filter(([event]) => event === name);
  return { ...scripted, ask, seen };
}

const silent = () => new Promise<never>(() => {});
const refused = () => Promise.reject(new Error('connect'));

describe('brokers', () => {
  it.each([
    ['that give no answer', silent],
    ['that refuse every connection', refused],
  ])('%s are missed within 15 seconds, in one line, by every partition', async (_name, answer) => {
    const { worker, seen } = await watched(answer);
    await vi.advanceTimersByTimeAsync(9_000);
    expect([worker.brokers.reachable, seen('log')]).toEqual([true, []]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen('log')).toEqual([['log', 'warn', 'no broker answers', { code: 'kafka.unavailable' }]]);
    expect(seen('partitionPaused')).toEqual(
      [0, 1, 2].map((each) => ['partitionPaused', 'chat', each, 'kafka.unavailable']),
    );
    const { brokers, paused } = healthOf(worker, false);
    expect(brokers).toEqual({ reachable: false, since: START });
    expect(paused).toMatchObject(
      [0, 1, 2].map((partition) => ({ partition, code: 'kafka.unavailable', since: START })),
    );
  });

  it('are said to answer again once, and partitions without a trouble of their own go on', async () => {
    const { worker, seen, switched } = await watched(silent);
    pausePartition(worker, partitionOf(worker, 'raw', 0)!, 'registry.unavailable', null);
    partitionOf(worker, 'raw', 1)!.failures = 2;
    await vi.advanceTimersByTimeAsync(20_000);
    worker.lastAnswerAt = performance.now();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(healthOf(worker, false).brokers).toEqual({ reachable: true, since: START + 20_000 });
    expect(seen('log').at(-1)).toEqual([
      'log',
      'warn',
      'the brokers answer again',
      { code: 'kafka.unavailable', seconds: 20 },
    ]);
    expect(seen('partitionResumed')).toEqual([['partitionResumed', 'chat', 2]]);
    const codes = [0, 1, 2].map((each) => partitionOf(worker, 'raw', each)?.trouble?.code);
    expect(codes).toEqual(['registry.unavailable', 'kafka.unavailable', undefined]);
    expect(switched).toEqual(['pause raw 0']);
  });

  it.each([
    ['answer when they are asked', async () => ({})],
    [
      'refuse our credentials',
      () => Promise.reject(Object.assign(new Error(), { type: 'CLUSTER_AUTHORIZATION_FAILED' })),
    ],
  ])('are there although no heartbeat comes, when they %s', async (_name, answer) => {
    const { worker, seen, ask } = await watched(answer);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([worker.brokers.reachable, seen('log')]).toEqual([true, []]);
    expect(ask.mock.calls.length).toBeGreaterThan(5);
    expect(ask.mock.calls.length).toBeLessThan(12);
  });

  it('are not asked while heartbeats are accepted', async () => {
    const { worker, ask } = await watched(silent);
    for (let seconds = 0; seconds < 60; seconds += 3) {
      worker.lastAnswerAt = performance.now();
      await vi.advanceTimersByTimeAsync(3_000);
    }
    expect(ask).not.toHaveBeenCalled();
  });

  it('are asked one question at a time', async () => {
    const { ask } = await watched(silent);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('get time to answer after the process was suspended', async () => {
    const { worker, seen } = await watched(silent);
    const now = performance.now.bind(performance);
    const suspended = vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
    await vi.advanceTimersByTimeAsync(4_000);
    expect([worker.brokers.reachable, seen('log')]).toEqual([true, []]);
    suspended.mockRestore();
  });

  it.each([
    ['forward', 7_200_000],
    ['back', -7_200_000],
  ])('are missed neither sooner nor later when the clock jumps %s', async (_name, jump) => {
    const { worker, seen } = await watched(silent);
    await vi.advanceTimersByTimeAsync(6_500);
    vi.setSystemTime(Date.now() + jump);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([worker.brokers.reachable, seen('log')]).toEqual([true, []]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(worker.brokers.reachable).toBe(false);
    expect(healthOf(worker, false).brokers.since).toBe(START + jump);
  });
});
