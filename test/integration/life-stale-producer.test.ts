import { afterAll, expect, inject, it } from 'vitest';
import { committedOffsets, readAllCommitted } from '../../deploy/local/read-committed.ts';
import { createKafkaPorts } from '../../src/io/kafka-client.ts';
import { closeSession, commitBatch, openSession, packSends, type SinkSession } from '../../src/io/kafka-sink.ts';
import { createTopics, deleteTopics, uniqueName, withAdmin } from './topics.ts';

const stack = inject('stack');
let topics: { source: string; sink: string };

afterAll(async () => {
  if (topics) await deleteTopics(stack, Object.values(topics));
});

it('a producer that has not heard of a new partition commits nothing, instead of losing its records', async () => {
  topics = await createTopics(stack, { source: { partitions: 2 }, sink: { partitions: 1 } });
  const settings = { brokers: stack.brokers, clientId: 'test', groupId: uniqueName('stale') };
  const ports = createKafkaPorts(settings, { logCreator: () => () => {} });
  const place = { groupId: settings.groupId, topic: topics.source, partition: 1 };
  const send = (session: SinkSession, partition: number, next: bigint) => {
    const messages = [{ key: null, value: Buffer.from(`to ${partition}`), partition }];
    const sends = packSends([{ topic: topics.sink, limit: 1_000_000, messages }]);
    return commitBatch(session, place, sends, next, () => {});
  };
  await ports.admin.connect();
  try {
    const old = await openSession(ports, place);
    await send(old, 0, 1n);
    await withAdmin(stack, async (admin) => {
      await admin.createPartitions({ topicPartitions: [{ topic: topics.sink, count: 2 }] });
    });
    await expect(send(old, 1, 2n)).rejects.toMatchObject({ code: 'sink.unavailable', context: { partition: 1 } });
    closeSession(old);
    const fresh = await openSession(ports, place);
    expect(fresh.expected).toBe(1n);
    await send(fresh, 1, 2n);
    closeSession(fresh);
  } finally {
    await ports.admin.disconnect();
  }
  const records = await readAllCommitted(stack, [topics.sink]);
  expect(records.map(({ partition, value }) => `${partition} ${value}`).sort()).toEqual(['0 to 0', '1 to 1']);
  expect(await committedOffsets(stack, settings.groupId)).toMatchObject([{ partition: 1, offset: 2 }]);
});
