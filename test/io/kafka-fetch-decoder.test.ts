import { describe, expect, it } from 'vitest';
import { decodeFetchResponse } from '../../src/io/kafka-fetch-decoder.ts';

const TOPIC = 'raw';

/** The body of a response of version 11 with one partition and no records. */
function response(partition: number, errorCode: number): Buffer {
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const int16 = (value: number) => int32(value).subarray(2);
  const int64 = (value: number) => Buffer.concat([int32(value < 0 ? -1 : 0), int32(value)]);
  const head = [int32(0), int16(0), int32(0), int32(1), int16(TOPIC.length), Buffer.from(TOPIC), int32(1)];
  const offsets = [int64(7), int64(7), int64(0)];
  return Buffer.concat([...head, int32(partition), int16(errorCode), ...offsets, int32(0), int32(-1), int32(0)]);
}

async function decode(errorCode: number) {
  const faults: unknown[] = [];
  const decoded = (await decodeFetchResponse(response(3, errorCode), {
    decodeRecordSet: async () => ({ messages: [], ended: 'complete' }),
    onFault: (...fault) => faults.push(fault),
    onRecords: () => {},
  })) as { responses: { topicName: string; partitions: { partition: number; errorCode: number }[] }[] };
  const [{ topicName, partitions } = { topicName: '', partitions: [] }] = decoded.responses;
  return { topicName, partition: partitions[0]?.partition, errorCode: partitions[0]?.errorCode, faults };
}

describe('a fetch response', () => {
  it.each([
    [1, 'source.offset_lost'],
    [29, 'kafka.unauthorized'],
  ])('with error %i is a fault of that partition alone, of which kafkajs learns nothing', async (errorCode, code) => {
    const faults = [[TOPIC, 3, code]];
    expect(await decode(errorCode)).toEqual({ topicName: TOPIC, partition: 3, errorCode: 0, faults });
  });

  it.each([0, 3, 6])('with error %i is left to kafkajs', async (errorCode) => {
    expect(await decode(errorCode)).toEqual({ topicName: TOPIC, partition: 3, errorCode, faults: [] });
  });
});
