import { createZstdCompress, gzipSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import createSnappyCodec from 'kafkajs-snappy';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { kafkaClient } from './topics.ts';

/** Codecs, each with the bytes that one record of zeros unfolds to; snappy and LZ4 need far more bytes for it. */
export const BOMBS = {
  gzip: 2 ** 30,
  snappy: 2 ** 27,
  lz4: 2 ** 29,
  zstd: 2 ** 30,
} as const;

export type BombCodec = keyof typeof BOMBS;

const NUMBERS: Readonly<Record<BombCodec, number>> = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 };

/**
 * What stands around the value of the record: attributes, times, no key, the value's length; and no headers.
 * @param before so many empty records, at most 63
 */
function envelope(valueBytes: number, before: number): { head: Buffer; tail: Buffer } {
  const empty = Array.from({ length: before }, (_, index) => Buffer.of(12, 0, 0, index * 2, 1, 1, 0));
  const inner = Buffer.concat([Buffer.of(0, 0, before * 2, 1), varint(valueBytes)]);
  return { head: Buffer.concat([...empty, varint(inner.length + valueBytes + 1), inner]), tail: Buffer.of(0) };
}

function varint(value: number): Buffer {
  let rest = value * 2;
  const encoded: number[] = [];
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) encoded.push((rest % 128) | 0x80);
  return Buffer.from([...encoded, rest]);
}

const MAKERS: Readonly<Record<BombCodec, (valueBytes: number, before: number) => Promise<Buffer>>> = {
  gzip: async (valueBytes, before) => {
    const { head, tail } = envelope(valueBytes, before);
    const part = 2 ** 26;
    // A gzip file may have several members.
    const members = Array<Buffer>(valueBytes / part).fill(gzipSync(Buffer.alloc(part), { level: 9 }));
    return Buffer.concat([gzipSync(head), ...members, gzipSync(tail)]);
  },
  zstd: async (valueBytes, before) => {
    const { head, tail } = envelope(valueBytes, before);
    const stream = createZstdCompress();
    const zeros = Buffer.alloc(2 ** 24);
    const written = (async () => {
      stream.write(head);
      for (let done = 0; done < valueBytes; done += zeros.length) {
        await new Promise<void>((resolve) => stream.write(zeros, () => resolve()));
      }
      stream.end(tail);
    })();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    await written;
    return Buffer.concat(parts);
  },
  snappy: async (valueBytes, before) => {
    const { head, tail } = envelope(valueBytes, before);
    const codec = createSnappyCodec() as unknown as { compress: (encoder: { buffer: Buffer }) => Promise<Buffer> };
    const part = 2 ** 20;
    const block = async (bytes: Buffer): Promise<Buffer> => {
      const raw = await codec.compress({ buffer: bytes });
      const size = Buffer.alloc(4);
      size.writeInt32BE(raw.length);
      return Buffer.concat([size, raw]);
    };
    const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    const blocks = Array<Buffer>(valueBytes / part).fill(await block(Buffer.alloc(part)));
    return Buffer.concat([header, await block(head), ...blocks, await block(tail)]);
  },
  lz4: async (valueBytes, before) => {
    const { head, tail } = envelope(valueBytes, before);
    // Blocks of at most 64 KiB that stand for themselves, without checksums; the last byte is the header's own.
    const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
    const plain = (bytes: Buffer) => Buffer.concat([size(bytes.length + 0x80000000), bytes]);
    const blocks = Array<Buffer>(valueBytes / 65_536).fill(Buffer.concat([size(ZEROS.length), ZEROS]));
    return Buffer.concat([header, plain(head), ...blocks, plain(tail), size(0)]);
  },
};

/** 64 KiB of zeros as an LZ4 block: a zero, a match that repeats it 65,530 times, and five zeros, as a block must end. */
const ZEROS = Buffer.concat([Buffer.of(0x1f, 0, 1, 0), Buffer.alloc(256, 255), Buffer.of(231, 0x50), Buffer.alloc(5)]);

function size(value: number): Buffer {
  const encoded = Buffer.alloc(4);
  encoded.writeUInt32LE(value);
  return encoded;
}

/** Makes the compressed records of a batch that unfolds to one record of zeros. @param before empty records before it, at most 63 */
export function makeBomb(codec: BombCodec, valueBytes: number = BOMBS[codec], before = 0): Promise<Buffer> {
  return MAKERS[codec](valueBytes, before);
}

/** Writes a batch of one record, or of so many, whose compressed bytes are given: kafkajs adds the batch around them. */
export async function writeBomb(
  stack: StackState,
  place: { readonly topic: string; readonly partition: number },
  codec: BombCodec,
  compressed: Buffer,
  count = 1,
): Promise<void> {
  const number = NUMBERS[codec] as 1 | 2 | 3 | 4;
  const standing = kafkajs.CompressionCodecs[number];
  kafkajs.CompressionCodecs[number] = () => ({
    compress: async () => compressed,
    decompress: async (bytes: Buffer) => bytes,
  });
  const producer = kafkaClient(stack).producer({ retry: { retries: 0 } });
  try {
    await producer.connect();
    const messages = Array.from({ length: count }, () => ({ value: 'replaced', partition: place.partition }));
    await producer.send({ topic: place.topic, acks: -1, timeout: 60_000, compression: number, messages });
  } finally {
    await producer.disconnect();
    kafkajs.CompressionCodecs[number] = standing;
  }
}
