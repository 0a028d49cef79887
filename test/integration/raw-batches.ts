import { createRequire } from 'node:module';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { clusterOf } from '../../src/io/kafka-permissions.ts';
import { encodeRecord } from '../../src/io/kafka-record-encoder.ts';
import { kafkaClient } from './topics.ts';

/** A record with an offset of its writer's choice, as the difference to the first of its batch. */
export interface ForgedRecord {
  readonly offsetDelta: number;
  readonly key?: Buffer | null;
  readonly value: Buffer;
}

interface Encoder {
  writeString(value: string | null): Encoder;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeArray(values: readonly Encoder[]): Encoder;
  writeEncoder(value: Encoder): Encoder;
  size(): number;
}

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(wanted: { readonly nodeId: string }): Promise<{
    readonly connectionPool: { send(wanted: object): Promise<ProduceAnswer> };
  }>;
}

interface ProduceAnswer {
  readonly topics: readonly { readonly partitions: readonly { readonly baseOffset: string }[] }[];
}

const require = createRequire(import.meta.url);
const NewEncoder = require('kafkajs/src/protocol/encoder') as new () => Encoder;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoder>;
};
const produceResponse = require('kafkajs/src/protocol/requests/produce/v7/response');

/**
 * Writes record batches that are not compressed, one request each, whose headers are right and whose records have the
 * offsets that they are given: no client of Kafka would. Rejects with the broker's error when it refuses one.
 * @returns the offset that the broker gave to the first record of each
 */
export async function writeForged(
  stack: StackState,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  batches: readonly (readonly ForgedRecord[])[],
): Promise<number[]> {
  const cluster = clusterOf<Cluster>(kafkaClient(stack));
  await cluster.connect();
  try {
    await cluster.addMultipleTargetTopics([topic]);
    const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    const broker = await cluster.findBroker({ nodeId });
    const offsets: number[] = [];
    for (const records of batches) {
      const batch = await RecordBatch({
        records: records.map((record) => encodeRecord(record)),
        lastOffsetDelta: records.length - 1,
      });
      const place = new NewEncoder().writeInt32(partition).writeInt32(batch.size()).writeEncoder(batch);
      const data = new NewEncoder().writeString(topic).writeArray([place]);
      const body = () => new NewEncoder().writeString(null).writeInt16(-1).writeInt32(30_000).writeArray([data]);
      const request = { apiKey: 0, apiVersion: 7, apiName: 'Produce', encode: async () => body() };
      const { topics } = await broker.connectionPool.send({ request, response: produceResponse });
      offsets.push(Number(topics[0]!.partitions[0]!.baseOffset));
    }
    return offsets;
  } finally {
    await cluster.disconnect();
  }
}
