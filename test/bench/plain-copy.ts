/**
 * The yardstick: the plainest kafkajs copy of a topic, at least once, without transactions, schemas or treatment.
 * Arguments: one JSON object { brokers, groupId, source, sink }.
 */
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';

const { brokers, groupId, source, sink } = JSON.parse(process.argv[2] ?? '{}') as {
  brokers: string[];
  groupId: string;
  source: string;
  sink: string;
};
const kafka = new Kafka({ brokers, clientId: 'plain-copy', logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await Promise.all([consumer.connect(), producer.connect()]);
await consumer.subscribe({ topic: source, fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch, heartbeat }) => {
    await producer.send({
      topic: sink,
      compression: CompressionTypes.None,
      messages: batch.messages.map(({ key, value, headers, timestamp }) => ({
        key,
        value,
        timestamp,
        partition: batch.partition,
        ...(headers ? { headers } : {}),
      })),
    });
    await heartbeat();
  },
});
process.on('SIGTERM', async () => {
  await consumer.disconnect();
  await producer.disconnect();
  process.exit(0);
});
