import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { commitBatch, packSends } from '../../src/io/kafka-sink.ts';

const require = createRequire(import.meta.url);
const createProducer = require('kafkajs/src/producer') as (options: object) => Producer;

const PLACE = { groupId: 'g', topic: 'raw', partition: 0 };
const PACKED = packSends(
  ['clean', 'held'].map((topic) => ({
    topic,
    limit: 1_000,
    messages: [{ key: null, value: Buffer.from(topic), partition: 0 }],
  })),
);

interface Produced {
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly firstSequence: number }[];
  }[];
}

/** What happens when the leader of the quarantine refuses its first request. */
interface Turn {
  /** How long the sink's leader takes, in milliseconds: longer than it takes kafkajs to try again, or shorter. */
  readonly sinkMs: number;
  /** The leader of the sink's partition from then on. */
  readonly sinkLeader: 1 | 2;
}

/**
 * The producer of kafkajs over two scripted brokers: the first leads the sink, the second leads the quarantine.
 * `logs` holds the record batches that a real broker would keep: one of a known sequence number is a repetition.
 */
function producerOfTwoBrokers({ sinkMs, sinkLeader }: Turn): { producer: Producer; logs: ReadonlySet<string> } {
  const logs = new Set<string>();
  let hasRefused = false;
  const broker = (nodeId: 1 | 2) => ({
    nodeId,
    produce: async ({ topicData }: Produced) => {
      if (nodeId === 2 && topicData.some(({ topic }) => topic === 'held') && !hasRefused) {
        await sleep(sinkMs === 0 ? 100 : 0);
        hasRefused = true;
        throw Object.assign(new Error('moved'), { name: 'KafkaJSProtocolError', type: 'NOT_LEADER', retriable: true });
      }
      if (nodeId === 1) await sleep(sinkMs);
      const topics = topicData.map(({ topic, partitions }) => ({
        topicName: topic,
        partitions: partitions.map(({ partition, firstSequence }) => {
          logs.add(`${topic} from ${firstSequence}`);
          return { partition, errorCode: 0 };
        }),
      }));
      return { topics };
    },
    initProducerId: async () => ({ producerId: 7, producerEpoch: 1 }),
    addPartitionsToTxn: async () => {},
    addOffsetsToTxn: async () => {},
    txnOffsetCommit: async () => {},
    endTxn: async () => {},
  });
  const brokers = { 1: broker(1), 2: broker(2) };
  const nothing = async () => {};
  const cluster = {
    retry: { initialRetryTime: 20, retries: 5 },
    connect: nothing,
    disconnect: nothing,
    isConnected: () => true,
    refreshMetadata: nothing,
    refreshMetadataIfNecessary: nothing,
    addMultipleTargetTopics: nothing,
    findTopicPartitionMetadata: () => [{ partitionId: 0 }],
    findLeaderForPartitions: (topic: string, partitions: readonly number[]) => ({
      [topic === 'held' ? 2 : hasRefused ? sinkLeader : 1]: partitions,
    }),
    findBroker: async ({ nodeId }: { nodeId: 1 | 2 }) => brokers[nodeId],
    findGroupCoordinator: async () => brokers[1],
    findControllerBroker: async () => brokers[1],
    markOffsetAsCommitted: nothing,
  };
  const silent = { info() {}, error() {}, warn() {}, debug() {} };
  const logger = { ...silent, namespace: () => silent };
  const retry = { initialRetryTime: 20, retries: 5 };
  const transactional = { transactionalId: 'sigilo:g:raw:0', idempotent: true, maxInFlightRequests: 1 };
  const emitter = { emit() {}, addListener() {} };
  const options = { cluster, logger, retry, instrumentationEmitter: emitter, createPartitioner: () => () => 0 };
  return { producer: createProducer({ ...options, ...transactional }), logs };
}

const ONCE = ['clean from 0', 'held from 0'];
const TURNS: readonly (readonly [string, Turn])[] = [
  ['while another has its part under way', { sinkMs: 150, sinkLeader: 1 }],
  ['and the leader of what another has taken moves', { sinkMs: 0, sinkLeader: 2 }],
];

describe('a broker that refuses its part of a batch', () => {
  it.each(TURNS)('%s: each record batch is in the log once', async (_, turn) => {
    const { producer, logs } = producerOfTwoBrokers(turn);
    await producer.connect();
    const session = {
      producer,
      transaction: null,
      expected: 5n,
      isCommitted: true,
      sought: null,
      dead: false,
    };
    await commitBatch(session, PLACE, PACKED, 9n, () => {});
    expect([...logs].sort()).toEqual(ONCE);
    expect(session.expected).toBe(9n);
  });

  it.each(TURNS)('%s: kafkajs doubles records when they are sent together', async (_, turn) => {
    const { producer, logs } = producerOfTwoBrokers(turn);
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.sendBatch({ acks: -1, topicMessages: PACKED });
    expect([...logs].sort()).toEqual(['clean from 0', 'clean from 1', 'held from 0']);
  });
});
