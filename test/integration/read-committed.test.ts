import { describe, expect, inject, it } from 'vitest';
import { committedOffsets, countRecords, readAllCommitted, readExtents } from '../../deploy/local/read-committed.ts';
import { createTopics, kafkaClient, produce, produceInTransaction, uniqueName } from './topics.ts';

const stack = inject('stack');

describe('the independent reader', () => {
  it('returns committed records with key, value, headers and time, and leaves aborted ones out', async () => {
    const { mixed } = await createTopics(stack, { mixed: {} });
    await produce(stack, mixed, [
      { key: 'a', value: 'first', timestamp: '1700000000123', headers: { one: 'x', two: ['y', 'z'] } },
      { key: null, value: null },
    ]);
    await produceInTransaction(stack, mixed, [{ value: 'aborted' }], 'abort');
    await produceInTransaction(stack, mixed, [{ value: Buffer.from([0, 255, 10]) }], 'commit');
    const records = await readAllCommitted(stack, [mixed]);
    expect(records.map((record) => record.value?.toString('hex') ?? null)).toEqual([
      Buffer.from('first').toString('hex'),
      null,
      '00ff0a',
    ]);
    expect(records[0]).toEqual({
      topic: mixed,
      partition: 0,
      offset: 0,
      timestamp: 1700000000123,
      key: Buffer.from('a'),
      value: Buffer.from('first'),
      headers: [
        ['one', Buffer.from('x')],
        ['two', Buffer.from('y')],
        ['two', Buffer.from('z')],
      ],
    });
    const uncommitted = await readAllCommitted(stack, [mixed], 'read_uncommitted');
    expect(uncommitted.map((record) => record.value?.toString('latin1'))).toContain('aborted');
  });

  it('counts the records of each partition of several topics, to an end that lies behind the markers', async () => {
    const { left, right } = await createTopics(stack, { left: { partitions: 3 }, right: {} });
    const records = Array.from({ length: 3000 }, (_, index) => ({ value: `${index}`, partition: index % 3 }));
    await produce(stack, left, records);
    await produceInTransaction(stack, right, [{ value: 'aborted' }], 'abort');
    expect(await countRecords(stack, [left, right])).toEqual([
      { topic: left, partition: 0, begin: 0, end: 1000, count: 1000 },
      { topic: left, partition: 1, begin: 0, end: 1000, count: 1000 },
      { topic: left, partition: 2, begin: 0, end: 1000, count: 1000 },
      { topic: right, partition: 0, begin: 0, end: 2, count: 0 },
    ]);
    expect(await countRecords(stack, [right], 'read_uncommitted')).toMatchObject([{ count: 1 }]);
  });

  it('ends a committed read at an open transaction', async () => {
    const { open } = await createTopics(stack, { open: {} });
    await produce(stack, open, [{ value: 'before' }]);
    const transactionalId = uniqueName('open');
    const producer = kafkaClient(stack).producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: open, messages: [{ value: 'undecided' }] });
    expect(await readExtents(stack, [open])).toMatchObject([{ end: 1 }]);
    expect(await readExtents(stack, [open], 'read_uncommitted')).toMatchObject([{ end: 2 }]);
    expect(await readAllCommitted(stack, [open])).toHaveLength(1);
    await transaction.abort();
    await producer.disconnect();
  });

  it('tells the committed offsets of a group', async () => {
    const { source } = await createTopics(stack, { source: { partitions: 2 } });
    const groupId = uniqueName('group');
    const admin = kafkaClient(stack).admin();
    await admin.connect();
    await admin.setOffsets({ groupId, topic: source, partitions: [{ partition: 1, offset: '7' }] });
    await admin.disconnect();
    expect(await committedOffsets(stack, groupId)).toEqual([{ topic: source, partition: 1, offset: 7 }]);
  });

  it('names the topic that does not exist', async () => {
    await expect(countRecords(stack, ['absent-topic'])).rejects.toThrow(/stack.failed[\s\S]*absent-topic/);
  });
});
