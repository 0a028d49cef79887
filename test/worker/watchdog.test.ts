import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { healthOf } from '../../src/worker/health.ts';
import { reportLag } from '../../src/worker/lag.ts';
import { pausePartition } from '../../src/worker/pause.ts';
import { isStalled, startWatchdog } from '../../src/worker/watchdog.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => vi.useRealTimers());

describe('isStalled', () => {
  const now = 1_000_000;
  const alive = { isJoined: true, lastFetchAt: now, lastHeartbeatAt: now, lastProgressAt: now };
  it.each([
    ['all is alive', {}, false],
    ['it has not joined yet', { isJoined: false, lastHeartbeatAt: 0 }, false],
    ['heartbeats have stopped', { lastHeartbeatAt: now - 30_001 }, true],
    ['heartbeats are as old as allowed', { lastHeartbeatAt: now - 30_000 }, false],
    ['a long batch moves on without a fetch', { lastFetchAt: 0 }, false],
    ['fetches are answered and nothing is there', { lastProgressAt: 0 }, false],
    ['neither a fetch nor a batch moves', { lastFetchAt: 0, lastProgressAt: now - 30_001 }, true],
  ])('%s', (_name, changes, expected) => {
    expect(isStalled({ ...alive, ...changes }, 10_000, now)).toBe(expected);
  });

  it('a short session leaves the group time to get another coordinator', () => {
    expect(isStalled({ ...alive, lastHeartbeatAt: now - 29_000 }, 6_000, now)).toBe(false);
    expect(isStalled({ ...alive, lastHeartbeatAt: now - 30_001 }, 6_000, now)).toBe(true);
    expect(isStalled({ ...alive, lastHeartbeatAt: now - 100_000 }, 45_000, now)).toBe(false);
  });
});

describe('startWatchdog', () => {
  it('ends a silent worker with its code', async () => {
    const { worker, events } = scriptedWorker();
    worker.isJoined = true;
    const stop = startWatchdog(worker, 6_000);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(events).toEqual([]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(events[0]).toMatchObject(['fail', { code: 'worker.stalled' }]);
    stop();
  });

  it('says so when no broker answers', async () => {
    const { worker, events } = scriptedWorker();
    worker.isJoined = true;
    worker.brokers = { reachable: false, since: 0 };
    const stop = startWatchdog(worker, 6_000);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(events[0]).toMatchObject(['fail', { code: 'kafka.unavailable' }]);
    stop();
  });

  it('gives a process that was suspended time to speak', async () => {
    const { worker, events } = scriptedWorker();
    worker.isJoined = true;
    const stop = startWatchdog(worker, 6_000);
    const now = performance.now.bind(performance);
    const suspended = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(events).toEqual([]);
    stop();
    suspended.mockRestore();
  });

  it.each([
    ['forward', 7_200_000],
    ['back', -7_200_000],
  ])('is not misled when the clock jumps %s', async (_name, jump) => {
    const { worker, events } = scriptedWorker();
    worker.isJoined = true;
    const stop = startWatchdog(worker, 6_000);
    await vi.advanceTimersByTimeAsync(15_000);
    worker.lastHeartbeatAt = worker.lastFetchAt = performance.now();
    vi.setSystemTime(Date.now() + jump);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(events).toEqual([]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(events[0]).toMatchObject(['fail', { code: 'worker.stalled' }]);
    stop();
  });
});

describe('reportLag', () => {
  it('ends the trouble of a partition in which nothing is left, unless it is paused still', async () => {
    const { worker, events } = scriptedWorker({ admin });
    acceptAssignment(worker, new Map([['raw', [0]]]));
    const state = partitionOf(worker, 'raw', 0)!;
    state.position = 40n;
    pausePartition(worker, state, 'registry.unavailable', 100);
    await reportLag(worker);
    expect(events).not.toContainEqual(['partitionResumed', 'chat', 0]);
    await vi.advanceTimersByTimeAsync(200);
    await reportLag(worker);
    expect(events).toContainEqual(['partitionResumed', 'chat', 0]);
  });

  it('goes on over a rebalance with what it knew', async () => {
    const { worker, events } = scriptedWorker({
      admin: { ...admin, fetchOffsets: async () => [{ topic: 'raw', partitions: [{ partition: 0, offset: '30' }] }] },
    });
    acceptAssignment(worker, new Map([['raw', [0]]]));
    await reportLag(worker);
    vi.setSystemTime(Date.now() + 5_000);
    acceptAssignment(worker, new Map([['raw', [0]]]));
    await reportLag(worker);
    expect(events.at(-1)).toEqual(['lag', 'chat', 0, 10, 5, 3_595]);
  });

  const admin = {
    fetchTopicOffsets: async () => [{ partition: 0, low: '10', high: '40' }],
    fetchTopicOffsetsByTimestamp: async () => [{ partition: 0, offset: '12' }],
  };

  it('tells no age while brokers do not say it, and asks again', async () => {
    const { worker, events } = scriptedWorker({ admin: { fetchTopicOffsets: admin.fetchTopicOffsets } });
    acceptAssignment(worker, new Map([['raw', [0]]]));
    const state = partitionOf(worker, 'raw', 0)!;
    state.position = 30n;
    expect(healthOf(worker, false).partitions).toMatchObject([{ lagRecords: null, lagSeconds: null }]);
    worker.ports.admin.fetchTopicOffsetsByTimestamp = () => Promise.reject(new Error('down'));
    state.waitingSince = null;
    await reportLag(worker);
    expect(events.at(-1)).toEqual(['lag', 'chat', 0, 10, null, null]);
    worker.ports.admin.fetchTopicOffsetsByTimestamp = admin.fetchTopicOffsetsByTimestamp;
    await reportLag(worker);
    expect(events.at(-1)).toEqual(['lag', 'chat', 0, 10, 0, 3_600]);
  });

  it.each([
    ['nothing waits', { position: 40n }, [0, 0, 3_600]],
    ['the last record is old', { position: 30n, lastTimestamp: 1_699_999_940_000 }, [10, 60, 3_540]],
    ['it was caught up lately', { position: 30n, lastTimestamp: 1, caughtUpAt: 1_699_999_995_000 }, [10, 5, 3_595]],
    ['nothing is known', { position: 30n }, [10, 0, 3_600]],
    ['they were seen waiting for a while', { position: 30n, waitingSince: 1_699_999_999_000 }, [10, 1, 3_599]],
    [
      'the first of them was fetched and waits',
      { position: 30n, waitingTimestamp: 1_699_999_940_000, lastTimestamp: 1, waitingSince: 1_699_999_999_000 },
      [10, 60, 3_540],
    ],
    ['the next ones have expired', { position: 4n, lastTimestamp: 1_699_999_940_000 }, [30, 60, 3_540]],
    ['the position is ahead of what the brokers said', { position: 45n }, [0, 0, 3_600]],
  ])('%s', async (_name, changes, expected) => {
    const { worker, events } = scriptedWorker({ admin });
    acceptAssignment(worker, new Map([['raw', [0]]]));
    Object.assign(partitionOf(worker, 'raw', 0)!, changes);
    await reportLag(worker);
    expect(events.at(-1)).toEqual(['lag', 'chat', 0, ...expected]);
  });
});
