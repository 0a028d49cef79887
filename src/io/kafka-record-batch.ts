import {
  type RecordCursor,
  readHeaders,
  readRecordBytes,
  readRecordVarint,
  skipHeaders,
} from '../core/record-headers.ts';
import { SigiloError } from '../errors.ts';
import {
  type FetchedMessage,
  NO_HEADERS,
  placeholder,
  pushPlaceholders,
} from './kafka-record-batch/fetched-message.ts';
import { HEADER_BYTES, isDelimited, MAGIC, placeOfRefused } from './kafka-record-batch/refused-batch.ts';

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** What one fetch response may still unfold to; shared by all its partitions. */
export interface DecodeBudget {
  bytes: number;
  /** Headers that are kept as objects count too. */
  records: number;
}

export interface DecodedRecordSet {
  readonly messages: FetchedMessage[];
  /** Why decoding ended early: the budget is used up (fetch again), or nobody can tell where the next batch ends. */
  readonly ended: 'complete' | 'deferred' | 'refused';
}

export type Decompress = (codec: number, bytes: Buffer) => Promise<Buffer>;

/** More records than this in one batch would take more memory as objects than the batch's bytes may. */
export const BATCH_RECORD_LIMIT = 250_000;
/** More headers than this in one record are refused as `limit_exceeded`. */
export const RECORD_HEADER_LIMIT = 1_000;
/** As for records: so many headers of one batch are kept as objects, the others are read anew whenever they are asked for. */
const BATCH_HEADER_LIMIT = 250_000;

/** What a batch may have unfolded to before it was refused. */
const REFUSED_BYTES = 64 * 1024 * 1024;
/** No codec unfolds a byte to more: zstd writes 128 KiB of one value in four. */
const LARGEST_RATIO = 2 ** 15;

const MAGIC_OFFSET = 16;
const CODEC_MASK = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/**
 * Decodes the record batches of one partition as a reader of committed records sees them.
 *
 * kafkajs' own decoder is not used, because an error in one batch ends it for all partitions, it unfolds without
 * bounds, and it lets some records of aborted transactions through. Offsets without a record for us (control and
 * aborted batches, records that compaction removed) are kept as placeholders, so that positions move over them. A batch
 * that cannot be read becomes one message that stands for it. Never throws for what is in the bytes: decoding ends
 * before the first batch of which not even the place is known.
 * @param aborted in the order of their first offsets, as brokers give them
 */
export async function decodeRecordSet(
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
  decompress: Decompress,
  budget: DecodeBudget,
): Promise<DecodedRecordSet> {
  const messages: FetchedMessage[] = [];
  const abortedProducers = new Set<bigint>();
  let nextAborted = 0;
  let position = 0;
  let reached = -1n;
  // A response ends where its size limit cut it, often inside a batch.
  while (position + MAGIC_OFFSET < bytes.length) {
    const size = bytes.readInt32BE(position + 8) + 12;
    const magic = bytes.readInt8(position + MAGIC_OFFSET);
    if (!isDelimited(magic, size)) return { messages, ended: 'refused' };
    if (position + size > bytes.length) break;
    const batch = bytes.subarray(position, position + size);
    position += size;
    if (magic !== MAGIC) {
      if (budget.records <= 0) return { messages, ended: 'deferred' };
      budget.records -= 1;
      const last = pushUnreadable(messages, batch, magic, reached);
      if (last === null) return { messages, ended: 'refused' };
      reached = last;
      continue;
    }
    const attributes = batch.readInt16BE(21);
    const lastOffset = batch.readBigInt64BE(0) + BigInt(batch.readInt32BE(23));
    const producerId = batch.readBigInt64BE(43);
    for (; nextAborted < aborted.length && aborted[nextAborted]!.firstOffset <= lastOffset; nextAborted += 1) {
      abortedProducers.add(aborted[nextAborted]!.producerId);
    }
    if ((attributes & CONTROL) !== 0) {
      const isAbort = isAbortMarker(batch);
      if (isAbort === null) return { messages, ended: 'refused' };
      if (isAbort) abortedProducers.delete(producerId);
      pushPlaceholders(messages, batch, lastOffset);
    } else if ((attributes & TRANSACTIONAL) !== 0 && abortedProducers.has(producerId)) {
      pushPlaceholders(messages, batch, lastOffset);
    } else {
      const ended = await decodeBatch(batch, attributes, messages, decompress, budget);
      if (ended === 'deferred') return { messages, ended };
      if (ended === 'refused' && pushUnreadable(messages, batch, magic, reached) === null) {
        return { messages, ended };
      }
    }
    reached = lastOffset;
  }
  return { messages, ended: 'complete' };
}

/** The key of a control record is a version and a type; type 0 ends an aborted transaction. Null: it is damaged. */
function isAbortMarker(batch: Buffer): boolean | null {
  const cursor = { bytes: batch, position: HEADER_BYTES };
  try {
    for (const _skipped of ['length', 'attributes', 'timestamp', 'offset']) readRecordVarint(cursor);
    const key = readRecordBytes(cursor, batch.length);
    return key === null ? null : key.readInt16BE(2) === 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/**
 * One message for a batch that is refused. It has the offset of the last record, so that a reader who begins in the midst
 * of the batch gets it too. Gives that offset; null: not even the batch's place is known.
 * @param reached the highest offset before it
 */
function pushUnreadable(messages: FetchedMessage[], batch: Buffer, magic: number, reached: bigint): bigint | null {
  const place = placeOfRefused(batch, magic, reached);
  if (place === null) return null;
  const { first, last, timestamp } = place;
  if (last !== first) messages.push(placeholder(first));
  const unreadable = { firstOffset: first.toString(), bytes: batch };
  messages.push({ ...placeholder(last), timestamp, isControlRecord: false, unreadable });
  return last;
}

async function decodeBatch(
  batch: Buffer,
  attributes: number,
  messages: FetchedMessage[],
  decompress: Decompress,
  budget: DecodeBudget,
): Promise<DecodedRecordSet['ended']> {
  const count = batch.readInt32BE(57);
  if (budget.bytes <= 0 || budget.records <= 0) return 'deferred';
  budget.records -= 1;
  if (count < 0 || count > BATCH_RECORD_LIMIT) return 'refused';
  const codec = attributes & CODEC_MASK;
  let records: Buffer = batch.subarray(HEADER_BYTES);
  if (codec !== 0) {
    try {
      records = await decompress(codec, records);
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      // So that a response full of bombs is not unfolded in one go.
      budget.bytes -= Math.min(REFUSED_BYTES, records.length * LARGEST_RATIO);
      return 'refused';
    }
    budget.bytes -= records.length;
  }
  budget.records -= count;
  const kept = messages.length;
  try {
    budget.records -= decodeRecords(batch, attributes, records, count, messages);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    messages.length = kept;
    return 'refused';
  }
  return 'complete';
}

/**
 * Gives the number of headers that it made objects of. No broker looks at the offsets of the records in a batch that is not
 * compressed: one that lies outside of the batch's range would move the group over the records of others, and one that
 * comes twice, or goes back, would pass for another record. Compaction leaves gaps.
 */
function decodeRecords(
  batch: Buffer,
  attributes: number,
  records: Buffer,
  count: number,
  messages: FetchedMessage[],
): number {
  const firstOffset = Number(batch.readBigInt64BE(0));
  const lastOffset = firstOffset + batch.readInt32BE(23);
  const firstTimestamp = Number(batch.readBigInt64BE(27));
  const appended = (attributes & LOG_APPEND_TIME) !== 0 ? batch.readBigInt64BE(35).toString() : null;
  const cursor = { bytes: records, position: 0 };
  let last = firstOffset - 1;
  let headersLeft = BATCH_HEADER_LIMIT;
  for (let index = 0; index < count; index += 1) {
    const length = readRecordVarint(cursor);
    const end = cursor.position + length;
    if (length < 0 || end > records.length) throw new RangeError();
    const recordAttributes = records.readInt8(cursor.position);
    cursor.position += 1;
    const timestamp = firstTimestamp + readRecordVarint(cursor);
    const offset = firstOffset + readRecordVarint(cursor);
    if (offset <= last || offset > lastOffset) throw new RangeError();
    last = offset;
    const key = readRecordBytes(cursor, end);
    const value = readRecordBytes(cursor, end);
    const headersAt = cursor.position;
    const headerCount = readRecordVarint(cursor);
    cursor.position = headersAt;
    const onDemand = headerCount > RECORD_HEADER_LIMIT || headerCount > headersLeft;
    if (onDemand) skipHeaders(cursor, end);
    else headersLeft -= headerCount;
    const message = {
      magicByte: MAGIC,
      attributes: recordAttributes,
      timestamp: appended ?? timestamp.toString(),
      offset: last.toString(),
      key,
      value,
      headers: onDemand ? NO_HEADERS : readHeaders(cursor, end),
      isControlRecord: false,
    };
    const start = { bytes: records, position: headersAt };
    messages.push(onDemand ? withHeadersOnDemand(message, start, end, headerCount) : message);
    if (cursor.position !== end) throw new RangeError();
  }
  // Compaction keeps the batch's last offset when it removes its last record.
  if (last < lastOffset) messages.push(placeholder(BigInt(lastOffset)));
  return BATCH_HEADER_LIMIT - headersLeft;
}

/** Each header as an object takes many times its bytes, so a batch of nothing else would fill the memory. */
function withHeadersOnDemand(message: FetchedMessage, start: RecordCursor, end: number, count: number): FetchedMessage {
  const onDemand = { enumerable: true, get: () => readHeaders({ ...start }, end) };
  const changed = Object.defineProperty(message, 'headers', onDemand);
  return count > RECORD_HEADER_LIMIT ? Object.assign(changed, { headerOverflow: true as const }) : changed;
}
