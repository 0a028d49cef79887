import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptAssignment, stopUnreadable } from '../../src/worker/assignment.ts';
import { noteAnswer } from '../../src/worker/broker-watch.ts';
import { endTrouble } from '../../src/worker/pause.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function reading() {
  const scripted = scriptedWorker();
  acceptAssignment(scripted.worker, new Map([['raw', [0, 1]]]));
  const state = partitionOf(scripted.worker, 'raw', 0)!;
  return { ...scripted, state, logged: () => scripted.events.filter(([name]) => name === 'log') };
}

describe('a partition that a broker refuses to read', () => {
  it('pauses alone and is tried again ever more seldom, for as long as it lasts', async () => {
    const { worker, switched, events } = reading();
    for (const wait of [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      switched.length = 0;
      stopUnreadable(worker, 'raw', 0, 'kafka.unavailable', 'KAFKA_STORAGE_ERROR');
      // A second answer that was under way counts no more.
      stopUnreadable(worker, 'raw', 0, 'kafka.unavailable', 'KAFKA_STORAGE_ERROR');
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(switched).toEqual(['pause raw 0']);
      await vi.advanceTimersByTimeAsync(1);
      expect(switched).toEqual(['pause raw 0', 'resume raw 0']);
    }
    expect(partitionOf(worker, 'raw', 1)).toMatchObject({ pause: null, trouble: null });
    expect(events.filter(([name]) => name === 'fail')).toEqual([]);
  });

  it('says at each try what the broker said, and is over with the next commit', async () => {
    const { worker, state, logged, events } = reading();
    stopUnreadable(worker, 'raw', 0, 'kafka.unavailable', 'UNKNOWN');
    await vi.advanceTimersByTimeAsync(250);
    stopUnreadable(worker, 'raw', 0, 'kafka.unavailable', 'UNKNOWN');
    await vi.advanceTimersByTimeAsync(500);
    const place = { route: 'chat', topic: 'raw', partition: 0, code: 'kafka.unavailable', errorType: 'UNKNOWN' };
    expect(logged()).toEqual([
      ['log', 'warn', 'partition paused', { ...place, attempt: 1 }],
      ['log', 'warn', 'partition paused', { ...place, attempt: 2 }],
    ]);
    // That another broker answers tells nothing of this partition.
    worker.brokers = { reachable: false, since: 0 };
    noteAnswer(worker, performance.now());
    expect(state.trouble).toMatchObject({ code: 'kafka.unavailable' });
    endTrouble(worker, state);
    expect(events).toContainEqual(['partitionResumed', 'chat', 0]);
  });

  it('is not tried again where its log is damaged', async () => {
    const { worker, state, switched, logged } = reading();
    stopUnreadable(worker, 'raw', 0, 'source.codec', 'CORRUPT_MESSAGE');
    stopUnreadable(worker, 'raw', 0, 'kafka.unavailable', 'UNKNOWN');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.pause).toEqual({ code: 'source.codec', timer: null });
    expect(switched).toEqual(['pause raw 0']);
    const place = { route: 'chat', topic: 'raw', partition: 0, code: 'source.codec' };
    expect(logged()).toEqual([
      ['log', 'warn', 'partition paused', place],
      ['log', 'error', 'nothing more can be read from this partition', { ...place, errorType: 'CORRUPT_MESSAGE' }],
    ]);
  });
});
