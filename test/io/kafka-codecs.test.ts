import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import createSnappyCodec from 'kafkajs-snappy';
import { compressFrameSync } from 'lz4-napi';
import { describe, expect, it } from 'vitest';
import { CODECS, decompress, measureLz4 } from '../../src/io/kafka-codecs.ts';

const snappy = createSnappyCodec();

const PLAIN: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('a')],
  ['repetition', Buffer.from('abcdefgh'.repeat(20_000))],
  ['noise', randomBytes(150_000)],
  ['noise within repetition', Buffer.concat([Buffer.alloc(90_000, 'ab'), randomBytes(70_000), Buffer.alloc(90_000)])],
];

/** As Java writes it: a header, then raw blocks of 32 KiB, each with its length. */
async function xerial(plain: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])];
  for (let start = 0; start < plain.length; start += 32_768) {
    const block = await snappy.compress({ buffer: plain.subarray(start, start + 32_768) });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

describe('decompress', () => {
  it.each(PLAIN)('gives back what each codec made of %s', async (_name, plain) => {
    expect(await decompress(CODECS.gzip, gzipSync(plain))).toEqual(plain);
    expect(await decompress(CODECS.zstd, zstdCompressSync(plain))).toEqual(plain);
    expect(await decompress(CODECS.lz4, compressFrameSync(plain))).toEqual(plain);
    expect(await decompress(CODECS.snappy, await snappy.compress({ buffer: plain }))).toEqual(plain);
    if (plain.length > 0) expect(await decompress(CODECS.snappy, await xerial(plain))).toEqual(plain);
  });

  it('accepts exactly the limit and refuses one byte more', async () => {
    const plain = Buffer.alloc(10_000, 'x');
    const packed: readonly (readonly [number, Buffer])[] = [
      [CODECS.gzip, gzipSync(plain)],
      [CODECS.zstd, zstdCompressSync(plain)],
      [CODECS.lz4, compressFrameSync(plain)],
      [CODECS.snappy, await snappy.compress({ buffer: plain })],
      [CODECS.snappy, await xerial(plain)],
    ];
    for (const [codec, bytes] of packed) {
      expect(await decompress(codec, bytes, 10_000)).toEqual(plain);
      await expect(decompress(codec, bytes, 9_999)).rejects.toMatchObject({ code: 'source.codec' });
    }
  });

  it('refuses a bomb without unfolding it', async () => {
    const zeros = Buffer.alloc(256 * 1024 * 1024);
    const bombs: readonly (readonly [number, Buffer])[] = [
      [CODECS.zstd, zstdCompressSync(zeros)],
      [CODECS.gzip, gzipSync(zeros, { level: 1 })],
      [CODECS.lz4, compressFrameSync(zeros)],
      [CODECS.snappy, Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04, 0x00, 0x61])],
    ];
    for (const [codec, bytes] of bombs) {
      const before = process.memoryUsage().arrayBuffers;
      await expect(decompress(codec, bytes)).rejects.toMatchObject({ code: 'source.codec' });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(160 * 1024 * 1024);
    }
  });

  it('refuses what is not the format of the codec, and says nothing of it', async () => {
    const secret = Buffer.from('529.982.247-25 '.repeat(40));
    for (const codec of [0, 1, 2, 3, 4, 5, 7]) {
      const error = await decompress(codec, secret).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'source.codec', context: {} });
      expect(`${error} ${JSON.stringify(error)}`).not.toContain('529');
    }
  });

  it('answers every truncation of a stream with a part of it or a refusal', async () => {
    const plain = Buffer.from('abcdefgh'.repeat(100));
    for (const [codec, bytes] of [
      [CODECS.gzip, gzipSync(plain)],
      [CODECS.zstd, zstdCompressSync(plain)],
      [CODECS.lz4, compressFrameSync(plain)],
      [CODECS.snappy, await xerial(plain)],
    ] as const) {
      for (let length = 0; length < bytes.length; length += 1) {
        const result = await decompress(codec, bytes.subarray(0, length)).catch((error: { code: string }) => error);
        if (Buffer.isBuffer(result)) expect(result.length).toBeLessThan(20_000);
        else expect(result.code).toBe('source.codec');
      }
    }
  });

  it.each([
    ['a literal of four gigabytes', [8, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x61]],
    ['a literal beyond the block', [8, 0x1c, 0x61]],
    ['a copy from before the beginning', [8, 0x00, 0x61, 0x0d, 0x09]],
    ['a copy from nowhere', [8, 0x00, 0x61, 0x0d, 0x00]],
    ['more than it says', [1, 0x04, 0x61, 0x62]],
    ['less than it says', [9, 0x04, 0x61, 0x62]],
    ['a copy that is cut off', [8, 0x00, 0x61, 0x0e, 0x01]],
  ])('refuses a snappy block with %s, before it is unfolded', async (_name, bytes) => {
    const before = process.cpuUsage();
    await expect(decompress(CODECS.snappy, Buffer.from(bytes))).rejects.toMatchObject({ code: 'source.codec' });
    // The decoder itself would be busy with the first for seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  it('refuses a stream of snappy blocks inside a block', async () => {
    const inner = await xerial(Buffer.from('inner'));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(inner.length);
    const header = inner.subarray(0, 16);
    const outer = Buffer.concat([header, length, inner, length, inner]);
    await expect(decompress(CODECS.snappy, outer)).rejects.toMatchObject({ code: 'source.codec' });
    const single = Buffer.concat([header, length, inner]);
    await expect(decompress(CODECS.snappy, single)).rejects.toMatchObject({ code: 'source.codec' });
  });
});

describe('measureLz4', () => {
  it.each(PLAIN)('knows the size of %s', (_name, plain) => {
    expect(measureLz4(compressFrameSync(plain))).toBe(plain.length);
    const checked = compressFrameSync(plain, { contentChecksum: true, blockChecksums: true });
    expect(measureLz4(checked)).toBe(plain.length);
  });
});
