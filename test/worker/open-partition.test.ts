import { describe, expect, it } from 'vitest';
import { acceptAssignment } from '../../src/worker/assignment.ts';
import { BatchOver, commitAsMember, currentSession, MemberRefused } from '../../src/worker/open-partition.ts';
import type { RouteOptions } from '../../src/worker/worker-state.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

/** A partition whose group has the offset `committed`, and whose sink ends at `sinkEnd`. */
function assigned(committed: string, sinkEnd: string, route: Partial<RouteOptions> = {}) {
  const calls: string[] = [];
  const offsets = { committed };
  const admin = {
    fetchOffsets: async () => [{ topic: 'raw', partitions: [{ partition: 0, offset: offsets.committed }] }],
    fetchTopicOffsets: async (topic: string) => [{ partition: 0, low: '3', high: topic === 'raw' ? '20' : sinkEnd }],
  };
  const producer = {
    connect: async () => {},
    disconnect: async () => void calls.push('disconnect'),
    transaction: async () => ({}),
  };
  const { worker, events } = scriptedWorker({ admin, producer, route });
  worker.ports.consumer.commitOffsets = async ([first]) => {
    calls.push(`commit ${first!.offset}`);
    offsets.committed = first!.offset;
  };
  const assign = () => {
    acceptAssignment(worker, new Map([['raw', [0]]]));
    return partitionOf(worker, 'raw', 0)!;
  };
  return { worker, state: assign(), assign, events, calls, offsets };
}

describe('currentSession', () => {
  it('begins at the committed offset', async () => {
    const { worker, state, calls } = assigned('7', '9');
    expect(await currentSession(worker, state)).toMatchObject({ expected: 7n, isCommitted: true });
    expect(await currentSession(worker, state)).toBe(state.session);
    expect(calls).toEqual([]);
  });

  it.each([
    ['the sink is empty', '0', {}],
    ['the operator wants it', '9', { fromStart: true }],
  ])('begins at the log start when the group has no offset and %s, and commits that first', async (_, end, route) => {
    const { worker, state, calls } = assigned('-1', end, route);
    expect(await currentSession(worker, state)).toMatchObject({ expected: 3n });
    expect(calls).toEqual(['commit 3']);
  });

  it('stops the partition when the group has no offset although the sink holds records', async () => {
    const { worker, state, events, calls } = assigned('-1', '9');
    await expect(currentSession(worker, state)).rejects.toThrow(BatchOver);
    expect(state).toMatchObject({ session: null, pause: { code: 'source.no_offset', timer: null } });
    expect(events.at(-1)).toMatchObject([
      'log',
      'error',
      expect.any(String),
      {
        remedy: 'restart the worker once with --from-start added to its command',
      },
    ]);
    expect(calls).toEqual(['disconnect']);
  });

  it.each([{}, { fromStart: true }])('stops it when an offset that was there has vanished (%j)', async (route) => {
    const { worker, state, assign, offsets } = assigned('7', '0', route);
    await currentSession(worker, state);
    offsets.committed = '-1';
    const again = assign();
    await expect(currentSession(worker, again)).rejects.toThrow(BatchOver);
    expect(again.pause).toMatchObject({ code: 'source.no_offset' });
  });

  it('takes no transactional producer in at_least_once mode', async () => {
    const { worker, state } = assigned('7', '9', { mode: 'at_least_once' });
    expect(await currentSession(worker, state)).toMatchObject({ transaction: null, expected: 7n });
    expect(worker.ports.createProducer).not.toHaveBeenCalled();
  });
});

describe('commitAsMember', () => {
  it('tells refusals that kafkajs must see from all others', async () => {
    const { worker, state } = assigned('7', '9');
    const wrapped = (type: string) => {
      const inner = Object.assign(new Error('inner'), { type });
      worker.ports.consumer.commitOffsets = () => Promise.reject(Object.assign(new Error('outer'), { cause: inner }));
      return inner;
    };
    const refused = wrapped('ILLEGAL_GENERATION');
    const thrown = await commitAsMember(worker, state, 8n).catch((error) => error);
    expect(thrown).toBeInstanceOf(MemberRefused);
    expect(thrown.refusal).toBe(refused);
    wrapped('GROUP_COORDINATOR_NOT_AVAILABLE');
    await expect(commitAsMember(worker, state, 8n)).rejects.toThrow('outer');
  });
});
