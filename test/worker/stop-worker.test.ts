import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { stopWorker } from '../../src/worker/stop-worker.ts';
import { scriptedWorker } from './scripted-worker.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A worker whose client leaves its group when `leave` is called; `calls` lists what was asked of it. */
function stoppable() {
  const calls: string[] = [];
  const left = Promise.withResolvers<void>();
  const call = async (name: string) => void calls.push(name);
  const { worker, events } = scriptedWorker({ admin: { disconnect: () => call('admin') } });
  Object.assign(worker.ports.consumer, {
    stop: () => call('stop').then(() => left.promise),
    disconnect: () => call('disconnect'),
  });
  return { worker, events, calls, leave: left.resolve };
}

const stateOf = (promise: Promise<unknown>) => {
  let state = 'pending';
  promise.then(
    () => {
      state = 'done';
    },
    (error) => {
      state = error.code;
    },
  );
  return () => state;
};

describe('stopWorker', () => {
  it('lets a batch finish before it stops the consumer, since offsets can only be committed until then', async () => {
    const { worker, calls, leave } = stoppable();
    const batch = Promise.withResolvers<void>();
    const underWay = batch.promise.finally(() => worker.underWay.delete(underWay));
    worker.underWay.add(underWay);
    const state = stateOf(stopWorker(worker, 20_000, 45_000));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([calls, worker.isStopping]).toEqual([[], true]);
    batch.resolve();
    leave();
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual(['stop', 'disconnect', 'admin']);
    expect(state()).toBe('done');
  });

  it('ends when the brokers are silent and nothing is under way', async () => {
    const { worker, events } = stoppable();
    const state = stateOf(stopWorker(worker, 20_000, 45_000));
    await vi.advanceTimersByTimeAsync(6_900);
    expect(state()).toBe('pending');
    await vi.advanceTimersByTimeAsync(300);
    expect(state()).toBe('done');
    expect(events.at(-1)).toEqual(['log', 'warn', expect.stringContaining('without leaving its group')]);
  });

  it('fails when the brokers are silent in the midst of a batch', async () => {
    const { worker } = stoppable();
    worker.underWay.add(new Promise(() => {}));
    const state = stateOf(stopWorker(worker, 20_000, 6_000));
    await vi.advanceTimersByTimeAsync(3_200);
    expect(state()).toBe('worker.stop_timeout');
  });

  it('does not take a group that it has just joined for a silent one, although no heartbeat was sent yet', async () => {
    const { worker } = stoppable();
    await vi.advanceTimersByTimeAsync(60_000);
    acceptAssignment(worker, new Map([['raw', [0]]]));
    worker.underWay.add(new Promise(() => {}));
    const state = stateOf(stopWorker(worker, 20_000, 6_000));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(state()).toBe('pending');
  });

  it('fails after the deadline although the brokers answer', async () => {
    const { worker } = stoppable();
    const beat = setInterval(() => {
      worker.lastHeartbeatAt = performance.now();
    }, 1_000);
    const state = stateOf(stopWorker(worker, 20_000, 45_000));
    await vi.advanceTimersByTimeAsync(19_900);
    expect(state()).toBe('pending');
    await vi.advanceTimersByTimeAsync(200);
    expect(state()).toBe('worker.stop_timeout');
    clearInterval(beat);
  });
});
