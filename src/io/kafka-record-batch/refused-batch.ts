import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';

/** What is known of a record batch whose records cannot be read: the offsets of its first and its last record. */
export interface RefusedBatch {
  readonly first: bigint;
  readonly last: bigint;
  /** Milliseconds since 1970 in decimal, as the producer or the broker wrote it; -1 is none. */
  readonly timestamp: string;
}

/** The format of record batches since Kafka 0.11. */
export const MAGIC = 2;
/** Bytes before the records of a batch, magic 2. */
export const HEADER_BYTES = 61;
/** The smallest record of the format from before Kafka 0.11, which stands alone: magic 0, no key, no value. */
const OLD_RECORD_BYTES = 26;

const crc32c = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;

/** Whether the length of what begins there can be believed: its format is known, and it is no shorter than its own header. */
export function isDelimited(magic: number, size: number): boolean {
  return magic === MAGIC ? size >= HEADER_BYTES : (magic === 0 || magic === 1) && size >= OLD_RECORD_BYTES;
}

/**
 * The place of a batch that is not read, if it can be known: its checksum covers what tells its last offset and is right
 * only if its length is, too. Its first offset and its length are the broker's. What its records are is not trusted.
 * Of the old format, a compressed batch tells its last offset only: that stands for both.
 * @param batch from its base offset to its end
 * @param after the highest offset before it, below which none can be
 */
export function placeOfRefused(batch: Buffer, magic: number, after: bigint): RefusedBatch | null {
  const base = batch.readBigInt64BE(0);
  if (base <= after) return null;
  if (magic !== MAGIC) {
    return crc32(batch.subarray(16)) === batch.readUInt32BE(12) ? { first: base, last: base, timestamp: '-1' } : null;
  }
  const lastDelta = batch.readInt32BE(23);
  if (lastDelta < 0 || crc32c(batch.subarray(21)) !== batch.readUInt32BE(17)) return null;
  return { first: base, last: base + BigInt(lastDelta), timestamp: batch.readBigInt64BE(35).toString() };
}
