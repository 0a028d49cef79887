import { createRequire } from 'node:module';
import type { ErrorCode } from '../errors.ts';

/** Why nothing more can be read from a partition: it must be paused. */
export type FetchFault = Extract<
  ErrorCode,
  'source.codec' | 'source.offset_lost' | 'kafka.unauthorized' | 'kafka.unavailable'
>;

/** What the decoder of record batches is given and gives back; its messages go to kafkajs as they are. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

export interface DecodeBudget {
  bytes: number;
  records: number;
}

export interface DecodedRecords {
  readonly messages: readonly unknown[];
  readonly ended: 'complete' | 'deferred' | 'refused';
}

export interface FetchDecoderOptions {
  readonly decodeRecordSet: (
    bytes: Buffer,
    aborted: readonly AbortedTransaction[],
    budget: DecodeBudget,
  ) => Promise<DecodedRecords>;
  /**
   * Called before kafkajs sees the response; the partition must be paused at once.
   * @param errorType the broker's error, such as `KAFKA_STORAGE_ERROR`; null where the bytes are at fault
   */
  readonly onFault: (topic: string, partition: number, code: FetchFault, errorType: string | null) => void;
  /** Called for each partition that brought records. @param at milliseconds since 1970 of the response */
  readonly onRecords: (topic: string, partition: number, at: number) => void;
}

const FETCH = 'kafkajs/src/protocol/requests/fetch';
const VERSION = 11;
const OLDER_VERSIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** No error, and those of a leader that has moved, which kafkajs looks for by itself. */
const LEFT_TO_KAFKAJS: ReadonlySet<number> = new Set([0, 3, 5, 6, 74, 75]);
/**
 * Errors of one partition that kafkajs would end the consumer for, or settle by skipping records. Of all others, such as
 * that of a failed disk (56) or one that the broker has no name for (-1), nothing is known but that they may pass.
 */
const FAULTS: ReadonlyMap<number, FetchFault> = new Map([
  [1, 'source.offset_lost'],
  [2, 'source.codec'],
  [29, 'kafka.unauthorized'],
]);
/** Bounds of one response: a whole batch fits, and a response full of bombs does not fill the memory. */
const RESPONSE_BYTES = 64 * 1024 * 1024;
const RESPONSE_RECORDS = 500_000;

interface DecodedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly never[];
  readonly preferredReadReplica: number;
  readonly messages: readonly unknown[];
  /** What kafkajs would have thrown, for whoever reads the partition without a consumer; null: it was read. */
  readonly refusal: Error | null;
}

const { createErrorFromCode } = createRequire(import.meta.url)('kafkajs/src/protocol/error') as {
  createErrorFromCode: (code: number) => Error & { readonly type: string };
};

/**
 * Replaces the decoder of fetch responses in kafkajs, for all consumers of this process.
 *
 * In kafkajs a batch that cannot be read ends the consumer, for all partitions, again after each restart, and so do
 * a topic that we may no longer read, a damaged log and a failed disk of a broker; and for an offset that no longer exists
 * it commits "earliest" by itself, which skips records in silence. Here all of these end as a fault of that partition
 * alone, which then delivers nothing, while all others go on. kafkajs asks brokers of version 2.3 and newer in protocol
 * version 11; older versions are refused, since their responses would not be decoded here.
 */
export function installFetchDecoder(options: FetchDecoderOptions): void {
  const require = createRequire(import.meta.url);
  type ResponseModule = { decode: (bytes: Buffer) => Promise<unknown> };
  const moduleOf = (version: number): ResponseModule => require(`${FETCH}/v${version}/response`);
  moduleOf(VERSION).decode = (bytes) => decodeFetchResponse(bytes, options);
  for (const version of OLDER_VERSIONS) {
    moduleOf(version).decode = () => Promise.reject(new TypeError('brokers older than 2.3 are not supported'));
  }
}

/** Decodes the body of a fetch response of version 11 into what kafkajs expects of its own decoder. */
export async function decodeFetchResponse(bytes: Buffer, options: FetchDecoderOptions): Promise<unknown> {
  const cursor = { bytes, position: 0 };
  const clientSideThrottleTime = readInt32(cursor);
  const errorCode = readInt16(cursor);
  const sessionId = readInt32(cursor);
  const budget: DecodeBudget = { bytes: RESPONSE_BYTES, records: RESPONSE_RECORDS };
  const at = Date.now();
  const responses: { topicName: string; partitions: DecodedPartition[] }[] = [];
  const topics = readInt32(cursor);
  for (let index = 0; index < topics; index += 1) {
    const topicName = readText(cursor);
    const partitions: DecodedPartition[] = [];
    const count = readInt32(cursor);
    for (let place = 0; place < count; place += 1) {
      const decoded = await decodePartition(cursor, topicName, budget, options);
      if (decoded.messages.length > 0) options.onRecords(topicName, decoded.partition, at);
      partitions.push(decoded);
    }
    responses.push({ topicName, partitions });
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(
  cursor: Cursor,
  topic: string,
  budget: DecodeBudget,
  options: FetchDecoderOptions,
): Promise<DecodedPartition> {
  const partition = readInt32(cursor);
  const errorCode = readInt16(cursor);
  const highWatermark = readInt64(cursor).toString();
  const lastStableOffset = readInt64(cursor).toString();
  const lastStartOffset = readInt64(cursor).toString();
  const aborted = readAborted(cursor);
  const preferredReadReplica = readInt32(cursor);
  const records = readRecords(cursor);
  const { messages, ended } = await options.decodeRecordSet(records, aborted, budget);
  // Records before a batch of which not even the place is known are delivered first; the next fetch then begins there.
  if (ended === 'refused' && messages.length === 0) options.onFault(topic, partition, 'source.codec', null);
  const refusal = LEFT_TO_KAFKAJS.has(errorCode) ? null : createErrorFromCode(errorCode);
  if (refusal) options.onFault(topic, partition, FAULTS.get(errorCode) ?? 'kafka.unavailable', refusal.type);
  return {
    partition,
    errorCode: refusal ? 0 : errorCode,
    highWatermark,
    lastStableOffset,
    lastStartOffset,
    abortedTransactions: [],
    preferredReadReplica,
    messages,
    refusal,
  };
}

interface Cursor {
  readonly bytes: Buffer;
  position: number;
}

function readAborted(cursor: Cursor): AbortedTransaction[] {
  const aborted: AbortedTransaction[] = [];
  const count = readInt32(cursor);
  for (let index = 0; index < count; index += 1) {
    aborted.push({ producerId: readInt64(cursor), firstOffset: readInt64(cursor) });
  }
  return aborted.sort((left, right) => Number(left.firstOffset - right.firstOffset));
}

function readRecords(cursor: Cursor): Buffer {
  const size = Math.max(0, readInt32(cursor));
  const records = cursor.bytes.subarray(cursor.position, cursor.position + size);
  cursor.position += size;
  return records;
}

function readText(cursor: Cursor): string {
  const length = readInt16(cursor);
  const text = cursor.bytes.toString('utf8', cursor.position, cursor.position + length);
  cursor.position += length;
  return text;
}

function readInt16(cursor: Cursor): number {
  const value = cursor.bytes.readInt16BE(cursor.position);
  cursor.position += 2;
  return value;
}

function readInt32(cursor: Cursor): number {
  const value = cursor.bytes.readInt32BE(cursor.position);
  cursor.position += 4;
  return value;
}

function readInt64(cursor: Cursor): bigint {
  const value = cursor.bytes.readBigInt64BE(cursor.position);
  cursor.position += 8;
  return value;
}
