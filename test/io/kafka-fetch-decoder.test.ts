import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { decodeFetchResponse } from '../../src/io/kafka-fetch-decoder.ts';

const TOPIC = 'raw';
const require = createRequire(import.meta.url);
const { parse } = require('kafkajs/src/protocol/requests/fetch/v11/response') as {
  parse: (decoded: unknown) => Promise<{ readonly type: string }>;
};

/** The errors for which kafkajs refreshes its metadata; it does not export them. */
function staleErrors(): readonly string[] {
  const source = readFileSync(require.resolve('kafkajs/src/consumer/consumerGroup'), 'utf8');
  const list = /STALE_METADATA_ERRORS = \[([^\]]+)\]/.exec(source)![1]!;
  return [...list.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name!);
}

/** The body of a response of version 11; each partition has an error and no records. */
function response(partitions: readonly (readonly [partition: number, errorCode: number])[]): Buffer {
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const int16 = (value: number) => int32(value).subarray(2);
  const int64 = (value: number) => Buffer.concat([int32(value < 0 ? -1 : 0), int32(value)]);
  const count = int32(partitions.length);
  const head = [int32(0), int16(0), int32(0), int32(1), int16(TOPIC.length), Buffer.from(TOPIC), count];
  const offsets = [int64(7), int64(7), int64(0)];
  const bodies = partitions.flatMap(([partition, errorCode]) => [
    int32(partition),
    int16(errorCode),
    ...offsets,
    int32(0),
    int32(-1),
    int32(0),
  ]);
  return Buffer.concat([...head, ...bodies]);
}

interface Decoded {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly messages: readonly unknown[];
      readonly refusal: { readonly type: string } | null;
    }[];
  }[];
}

/** Decodes a response in which a healthy partition stands before and behind one with an error. */
async function decode(errorCode: number) {
  const faults: unknown[] = [];
  const bytes = response([
    [2, 0],
    [3, errorCode],
    [4, 0],
  ]);
  const options = {
    decodeRecordSet: async () => ({ messages: ['record'], ended: 'complete' as const }),
    onFault: (...fault: unknown[]) => faults.push(fault),
    onRecords: () => {},
  };
  const decoded = (await decodeFetchResponse(bytes, options)) as Decoded;
  const [{ topicName, partitions } = { topicName: '', partitions: [] }] = decoded.responses;
  const [before, failed, behind] = partitions;
  for (const [healthy, partition] of [
    [before, 2],
    [behind, 4],
  ] as const) {
    expect(healthy).toMatchObject({ partition, errorCode: 0, messages: ['record'], refusal: null });
  }
  return {
    topicName,
    partition: failed!.partition,
    errorCode: failed!.errorCode,
    refusal: failed!.refusal?.type ?? null,
    faults,
    parsed: () => parse(decoded),
  };
}

describe('a fetch response', () => {
  it.each([
    [-1, 'kafka.unavailable', 'UNKNOWN'],
    [1, 'source.offset_lost', 'OFFSET_OUT_OF_RANGE'],
    [2, 'source.codec', 'CORRUPT_MESSAGE'],
    [9, 'kafka.unavailable', 'REPLICA_NOT_AVAILABLE'],
    [29, 'kafka.unauthorized', 'TOPIC_AUTHORIZATION_FAILED'],
    [56, 'kafka.unavailable', 'KAFKA_STORAGE_ERROR'],
    [999, 'kafka.unavailable', 'KAFKAJS_UNKNOWN_ERROR_CODE'],
  ])('with error %i is a fault of that partition alone, of which kafkajs learns nothing', async (code, fault, type) => {
    const { parsed, ...seen } = await decode(code);
    const faults = [[TOPIC, 3, fault, type]];
    expect(seen).toEqual({ topicName: TOPIC, partition: 3, errorCode: 0, refusal: type, faults });
    await parsed();
  });

  it.each([3, 5, 6, 74, 75])('with error %i is left to kafkajs, which looks for the leader', async (errorCode) => {
    const { parsed, ...seen } = await decode(errorCode);
    expect(seen).toEqual({ topicName: TOPIC, partition: 3, errorCode, refusal: null, faults: [] });
    const { type } = await parsed().catch((error: { type: string }) => error);
    expect(staleErrors()).toContain(type);
  });

  it('without an error is no fault', async () => {
    const { parsed, ...seen } = await decode(0);
    expect(seen).toEqual({ topicName: TOPIC, partition: 3, errorCode: 0, refusal: null, faults: [] });
    await parsed();
  });
});

describe('a consumer that fetches from no partition, since each is paused', () => {
  it('still looks for new leaders, and reads from the new one when it goes on', async () => {
    const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup');
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const group = new ConsumerGroup({
      logger: { ...quiet, namespace: () => quiet },
      topics: [TOPIC],
      maxWaitTimeInMs: 1,
    });
    const asked: string[] = [];
    let leader = 1;
    const cluster = {
      refreshMetadataIfNecessary: async () => void asked.push('metadata'),
      findTopicPartitionMetadata: () => [{ partitionId: 3, leader }],
      findBroker: async ({ nodeId }: { nodeId: string }) => ({
        fetch: async () => {
          asked.push(`fetch ${nodeId}`);
          return { responses: [] };
        },
      }),
    };
    const offsetManager = {
      resolveOffsets: async () => {},
      committedOffsets: () => ({ [TOPIC]: { 3: '7' } }),
      nextOffset: () => '7',
    };
    Object.assign(group, { cluster, offsetManager });
    group.subscriptionState.assign([{ topic: TOPIC, partitions: [3] }]);
    const place = [{ topic: TOPIC, partitions: [3] }];
    group.pause(place);
    await group.fetch('1');
    expect(asked).toEqual(['metadata']);
    leader = 2;
    group.resume(place);
    await group.fetch('1');
    await group.fetch('2');
    expect(asked).toEqual(['metadata', 'metadata', 'metadata', 'fetch 2']);
  });
});
