import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_OVERHEAD,
  closeSession,
  commitBatch,
  encodedSize,
  openPlainSession,
  openSession,
  packSends,
  type SinkMessage,
  sendThenCommit,
  transactionalIdOf,
} from '../../src/io/kafka-sink.ts';

const encodeRecord = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/record/v0') as (
  record: object,
) => { readonly buffer: Buffer };

const PLACE = { groupId: 'g', topic: 't', partition: 3 };

/** Ports that write down what is asked of them; `fail` names the call that rejects. */
function scriptedPorts(committed: string, fail?: string, answer: object[] = []) {
  const calls: string[] = [];
  const call = async <Result>(name: string, result: Result): Promise<Result> => {
    calls.push(name);
    if (name === fail) throw new Error(name);
    return result;
  };
  const transaction = {
    sendBatch: () => call('send', answer),
    sendOffsets: ({ topics }: { topics: { partitions: { offset: string }[] }[] }) =>
      call(`offsets ${topics[0]!.partitions[0]!.offset}`, undefined),
    commit: () => call('commit', undefined),
  };
  const producer = {
    connect: () => call('connect', undefined),
    transaction: () => call('fence', transaction),
    sendBatch: () => call('send', []),
    disconnect: () => call('disconnect', undefined),
  };
  const admin = {
    fetchOffsets: () => call('read', [{ topic: 't', partitions: [{ partition: 3, offset: committed }] }]),
    fetchTopicOffsets: () => call('low', [{ partition: 3, low: '17', high: '40' }]),
  };
  const createProducer = (id: string) => {
    calls.push(id);
    return producer;
  };
  const ports = { admin, createProducer };
  return { calls, ports: ports as unknown as Parameters<typeof openSession>[0] };
}

describe('openSession', () => {
  it('fences before it reads the offset', async () => {
    const { calls, ports } = scriptedPorts('25');
    const session = await openSession(ports, PLACE);
    expect(calls).toEqual(['sigilo:g:t:3', 'connect', 'fence', 'read']);
    expect(session).toMatchObject({ expected: 25n, isCommitted: true });
  });

  it.each(['-1', '-2'])('begins at the start of the log when the group has %s', async (offset) => {
    const { ports } = scriptedPorts(offset);
    expect(await openSession(ports, PLACE)).toMatchObject({ expected: 17n, isCommitted: false });
  });

  it.each(['connect', 'fence', 'read'])('disconnects when %s fails', async (step) => {
    const { calls, ports } = scriptedPorts('25', step);
    await expect(openSession(ports, PLACE)).rejects.toThrow(step);
    expect(calls.at(-1)).toBe('disconnect');
  });

  it('does not take silence on a partition for a group without an offset', async () => {
    const { calls, ports } = scriptedPorts('25');
    await expect(openSession(ports, { ...PLACE, partition: 4 })).rejects.toMatchObject({
      code: 'kafka.unavailable',
      context: { topic: 't', partition: 4 },
    });
    expect(calls.slice(-2)).toEqual(['read', 'disconnect']);
  });

  it('gives each group, topic and partition an id of its own', () => {
    const places = [
      { groupId: 'a.b', topic: 'c', partition: 1 },
      { groupId: 'a', topic: 'b.c', partition: 1 },
      { groupId: 'a', topic: 'b.c', partition: 11 },
      { groupId: 'a', topic: 'b.c.1', partition: 1 },
    ];
    expect(new Set(places.map(transactionalIdOf)).size).toBe(places.length);
  });
});

describe('commitBatch', () => {
  const sends = [
    { topic: 's', messages: [] },
    { topic: 's', messages: [] },
  ];

  it('sends everything, then the offset, then commits, and only then moves on', async () => {
    const { calls, ports } = scriptedPorts('25');
    const session = await openSession(ports, PLACE);
    calls.length = 0;
    await commitBatch(session, PLACE, sends, 30n, (stage) => calls.push(`(${stage})`));
    expect(calls).toEqual(['(send)', 'send', '(send)', 'send', '(offsets)', 'offsets 30', '(commit)', 'commit']);
    expect(session.expected).toBe(30n);
  });

  it.each(['send', 'offsets 30', 'commit'])('does nothing after %s was rejected', async (step) => {
    const { calls, ports } = scriptedPorts('25', step);
    const session = await openSession(ports, PLACE);
    await expect(commitBatch(session, PLACE, sends, 30n, () => {})).rejects.toThrow(step);
    expect(calls.at(-1)).toBe(step);
    expect(session.expected).toBe(25n);
    closeSession(session);
    expect(session.dead).toBe(true);
  });

  it('does nothing after a send that was not acknowledged: kafkajs drops messages without an error', async () => {
    const answer = [{ topicName: 's', partition: 0 }];
    const { calls, ports } = scriptedPorts('25', undefined, answer);
    const session = await openSession(ports, PLACE);
    const send = (partition: number) => [{ topic: 's', messages: [{ value: 'x', partition }] }];
    await commitBatch(session, PLACE, send(0), 30n, () => {});
    await expect(commitBatch(session, PLACE, [...send(0), ...send(1)], 40n, () => {})).rejects.toMatchObject({
      code: 'sink.unavailable',
      context: { topic: 's', partition: 1 },
    });
    expect(calls.at(-1)).toBe('send');
    expect(session.expected).toBe(30n);
  });

  it('ends where a check before a stage throws', async () => {
    const { calls, ports } = scriptedPorts('25');
    const session = await openSession(ports, PLACE);
    const refuse = (stage: string): void => {
      if (stage === 'commit') throw new Error('over');
    };
    await expect(commitBatch(session, PLACE, sends, 30n, refuse)).rejects.toThrow('over');
    expect(calls).not.toContain('commit');
  });
});

describe('without transactions', () => {
  const sends = [
    { topic: 's', messages: [] },
    { topic: 's', messages: [] },
  ];
  const open = async (calls: string[], ports: Parameters<typeof openSession>[0]) => {
    const session = await openPlainSession(
      { ...ports, createPlainProducer: () => ports.createProducer('plain') },
      PLACE,
    );
    calls.length = 0;
    return session;
  };

  it('opens without a fence', async () => {
    const { calls, ports } = scriptedPorts('25');
    const plain = { ...ports, createPlainProducer: () => ports.createProducer('plain') };
    expect(await openPlainSession(plain, PLACE)).toMatchObject({ transaction: null, expected: 25n, isCommitted: true });
    expect(calls).toEqual(['plain', 'connect', 'read']);
  });

  it.each(['connect', 'read'])('disconnects when %s fails', async (step) => {
    const { calls, ports } = scriptedPorts('25', step);
    const plain = { ...ports, createPlainProducer: () => ports.createProducer('plain') };
    await expect(openPlainSession(plain, PLACE)).rejects.toThrow(step);
    expect(calls.at(-1)).toBe('disconnect');
  });

  it('sends everything, then commits the offset, and only then moves on', async () => {
    const { calls, ports } = scriptedPorts('25');
    const session = await open(calls, ports);
    const commit = async (offset: bigint) => void calls.push(`offset ${offset}`);
    await sendThenCommit(session, sends, 30n, commit, (stage) => calls.push(`(${stage})`));
    expect(calls).toEqual(['(send)', 'send', '(send)', 'send', '(offsets)', 'offset 30']);
    expect(session.expected).toBe(30n);
  });

  it('commits nothing after a send was rejected, and does not move on when the offset is', async () => {
    const { calls, ports } = scriptedPorts('25', 'send');
    const session = await open(calls, ports);
    const commit = async () => void calls.push('offset');
    await expect(sendThenCommit(session, sends, 30n, commit, () => {})).rejects.toThrow('send');
    expect(calls).toEqual(['send']);
    const refuse = () => Promise.reject(new Error('refused'));
    await expect(sendThenCommit(session, [], 30n, refuse, () => {})).rejects.toThrow('refused');
    expect(session.expected).toBe(25n);
  });
});

describe('packSends', () => {
  const message = (size: number, partition = 0): SinkMessage => ({ key: null, value: Buffer.alloc(size), partition });

  it('keeps all messages in order and every record batch below its limit', () => {
    const sizes = fc.array(fc.nat(900), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1_100, max: 5_000 }), (left, right, limit) => {
        const topics = [left, right].map((list, index) => ({
          topic: `t${index}`,
          limit: limit + index * 300,
          messages: list.map((size) => message(size, size % 2)),
        }));
        const sends = packSends(topics);
        for (const { topic, limit: bound, messages } of topics) {
          const parts = sends.filter((each) => each.topic === topic);
          expect(parts.flatMap((each) => each.messages)).toEqual(messages);
          for (const part of parts) expect(new Set(part.messages.map(({ partition }) => partition)).size).toBe(1);
          for (const part of parts) {
            const size = [...part.messages].reduce((sum, each) => sum + encodedSize(each), BATCH_OVERHEAD);
            expect(size).toBeLessThanOrEqual(bound);
          }
        }
      }),
    );
  });

  it('tells kafkajs the partition of all messages at once, as its own grouping would find it', () => {
    const group = createRequire(import.meta.url)('kafkajs/src/producer/groupMessagesPerPartition');
    const messages = [
      { ...message(1), partition: 3 },
      { ...message(2), partition: 3 },
    ];
    const [sent] = packSends([{ topic: 't', limit: 9_000, messages }]);
    const partitioner = () => expect.unreachable('the grouping asked message by message');
    expect(group({ topic: 't', partitionMetadata: [{}], messages: sent?.messages, partitioner })).toEqual({
      3: messages,
    });
  });

  it('makes no send of nothing', () => {
    expect(packSends([{ topic: 't', limit: 1_000, messages: [] }])).toEqual([]);
  });
});

describe('encodedSize', () => {
  it('is never less than what kafkajs encodes', () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((each) => Buffer.from(each));
    const headers = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.oneof(bytes, fc.string()));
    fc.assert(
      fc.property(
        fc.option(bytes),
        fc.option(bytes),
        headers,
        fc.maxSafeInteger(),
        (key, value, names, timestampDelta) => {
          const encoded = encodeRecord({ key, value, headers: names, timestampDelta, offsetDelta: 2 ** 31 - 1 });
          expect(encodedSize({ key, value, headers: names })).toBeGreaterThanOrEqual(encoded.buffer.length);
        },
      ),
    );
  });
});
