import { describe, expect, it, vi } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { healthOf } from '../../src/worker/health.ts';
import { readLosses, settleLoss } from '../../src/worker/losses.ts';
import { pausePartition } from '../../src/worker/pause.ts';
import type { RouteOptions } from '../../src/worker/worker-state.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

/** A worker whose partition 0 is paused, committed at 5 and begins at 12; `calls` lists what was committed. */
function lostPartition(accepted: bigint | null, route: Partial<RouteOptions> = {}, failures = 0, offset = '5') {
  const calls: string[] = [];
  let left = failures;
  const admin = {
    fetchOffsets: async () => [{ topic: 'raw', partitions: [{ partition: 0, offset }] }],
    fetchTopicOffsets: async () => [{ partition: 0, low: '12', high: '20' }],
  };
  const transaction = {
    sendOffsets: async ({ topics }: { topics: { partitions: { offset: string }[] }[] }) => {
      if (left-- > 0) throw new TypeError('refused');
      calls.push(`transaction ${topics[0]!.partitions[0]!.offset}`);
    },
    commit: async () => void calls.push('commit'),
  };
  const producer = { connect: async () => {}, disconnect: async () => {}, transaction: async () => transaction };
  const acceptedLosses = new Map(accepted === null ? [] : [[0, accepted] as const]);
  const { worker, events, switched } = scriptedWorker({ admin, producer, acceptedLosses, route });
  worker.ports.consumer.commitOffsets = async (offsets) => void calls.push(`member ${offsets[0]!.offset}`);
  acceptAssignment(worker, new Map([['raw', [0]]]));
  const state = partitionOf(worker, 'raw', 0)!;
  pausePartition(worker, state, 'source.offset_lost', null);
  switched.length = 0;
  return { worker, state, events, switched, calls };
}

const expiredOf = (events: readonly unknown[][]) => events.filter(([name]) => name === 'recordsExpired');

describe('settleLoss', () => {
  it.each([
    ['nobody has accepted it', null],
    ['another one was accepted', 4n],
  ])('counts, says what to type and leaves the partition paused when %s', async (_name, accepted) => {
    const { worker, state, events, switched, calls } = lostPartition(accepted);
    await settleLoss(worker, state);
    expect(expiredOf(events)).toEqual([['recordsExpired', 'chat', 0, 7]]);
    const remedy = 'restart the worker once with --accept-loss chat added to its command';
    expect(events.at(-1)).toMatchObject(['log', 'error', expect.any(String), { partition: 0, offset: '12', remedy }]);
    expect(healthOf(worker, false).paused).toMatchObject([{ code: 'source.offset_lost', remedy }]);
    expect([...switched, ...calls]).toEqual([]);
  });

  it('counts the same records once, however often the partition comes back', async () => {
    const { worker, events } = lostPartition(null);
    for (let times = 0; times < 3; times += 1) {
      acceptAssignment(worker, new Map([['raw', [0]]]));
      await settleLoss(worker, partitionOf(worker, 'raw', 0)!);
    }
    expect(expiredOf(events)).toEqual([['recordsExpired', 'chat', 0, 7]]);
  });

  it.each([
    ['exactly_once', ['transaction 12', 'commit']],
    ['at_least_once', ['member 12']],
  ] as const)('goes on at the log start when this loss was accepted (%s)', async (mode, expected) => {
    const { worker, state, switched, calls } = lostPartition(5n, { mode });
    await settleLoss(worker, state);
    expect(calls).toEqual(expected);
    expect(switched).toEqual(['seek raw 0 12', 'resume raw 0']);
    expect(state).toMatchObject({ pause: null, trouble: null, isBusy: false, session: { expected: 12n } });
  });

  it('tries again when the new offset could not be committed', async () => {
    vi.useFakeTimers();
    const { worker, state, switched } = lostPartition(5n, {}, 1);
    await settleLoss(worker, state);
    expect(state).toMatchObject({ session: null, pause: { code: 'source.offset_lost' } });
    await vi.advanceTimersByTimeAsync(300);
    // The next fetch finds the offset lost again.
    expect(switched).toEqual(['pause raw 0', 'resume raw 0']);
    vi.useRealTimers();
  });

  it('asks for no operator when the offset of the group is in the log: only what was fetched was not', async () => {
    vi.useFakeTimers();
    const { worker, state, events, switched, calls } = lostPartition(null, {}, 0, '14');
    await settleLoss(worker, state);
    expect(switched).toEqual(['seek raw 0 14', 'pause raw 0']);
    await vi.advanceTimersByTimeAsync(300);
    expect(switched.at(-1)).toBe('resume raw 0');
    expect(state.pause).toBeNull();
    expect([...expiredOf(events), ...calls]).toEqual([]);
    expect(events.filter(([name, level]) => name === 'log' && level === 'error')).toEqual([]);
    vi.useRealTimers();
  });

  it('commits nothing for a partition that was assigned anew meanwhile', async () => {
    const { worker, state, calls } = lostPartition(5n);
    const settling = settleLoss(worker, state);
    acceptAssignment(worker, new Map([['raw', [1]]]));
    await settling;
    expect(calls).toEqual([]);
  });
});

describe('readLosses', () => {
  it('finds offsets below the log start or beyond the end, and no others', async () => {
    const offsets = ['5', '12', '20', '21', '-1'];
    const admin = {
      fetchOffsets: async () => [
        { topic: 'raw', partitions: offsets.map((offset, partition) => ({ partition, offset })) },
      ],
      fetchTopicOffsets: async () => offsets.map((_, partition) => ({ partition, low: '12', high: '20' })),
    };
    expect(await readLosses(admin as never, 'g', 'raw')).toEqual(
      new Map([
        [0, 5n],
        [3, 21n],
      ]),
    );
  });
});
