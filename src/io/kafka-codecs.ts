import { promisify } from 'node:util';
import { constants, gunzip, zstdDecompress } from 'node:zlib';
import createSnappyCodec from 'kafkajs-snappy';
import { decompressFrame } from 'lz4-napi';
import { SigiloError } from '../errors.ts';

/** The most that one compressed record batch may unfold to. */
export const DECOMPRESSED_LIMIT = 64 * 1024 * 1024;

/** Kafka's codec numbers, as in the attributes of a record batch. */
export const CODECS = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;
const LZ4_MAGIC = 0x184d2204;
/** A zstd frame can ask for a window of 2 GiB, which its decoder allocates at once; 64 MiB is enough for any batch. */
const ZSTD_WINDOW_LOG = 26;

const inflateGzip = promisify(gunzip);
const inflateZstd = promisify(zstdDecompress);
const snappy = createSnappyCodec();

/**
 * Unfolds the records of one batch. The limit holds before memory is taken: gzip and zstd stop at it, snappy and lz4
 * are measured first.
 * @param codec number from the batch's attributes
 * @param limit bytes
 * @throws SigiloError source.codec when the codec is unknown, the bytes are not its format, or unfold to more
 */
export async function decompress(codec: number, bytes: Buffer, limit: number = DECOMPRESSED_LIMIT): Promise<Buffer> {
  try {
    switch (codec) {
      case CODECS.gzip:
        return await inflateGzip(bytes, { maxOutputLength: limit });
      case CODECS.zstd:
        return await inflateZstd(bytes, {
          maxOutputLength: limit,
          params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
        });
      case CODECS.snappy:
        return await unfoldSnappy(bytes, limit);
      case CODECS.lz4:
        if (measureLz4(bytes) > limit) throw refused();
        return await decompressFrame(bytes);
      default:
        throw refused();
    }
  } catch {
    // What the libraries throw can quote the input.
    throw refused();
  }
}

function refused(): SigiloError {
  return new SigiloError('source.codec');
}

/** Snappy in Kafka is one raw block (librdkafka) or a stream of blocks with a header (Java). */
async function unfoldSnappy(bytes: Buffer, limit: number): Promise<Buffer> {
  const isStream = isXerial(bytes);
  const blocks = isStream ? xerialBlocks(bytes) : [bytes];
  let total = 0;
  for (const block of blocks) {
    // kafkajs-snappy would take such a block for a stream of its own and unfold what was not measured.
    if (isStream && isXerial(block)) throw refused();
    const length = snappyLength(block);
    total += length;
    if (total > limit || !isSoundSnappy(block, length)) throw refused();
  }
  const parts: Buffer[] = [];
  for (const block of blocks) parts.push(await snappy.decompress(block));
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function isXerial(bytes: Buffer): boolean {
  return bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC);
}

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let position = XERIAL_HEADER;
  while (position < bytes.length) {
    const end = position + 4 + bytes.readUInt32BE(position);
    if (end > bytes.length || end === position + 4) throw refused();
    blocks.push(bytes.subarray(position + 4, end));
    position = end;
  }
  return blocks;
}

/** A raw block begins with its unfolded length as a varint of at most five bytes. */
function snappyLength(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length;
  }
  throw refused();
}

/**
 * Whether a raw block's literals and copies lie within it and make up its length. The decoder does not look: a literal that
 * says it has four gigabytes keeps it busy for seconds, and the heartbeats with it.
 */
function isSoundSnappy(block: Buffer, length: number): boolean {
  let position = 1;
  while (block[position - 1]! >= 0x80) position += 1;
  let made = 0;
  while (position < block.length) {
    const tag = block[position]!;
    const kind = tag & 3;
    const extra = kind === 0 ? Math.max(0, (tag >> 2) - 59) : kind === 3 ? 4 : kind;
    position += 1;
    if (position + extra > block.length) return false;
    const operand = extra === 0 ? 0 : block.readUIntLE(position, extra);
    position += extra;
    if (kind === 0) {
      const literal = (extra === 0 ? tag >> 2 : operand) + 1;
      position += literal;
      made += literal;
    } else {
      const offset = kind === 1 ? ((tag >> 5) << 8) | operand : operand;
      if (offset === 0 || offset > made) return false;
      made += kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    }
    if (position > block.length || made > length) return false;
  }
  return made === length;
}

/**
 * The exact unfolded size of LZ4 frames, from the lengths in their sequences; nothing is unfolded.
 * @throws when a length points outside, which the caller turns into source.codec
 */
export function measureLz4(bytes: Buffer): number {
  let total = 0;
  let position = 0;
  while (position < bytes.length) {
    if (bytes.readUInt32LE(position) !== LZ4_MAGIC) throw refused();
    const flags = bytes.readUInt8(position + 4);
    const hasBlockChecksum = (flags & 0x10) !== 0;
    position += 7 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0);
    for (;;) {
      const header = bytes.readUInt32LE(position);
      position += 4;
      if (header === 0) break;
      const size = header & 0x7fffffff;
      if (size === 0 || position + size > bytes.length) throw refused();
      total += header >= 0x80000000 ? size : measureLz4Block(bytes, position, position + size);
      position += size + (hasBlockChecksum ? 4 : 0);
    }
    position += (flags & 0x04) !== 0 ? 4 : 0;
  }
  return total;
}

/** A block is sequences of a token, literals, and a match that repeats earlier output; the last has no match. */
function measureLz4Block(bytes: Buffer, start: number, end: number): number {
  let total = 0;
  let position = start;
  const extended = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let length = nibble;
    for (;;) {
      const byte = bytes.readUInt8(position);
      position += 1;
      length += byte;
      if (byte !== 255) return length;
    }
  };
  while (position < end) {
    const token = bytes.readUInt8(position);
    position += 1;
    const literals = extended(token >> 4);
    position += literals;
    total += literals;
    if (position >= end) break;
    position += 2;
    total += extended(token & 15) + 4;
  }
  if (position !== end) throw refused();
  return total;
}
