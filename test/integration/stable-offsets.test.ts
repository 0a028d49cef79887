import type { Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { askForStable } from '../../src/io/kafka-sink/stable-offsets.ts';
import { openSession, readCommittedOffset, transactionalIdOf } from '../../src/io/kafka-sink.ts';
import { protocolErrorType } from '../../src/io/kafka-source.ts';
import { createTopics, deleteTopics, kafkaClient, uniqueName } from './topics.ts';

const stack = inject('stack');
const groupId = uniqueName('stable');
const client = kafkaClient(stack);
const admin = client.admin();
const producers: Producer[] = [];
let topic: string;

const createProducer = (transactionalId: string): Producer => {
  const producer = client.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  producers.push(producer);
  return producer;
};

/** An offset in a transaction that is left open, by a producer under some id. */
async function leaveOpen(partition: number, transactionalId: string): Promise<void> {
  const producer = createProducer(transactionalId);
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ value: 'a', partition }] });
  const topics = [{ topic, partitions: [{ partition, offset: '7' }] }];
  await transaction.sendOffsets({ consumerGroupId: groupId, topics });
}

const placeOf = (partition: number) => ({ groupId, topic, partition });
const readStable = (partition: number) => {
  const place = placeOf(partition);
  return askForStable(place, () => readCommittedOffset(admin, place)).catch((error) => protocolErrorType(error));
};

beforeAll(async () => {
  ({ topic } = await createTopics(stack, { topic: { partitions: 3 } }));
  await admin.connect();
  await admin.setOffsets({ groupId, topic, partitions: [0, 1].map((partition) => ({ partition, offset: '5' })) });
});

afterAll(async () => {
  await Promise.all(producers.map((producer) => producer.disconnect()));
  await admin.disconnect();
  await deleteTopics(stack, [topic]);
});

describe('an offset of a transaction that has not ended', () => {
  it('makes the offset of its partition unstable, and of no other', async () => {
    expect([await readStable(0), await readStable(1), await readStable(2)]).toEqual([5n, 5n, null]);
    await leaveOpen(0, transactionalIdOf(placeOf(0)));
    expect(await readStable(0)).toBe('UNSTABLE_OFFSET_COMMIT');
    expect(await readStable(1)).toBe(5n);
    expect(await readCommittedOffset(admin, placeOf(0))).toBe(5n);
  });

  it('is out of the way once a partition is opened, which aborts it', async () => {
    const session = await openSession({ admin, createProducer }, placeOf(0));
    expect(session).toMatchObject({ expected: 5n, isCommitted: true });
    await session.transaction?.abort();
    expect(await readStable(0)).toBe(5n);
  });

  it('of a stranger lets no partition be opened on an offset that may be about to change', async () => {
    await leaveOpen(1, uniqueName('stranger'));
    const opening = openSession({ admin, createProducer }, placeOf(1)).catch((error) => protocolErrorType(error));
    expect(await opening).toBe('UNSTABLE_OFFSET_COMMIT');
  });
});
