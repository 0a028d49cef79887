import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment, stopUnreadable } from '../../src/worker/assignment.ts';
import { healthOf } from '../../src/worker/health.ts';
import { backoff, clearPause, endTrouble, openBreaker, pausePartition } from '../../src/worker/pause.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('pausePartition', () => {
  it('fetches again after the delay, once, and is over when something was committed', async () => {
    const { worker, events, switched } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0, 1]]]));
    pausePartition(worker, partitionOf(worker, 'raw', 1)!, 'registry.unavailable', 500);
    await vi.advanceTimersByTimeAsync(499);
    expect(switched).toEqual(['pause raw 1']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(switched).toEqual(['pause raw 1', 'resume raw 1']);
    expect(events).toContainEqual(['partitionPaused', 'chat', 1, 'registry.unavailable']);
    expect(events).not.toContainEqual(['partitionResumed', 'chat', 1]);
    endTrouble(worker, partitionOf(worker, 'raw', 1)!);
    endTrouble(worker, partitionOf(worker, 'raw', 1)!);
    expect(events.filter(([name]) => name === 'partitionResumed')).toEqual([['partitionResumed', 'chat', 1]]);
  });

  it('lasts, for whoever asks, from the first failure with its code over all retries', async () => {
    const { worker } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [1]]]));
    const state = partitionOf(worker, 'raw', 1)!;
    const [began, toldBegan] = [performance.now(), Date.now()];
    pausePartition(worker, state, 'registry.unavailable', 500);
    await vi.advanceTimersByTimeAsync(700);
    expect(state).toMatchObject({ pause: null, trouble: { code: 'registry.unavailable', since: began } });
    pausePartition(worker, state, 'registry.unavailable', 500);
    expect(state.trouble).toEqual({ code: 'registry.unavailable', since: began });
    pausePartition(worker, state, 'sink.unavailable', 500);
    expect(healthOf(worker, false).paused).toEqual([
      { route: 'chat', partition: 1, code: 'sink.unavailable', since: toldBegan + 700, remedy: null },
    ]);
  });

  it('is forgotten at the next rebalance, which resumes and never touches the old partition again', async () => {
    const { worker, switched } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [1]]]));
    pausePartition(worker, partitionOf(worker, 'raw', 1)!, 'registry.unavailable', 500);
    acceptAssignment(worker, new Map([['raw', [0]]]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(switched).toEqual(['pause raw 1', 'resume raw 1']);
    expect(worker.generation).toBe(2);
  });

  it('does not stop a partition for what a batch of an earlier generation met', async () => {
    const { worker, switched } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0, 1]]]));
    const states = [0, 1].map((partition) => partitionOf(worker, 'raw', partition)!);
    acceptAssignment(worker, new Map([['raw', [0]]]));
    for (const state of states) pausePartition(worker, state, 'registry.unavailable', 500);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(switched).toEqual([]);
    expect(healthOf(worker, false).paused).toEqual([]);
  });

  it('survives a consumer that has crashed', () => {
    const { worker } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0]]]));
    const state = partitionOf(worker, 'raw', 0)!;
    worker.ports.consumer.pause = () => {
      throw new Error('not running');
    };
    pausePartition(worker, state, 'internal', null);
    clearPause(worker, state);
  });
});

describe('backoff', () => {
  it('doubles up to ten seconds', () => {
    expect([1, 2, 3, 6, 7, 50].map(backoff)).toEqual([250, 500, 1_000, 8_000, 10_000, 10_000]);
  });
});

describe('openBreaker', () => {
  it('pauses every partition of the route and stays open over rebalances', () => {
    const { worker, events, switched } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0, 1]]]));
    const route = worker.routes.get('raw')!;
    openBreaker(worker, route, { kind: 'quarantine', reason: 'leak_blocked', fault: true });
    openBreaker(worker, route, { kind: 'quarantine', reason: 'leak_blocked', fault: true });
    expect(switched).toEqual(['pause raw 0', 'pause raw 1']);
    expect(events.filter(([name]) => name === 'breaker')).toEqual([['breaker', 'chat', true]]);
    switched.length = 0;
    acceptAssignment(worker, new Map([['raw', [2]]]));
    expect(switched).toEqual(['resume raw 0', 'resume raw 1', 'pause raw 2']);
  });
});

describe('an assignment', () => {
  it('pauses the partitions that the sink lacks, and only these', async () => {
    const { worker, events, switched } = scriptedWorker();
    acceptAssignment(worker, new Map([['raw', [0, 3, 2]]]));
    await worker.assignmentCheck;
    expect(switched).toEqual(['pause raw 3']);
    expect(events).toContainEqual(['partitionPaused', 'chat', 3, 'sink.too_few_partitions']);
    expect(events).toContainEqual(['partitionsAssigned', 'chat', [0, 2, 3]]);
  });

  it('stops a partition that cannot be read and counts what expired', async () => {
    const admin = {
      fetchOffsets: async () => [{ topic: 'raw', partitions: [{ partition: 0, offset: '5' }] }],
      fetchTopicOffsets: async () => [{ partition: 0, low: '12', high: '20' }],
    };
    const { worker, events } = scriptedWorker({ admin });
    acceptAssignment(worker, new Map([['raw', [0]]]));
    stopUnreadable(worker, 'raw', 0, 'source.offset_lost');
    stopUnreadable(worker, 'raw', 0, 'source.offset_lost');
    stopUnreadable(worker, 'unknown', 0, 'source.offset_lost');
    await vi.runAllTimersAsync();
    expect(events.filter(([name]) => name === 'recordsExpired')).toEqual([['recordsExpired', 'chat', 0, 7]]);
    expect(partitionOf(worker, 'raw', 0)?.pause).toMatchObject({ code: 'source.offset_lost', timer: null });
  });
});
