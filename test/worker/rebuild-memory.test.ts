import { describe, expect, it } from 'vitest';
import { commit, createConversationMemory, recall, stage } from '../../src/core/conversation-memory.ts';
import type { SourceRecord } from '../../src/core/record.ts';
import { SigiloError } from '../../src/errors.ts';
import type { RoutePipeline } from '../../src/route-pipeline.ts';
import { acceptAssignment, stopUnreadable } from '../../src/worker/assignment.ts';
import { memoryLimits, reportMemory } from '../../src/worker/memory-budget.ts';
import { keepLearned, rebuildMemory, WALKED_BYTES, WALKED_RECORD_BYTES } from '../../src/worker/rebuild-memory.ts';
import { partitionOf } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

type Fetch = (wanted: { topics: [{ partitions: [{ fetchOffset: string }] }] }) => Promise<unknown>;

/**
 * A source with the offsets 3 to 19, each record named by its offset; every fourth offset holds nothing.
 * @param sizeOf bytes of a record's value
 */
function sourceOf(perFetch: number, before?: (offset: number) => void, sizeOf = (_offset: number) => 0): Fetch {
  return async ({ topics }) => {
    const from = Number(topics[0].partitions[0].fetchOffset);
    before?.(from);
    // As a broker answers: whole batches, of which the first may begin before the offset asked for.
    const first = from - (from % perFetch);
    const offsets = Array.from({ length: perFetch }, (_, place) => first + place).filter((offset) => offset < 20);
    const messages = offsets.map((offset) => ({
      offset: String(offset),
      value: Buffer.from(`record ${offset}`.padEnd(sizeOf(offset))),
      isControlRecord: offset % 4 === 0,
    }));
    return { responses: [{ partitions: [{ messages }] }] };
  };
}

function scripted(fetch: Fetch, pipeline: Partial<RoutePipeline> = {}, low = '3') {
  const calls: string[] = [];
  const learning: Partial<RoutePipeline> = {
    memoryRecords: 10,
    sanitize: ({ value, offset }: SourceRecord, partition, memory) => {
      calls.push(`sanitize ${partition}/${offset}`);
      if (offset === '13') return { kind: 'quarantine', reason: 'malformed_avro' };
      if (memory) stage(memory, 'conversation', [{ entity: 'PERSON', text: String(value), domain: null }], null);
      return { kind: 'quarantine', reason: 'internal' };
    },
    ...pipeline,
  };
  const admin = { fetchTopicOffsets: async () => [{ partition: 0, low, high: '20' }] };
  const made = scriptedWorker({ pipeline: learning, admin });
  const cluster = {
    connect: async () => void calls.push('connect'),
    disconnect: async () => void calls.push('disconnect'),
    addMultipleTargetTopics: async () => {},
    findLeaderForPartitions: () => ({ 1: [0] }),
    findBroker: async () => ({ connect: async () => {}, fetch }),
  };
  const client = { [Symbol('private:Kafka:createCluster')]: () => cluster };
  Object.assign(made.worker.ports, { createClient: () => client });
  const assign = () => {
    acceptAssignment(made.worker, new Map([['raw', [0]]]));
    return partitionOf(made.worker, 'raw', 0)!;
  };
  return { ...made, calls, state: assign(), assign };
}

const learnedBy = (state: ReturnType<typeof scripted>['state']) =>
  recall(state.memory!, 'conversation')?.known.map(({ text }) => Number(text.slice(7))) ?? [];

const always = () => true;

describe('rebuildMemory', () => {
  it.each([2, 5, 100])('reads the last records before the position again, %i at a time, and no other', async (size) => {
    const { worker, state, calls, events, switched } = scripted(sourceOf(size));
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(learnedBy(state)).toEqual([6, 7, 9, 10, 11, 14, 15]);
    expect(calls.filter((call) => call.startsWith('sanitize'))).toHaveLength(8);
    expect([calls[0], calls.at(-1)]).toEqual(['connect', 'disconnect']);
    expect(events).toContainEqual(['memoryRebuilt', 'chat', 'rebuilt']);
    // The consumer was not moved, and nothing was reported as consumed.
    expect(switched).toEqual([]);
    expect(events.map(([name]) => name)).not.toContain('batchCommitted');
    expect(worker.readingAgain.size).toBe(0);
  });

  it.each([
    ['many records of the largest size', 300, () => WALKED_RECORD_BYTES, WALKED_BYTES / WALKED_RECORD_BYTES],
    // So much lies there that only the last 19 offsets are looked at, or the last 75.
    ['records that are too large among small ones', 300, (offset: number) => (offset % 2 ? 2 ** 20 : 100), 9],
    ['small records after a flood', 300, (offset: number) => (offset < 200 ? 2 ** 20 : 100), 75],
  ])('does not walk through more than its bytes: %s', async (_name, count, sizeOf, expected) => {
    const walked: number[] = [];
    let fetched = 0;
    const fetch: Fetch = async ({ topics }) => {
      const from = Number(topics[0].partitions[0].fetchOffset);
      const offsets = [from, from + 1, from + 2, from + 3].filter((offset) => offset < count);
      const messages = offsets.map((offset) => ({ offset: String(offset), value: Buffer.alloc(sizeOf(offset)) }));
      for (const { value } of messages) fetched += value.length;
      return { responses: [{ partitions: [{ messages }] }] };
    };
    const sanitize: RoutePipeline['sanitize'] = ({ offset }) => {
      walked.push(Number(offset));
      return { kind: 'quarantine', reason: 'internal' };
    };
    const { worker, state } = scripted(fetch, { memoryRecords: 500, sanitize }, '0');
    expect(await rebuildMemory(worker, state, BigInt(count), always)).toBe(true);
    expect(walked).toHaveLength(expected);
    expect(walked.at(-1)).toBeGreaterThanOrEqual(count - 2);
    expect(fetched).toBeLessThan(120 * 2 ** 20);
  });

  it('passes over what stands for a batch that cannot be read', async () => {
    const fetch: Fetch = async () => ({
      responses: [
        {
          partitions: [
            {
              messages: [
                { offset: '10', value: Buffer.from('record 10') },
                { offset: '14', value: null, unreadable: { firstOffset: '11', bytes: Buffer.alloc(9) } },
                { offset: '15', value: Buffer.from('record 15') },
              ],
            },
          ],
        },
      ],
    });
    const { worker, state, calls } = scripted(fetch);
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(calls.filter((call) => call.startsWith('sanitize'))).toEqual(['sanitize 0/10', 'sanitize 0/15']);
  });

  it('begins at the log start where that is later', async () => {
    const { worker, state } = scripted(sourceOf(5), {}, '14');
    await rebuildMemory(worker, state, 16n, always);
    expect(learnedBy(state)).toEqual([14, 15]);
  });

  it('reads nothing of an empty log, and nothing again at the position that it reaches to', async () => {
    const { worker, state, calls } = scripted(sourceOf(5), {}, '16');
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    keepLearned(state, 18n);
    expect(await rebuildMemory(worker, state, 18n, always)).toBe(true);
    expect(calls).toEqual([]);
  });

  it('is done anew where the position is another one: a commit went through of which no answer came', async () => {
    const { worker, state } = scripted(sourceOf(5));
    await rebuildMemory(worker, state, 16n, always);
    stage(state.memory!, 'conversation', [{ entity: 'PERSON', text: 'record 999', domain: null }], null);
    await rebuildMemory(worker, state, 18n, always);
    expect(learnedBy(state)).toEqual([9, 10, 11, 14, 15, 17]);
  });

  it('remembers nothing over a rebalance', async () => {
    const { worker, state, assign } = scripted(sourceOf(5));
    await rebuildMemory(worker, state, 16n, always);
    const next = assign();
    expect(next).not.toBe(state);
    expect([next.memory!.committed.size, next.rememberedUpTo]).toEqual([0, null]);
  });

  it('waits for the registry', async () => {
    const away = new SigiloError('registry.unavailable', {}, { retryable: true });
    const pipeline = { missingSchemas: () => [7], load: () => Promise.reject(away) };
    const { worker, state, events } = scripted(sourceOf(5), pipeline);
    await expect(rebuildMemory(worker, state, 16n, always)).rejects.toBe(away);
    expect(state.rememberedUpTo).toBeNull();
    expect(events.map(([name]) => name)).not.toContain('memoryRebuilt');
  });

  it('does not take a refused fetch for the end of what there is', async () => {
    const refusal = Object.assign(new Error('quotes something'), { name: 'KafkaJSProtocolError' });
    let refusals = 0;
    const fetch: Fetch = async (wanted) => {
      const from = Number(wanted.topics[0].partitions[0].fetchOffset);
      if (from < 10 || refusals === 2) return sourceOf(5)(wanted);
      refusals += 1;
      return { responses: [{ partitions: [{ messages: [], refusal }] }] };
    };
    const { worker, state, events } = scripted(fetch);
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(refusals).toBe(2);
    expect(learnedBy(state)).toEqual([6, 7, 9, 10, 11, 14, 15]);
    expect(events).toContainEqual(['memoryRebuilt', 'chat', 'rebuilt']);
  });

  it('tries again when brokers fail, from the beginning', async () => {
    let failures = 2;
    const fetch = sourceOf(5, (from) => {
      if (from >= 10 && failures-- > 0) throw new Error('a broker left');
    });
    const { worker, state, events } = scripted(fetch);
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(learnedBy(state)).toEqual([6, 7, 9, 10, 11, 14, 15]);
    expect(events).toContainEqual(['memoryRebuilt', 'chat', 'rebuilt']);
  });

  it('lets the partition go on when they fail for good, and says so once', async () => {
    const fetch = () => Promise.reject(new Error('gone'));
    const { worker, state, events, calls } = scripted(fetch);
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(events.filter(([name]) => name === 'memoryRebuilt' || name === 'log')).toMatchObject([
      ['memoryRebuilt', 'chat', 'failed'],
      ['log', 'warn', expect.any(String), { topic: 'raw', partition: 0 }],
    ]);
    expect(calls.filter((call) => call === 'disconnect')).toHaveLength(3);
    expect(worker.readingAgain.size).toBe(0);
  });

  it('ends when the partition is to be given up, and is then not done', async () => {
    const { worker, state } = scripted(sourceOf(5));
    let asked = 0;
    expect(await rebuildMemory(worker, state, 16n, () => ++asked < 2)).toBe(false);
    expect(state.rememberedUpTo).toBeNull();
  });

  it('is nothing where the route remembers nothing', async () => {
    const { worker, state, calls } = scripted(sourceOf(5), { memoryRecords: 0 });
    expect(state.memory).toBeNull();
    expect(await rebuildMemory(worker, state, 16n, always)).toBe(true);
    expect(calls).toEqual([]);
  });

  it('counts nothing of what it reads again', async () => {
    let taken = 0;
    const takeCounts = () => {
      taken += 1;
      return {} as ReturnType<RoutePipeline['takeCounts']>;
    };
    const { worker, state } = scripted(sourceOf(100), { takeCounts });
    await rebuildMemory(worker, state, 16n, always);
    expect(taken).toBe(1);
  });
});

describe('while records are read again', () => {
  it('their faults do not stop the partition', () => {
    const { worker, state } = scripted(sourceOf(5));
    worker.readingAgain.add('raw:0');
    stopUnreadable(worker, 'raw', 0, 'source.codec');
    expect(state.pause).toBeNull();
    worker.readingAgain.delete('raw:0');
    stopUnreadable(worker, 'raw', 0, 'source.codec');
    expect(state.pause).toMatchObject({ code: 'source.codec' });
  });
});

describe('the memory of a process', () => {
  it('is shared by its partitions, and no partition has more than its bound', () => {
    const mebibytes = (partitions: number) => memoryLimits(partitions).bytes / 1024 ** 2;
    expect([0, 1, 4, 8, 128].map(mebibytes)).toEqual([16, 16, 16, 8, 0.5]);
  });

  it('is reported by route, with what was forgotten since', () => {
    const { worker, state, events } = scripted(sourceOf(5));
    const memory = createConversationMemory({ conversations: 1, bytes: 1e6 });
    Object.assign(state, { memory });
    for (const key of ['a', 'b', 'c']) stage(memory, key, [{ entity: 'PERSON', text: 'Ana Lima', domain: null }], null);
    commit(memory);
    reportMemory(worker);
    reportMemory(worker);
    const reports = events.filter(([name]) => name === 'memory');
    expect(reports).toEqual([
      ['memory', 'chat', 1, memory.committedBytes, 2],
      ['memory', 'chat', 1, memory.committedBytes, 0],
    ]);
  });
});
