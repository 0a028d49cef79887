import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQuarantinePlaintext, encodeQuarantinePlaintext } from '../../src/core/quarantine-plaintext.ts';
import type { SourceRecord } from '../../src/core/record.ts';
import { SigiloError } from '../../src/errors.ts';
import type { FetchedMessage } from '../../src/io/kafka-record-batch/fetched-message.ts';
import { BATCH_RECORD_LIMIT, decodeRecordSet } from '../../src/io/kafka-record-batch.ts';

const require = createRequire(import.meta.url);
type Encoded = { readonly buffer: Buffer };
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoded>;
};
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => Encoded;
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const crc32c = require('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<{ records: FetchedMessage[] }>;

/** What kafkajs makes of the messages of one response. */
const Batch = require('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  partition: object,
) => { messages: FetchedMessage[]; firstOffset: () => string; lastOffset: () => string };

interface BatchOptions {
  readonly first?: number;
  readonly values?: readonly string[];
  readonly deltas?: readonly number[];
  readonly lastDelta?: number;
  readonly producerId?: number;
  readonly isTransactional?: boolean;
  readonly attributes?: number;
}

/** A record batch as kafkajs' own producer encodes it, with the fields that a broker sets. */
async function batch(options: BatchOptions = {}): Promise<Buffer> {
  const { first = 0, values = ['a', 'b'], isTransactional = false } = options;
  const deltas = options.deltas ?? values.map((_, index) => index);
  const records = values.map((value, index) =>
    encodeRecord({ key: Buffer.from('k'), value: Buffer.from(value), headers: {}, offsetDelta: deltas[index] }),
  );
  const { buffer } = await RecordBatch({
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_000,
    lastOffsetDelta: options.lastDelta ?? deltas.at(-1) ?? 0,
    transactional: isTransactional,
    producerId: options.producerId ?? -1,
    records,
  });
  const bytes = Buffer.from(buffer);
  bytes.writeBigInt64BE(BigInt(first), 0);
  if (options.attributes !== undefined) bytes.writeInt16BE(options.attributes, 21);
  return bytes;
}

/** A batch of one record for each list of headers. */
async function batchWithHeaders(lists: readonly (readonly (readonly [string, string | null])[])[]): Promise<Buffer> {
  const records = lists.map((headers, index) => {
    const parts: Buffer[] = [varint(headers.length)];
    for (const [name, value] of headers) {
      parts.push(varint(name.length), Buffer.from(name), varint(value === null ? -1 : value.length));
      parts.push(Buffer.from(value ?? ''));
    }
    const body = Buffer.concat([Buffer.from([0, 0]), varint(index), Buffer.from([1, 1]), ...parts]);
    return Buffer.concat([varint(body.length), body]);
  });
  const bytes = Buffer.concat([(await batch({ values: ['x'] })).subarray(0, 61), ...records]);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt32BE(lists.length - 1, 23);
  bytes.writeInt32BE(lists.length, 57);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** What was changed of a batch is as its producer wrote it. */
function checksummed(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

/** A record of the format from before Kafka 0.11. */
function oldRecord(offset: number, magic: 0 | 1): Buffer {
  const body = Buffer.concat([Buffer.from([magic, 0]), Buffer.alloc(magic * 8), Buffer.alloc(4, 255), Buffer.alloc(4)]);
  const bytes = Buffer.concat([Buffer.alloc(16), body]);
  bytes.writeBigInt64BE(BigInt(offset), 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeUInt32BE(crc32(body), 12);
  return bytes;
}

/** The end of a transaction. */
async function marker(first: number, producerId: number, type: 'commit' | 'abort'): Promise<Buffer> {
  const bytes = await batch({ first, values: [''], producerId, attributes: 0x30 });
  // The record: length, attributes, two deltas, then key length 4 (zig-zag 8), version, type.
  const key = Buffer.from([0, 0, 0, type === 'commit' ? 1 : 0]);
  const record = Buffer.concat([Buffer.from([0, 0, 0, 8]), key, Buffer.from([1, 0])]);
  const body = Buffer.concat([bytes.subarray(0, 61), Buffer.from([record.length * 2]), record]);
  body.writeInt32BE(body.length - 12, 8);
  return body;
}

function withInt32(bytes: Buffer, value: number, place: number): Buffer {
  bytes.writeInt32BE(value, place);
  return bytes;
}

/** A batch at another offset, with a count of records that cannot be. */
function unreadableFrom(bytes: Buffer, first: bigint): Buffer {
  bytes.writeBigInt64BE(first, 0);
  return checksummed(withInt32(bytes, -1, 57));
}

const unused = async (): Promise<Buffer> => {
  throw new Error('no codec expected');
};
const budget = () => ({ bytes: 1_000_000, records: 1_000_000 });
const offsets = (messages: readonly FetchedMessage[]) =>
  messages.map(({ offset, isControlRecord }) => (isControlRecord ? `(${offset})` : offset)).join(' ');

describe('decodeRecordSet', () => {
  it('agrees with the decoder of kafkajs on every record', async () => {
    const bytesOrNull = fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)));
    const headers = fc.dictionary(
      // kafkajs takes a header called like a property of all objects for a repeated one.
      fc.stringMatching(/^h-[a-z]{1,12}$/),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      { maxKeys: 4 },
    );
    const record = fc.record({
      key: bytesOrNull,
      value: bytesOrNull,
      headers,
      timestampDelta: fc.integer({ min: -1e9, max: 1e12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), fc.maxSafeNat(), async (records, first) => {
        const encoded = records.map((each, offsetDelta) => encodeRecord({ ...each, offsetDelta }));
        const { buffer } = await RecordBatch({
          firstTimestamp: 1_700_000_000_000,
          lastOffsetDelta: records.length - 1,
          records: encoded,
        });
        const bytes = Buffer.from(buffer);
        bytes.writeBigInt64BE(BigInt(Math.floor(first / 2)), 0);
        const { messages } = await decodeRecordSet(bytes, [], unused, budget());
        const expected = (await decodeBatch(new Decoder(bytes))).records;
        expect(messages.map(plainOf)).toEqual(expected.map(plainOf));
      }),
      { numRuns: 300 },
    );
  });

  it('hides aborted transactions of several producers that overlap, and markers, as placeholders', async () => {
    const set = Buffer.concat([
      await batch({ first: 0, producerId: 1, isTransactional: true }),
      await batch({ first: 2, producerId: 2, isTransactional: true }),
      await batch({ first: 4, producerId: 3, isTransactional: true, values: ['kept'] }),
      await marker(5, 1, 'abort'),
      await batch({ first: 6, producerId: 1, isTransactional: true, values: ['kept'] }),
      await marker(7, 2, 'abort'),
      await marker(8, 3, 'commit'),
      await marker(9, 1, 'commit'),
    ]);
    const aborted = [
      { producerId: 1n, firstOffset: 0n },
      { producerId: 2n, firstOffset: 2n },
    ];
    const { messages } = await decodeRecordSet(set, aborted, unused, budget());
    expect(offsets(messages)).toBe('(0) (1) (2) (3) 4 (5) 6 (7) (8) (9)');
  });

  it('does not take a record with the key of an abort marker for one', async () => {
    const bytes = await batch({ first: 0, producerId: 1, isTransactional: true, values: ['x'] });
    const later = await batch({ first: 1, producerId: 1, isTransactional: true, values: ['y'] });
    const aborted = [{ producerId: 1n, firstOffset: 0n }];
    const { messages } = await decodeRecordSet(Buffer.concat([bytes, later]), aborted, unused, budget());
    expect(offsets(messages)).toBe('(0) (1)');
  });

  it('keeps the last offset of a batch from which compaction removed records', async () => {
    const bytes = await batch({ first: 10, values: ['a', 'b'], deltas: [1, 4], lastDelta: 9 });
    const { messages } = await decodeRecordSet(bytes, [], unused, budget());
    expect(offsets(messages)).toBe('11 14 (19)');
  });

  it('keeps the offsets of a batch from which compaction removed all records', async () => {
    const bytes = withInt32(withInt32((await batch({ first: 10 })).subarray(0, 61), 49, 8), 4, 23);
    const { messages } = await decodeRecordSet(withInt32(bytes, 0, 57), [], unused, budget());
    expect(offsets(messages)).toBe('(14)');
  });

  it.each([
    ['beyond the last of the batch', [0, 1, 1_000_000]],
    ['by one', [0, 1, 3]],
    ['below the first of the batch', [-1, 0, 1]],
    ['far below', [-1_000, 1, 2]],
    ['that goes back', [1, 0, 2]],
    ['twice', [0, 1, 1]],
    ['twice, all of them', [2, 2, 2]],
  ])('has one message stand for a batch with a record offset %s', async (_name, deltas) => {
    const forged = checksummed(await batch({ first: 2, values: ['a', 'b', 'c'], deltas, lastDelta: 2 }));
    const set = Buffer.concat([await batch(), forged, await batch({ first: 5 })]);
    const { messages, ended } = await decodeRecordSet(set, [], unused, budget());
    expect(ended).toBe('complete');
    expect(offsets(messages)).toBe('0 1 (2) 4 5 6');
    expect(messages[3]!.unreadable!.firstOffset).toBe('2');
  });

  it('has one message stand for a batch of one record that says to be another, also when it is compressed', async () => {
    for (const attributes of [0, 1]) {
      const bytes = checksummed(await batch({ first: 7, values: ['a'], deltas: [5], lastDelta: 0, attributes }));
      const plain = async () => Buffer.from(bytes.subarray(61));
      const { messages } = await decodeRecordSet(bytes, [], plain, budget());
      expect(messages.map(({ offset, unreadable }) => [offset, unreadable?.firstOffset])).toEqual([['7', '7']]);
    }
  });

  it('leaves a batch that the response cut off for the next fetch', async () => {
    const [first, second] = [await batch(), await batch({ first: 2 })];
    for (const cut of [0, 5, 17, 60, second.length - 1]) {
      const set = Buffer.concat([first, second.subarray(0, cut)]);
      expect(await decodeRecordSet(set, [], unused, budget())).toMatchObject({ ended: 'complete', messages: [{}, {}] });
    }
  });

  const refuse = async (): Promise<Buffer> => {
    throw new SigiloError('source.codec');
  };

  it.each([
    ['with too many records', (bytes: Buffer) => bytes.writeInt32BE(BATCH_RECORD_LIMIT + 1, 57)],
    ['with a negative count', (bytes: Buffer) => bytes.writeInt32BE(-1, 57)],
    ['with more records than it holds', (bytes: Buffer) => bytes.writeInt32BE(9, 57)],
    ['with a record that is longer than it', (bytes: Buffer) => bytes.writeUInt8(0x7e, 61)],
    ['with a codec that fails', (bytes: Buffer) => bytes.writeInt16BE(4, 21)],
  ])('has one message stand for a batch %s, and goes on behind it', async (_name, spoil) => {
    const spoiled = await batch({ first: 2, values: ['a', 'b', 'c'] });
    spoil(spoiled);
    const set = Buffer.concat([await batch(), checksummed(spoiled), await batch({ first: 5 })]);
    const { messages, ended } = await decodeRecordSet(set, [], refuse, budget());
    expect(ended).toBe('complete');
    expect(offsets(messages)).toBe('0 1 (2) 4 5 6');
    expect(messages.map(({ unreadable }) => unreadable?.firstOffset).join()).toBe(',,,2,,');
    const { key, value, unreadable, timestamp } = messages[3]!;
    expect({ key, value, timestamp }).toEqual({ key: null, value: null, timestamp: '1700000000000' });
    expect(unreadable!.bytes.equals(spoiled)).toBe(true);
  });

  it('has it stand also for a reader who begins in the midst of the batch', async () => {
    const bytes = await batch({ first: 2, values: ['a', 'b', 'c'] });
    const { messages } = await decodeRecordSet(checksummed(withInt32(bytes, 9, 57)), [], unused, budget());
    for (const [from, first] of [
      ['2', '2'],
      ['3', '4'],
    ] as const) {
      const fetched = new Batch('raw', from, { partition: 0, highWatermark: '5', abortedTransactions: [], messages });
      expect(fetched.messages.map(({ unreadable }) => unreadable?.firstOffset)).toEqual(['2']);
      expect([fetched.firstOffset(), fetched.lastOffset()]).toEqual([first, '4']);
    }
  });

  it('has one message stand for each record of the old format', async () => {
    const set = Buffer.concat([oldRecord(3, 0), oldRecord(4, 1), await batch({ first: 5 })]);
    const { messages, ended } = await decodeRecordSet(set, [], unused, budget());
    expect(ended).toBe('complete');
    expect(offsets(messages)).toBe('3 4 5 6');
    expect(messages.map(({ unreadable }) => unreadable?.bytes.length)).toEqual([26, 34, undefined, undefined]);
  });

  it.each([
    ['of a format that nobody knows', (bytes: Buffer) => bytes.writeInt8(3, 16)],
    ['of the old format, with a wrong checksum', () => {}, oldRecord(2, 1).fill(1, 33)],
    ['of the old format, without room for a record', (bytes: Buffer) => bytes.writeInt32BE(13, 8), oldRecord(2, 1)],
    ['with a wrong checksum', (bytes: Buffer) => bytes.writeInt32BE(9, 57)],
    ['with a length below its own header', (bytes: Buffer) => bytes.writeInt32BE(3, 8)],
    ['that ends before it begins', (bytes: Buffer) => checksummed(withInt32(withInt32(bytes, -1, 23), -1, 57))],
    ['that begins before the one before it ends', (bytes: Buffer) => unreadableFrom(bytes, 1n)],
    [
      'that ends a transaction, but not how',
      (bytes: Buffer) => bytes.writeInt16BE(0x30, 21) && checksummed(bytes.fill(255, 61)),
    ],
  ])('ends before a batch %s and delivers what comes before', async (_name, spoil, given?: Buffer) => {
    const spoiled = given ?? (await batch({ first: 2 }));
    spoil(spoiled);
    const set = Buffer.concat([await batch(), spoiled, await batch({ first: 4 })]);
    const decoded = await decodeRecordSet(set, [], refuse, budget());
    expect(decoded.ended).toBe('refused');
    expect(offsets(decoded.messages)).toBe('0 1');
  });

  it('passes over a batch of an aborted transaction that cannot be read, and not over one that was committed', async () => {
    const spoiled = async (first: number, producerId: number) => {
      const bytes = await batch({ first, producerId, isTransactional: true });
      return checksummed(withInt32(bytes, 9, 57));
    };
    const set = Buffer.concat([
      await spoiled(0, 1),
      await spoiled(2, 2),
      await marker(4, 1, 'abort'),
      await marker(5, 2, 'commit'),
      await spoiled(6, 1),
      await marker(8, 1, 'commit'),
    ]);
    const { messages, ended } = await decodeRecordSet(set, [{ producerId: 1n, firstOffset: 0n }], unused, budget());
    expect(ended).toBe('complete');
    expect(offsets(messages)).toBe('(0) (1) (2) 3 (4) (5) (6) 7 (8)');
  });

  it('does not unfold a response full of bombs in one go', async () => {
    const bomb = async (first: number) =>
      checksummed(await batch({ first, values: ['x'.repeat(9_000)], attributes: 4 }));
    const set = Buffer.concat([await bomb(0), await bomb(1), await bomb(2), await bomb(3)]);
    const { messages, ended } = await decodeRecordSet(set, [], refuse, { bytes: 2 ** 27, records: 500_000 });
    expect(ended).toBe('deferred');
    expect(offsets(messages)).toBe('0 1');
  });

  it('defers batches beyond the budget, but always takes one', async () => {
    const compressed = await batch({ attributes: 1 });
    const plain = compressed.subarray(61);
    const set = Buffer.concat([compressed, compressed]);
    const small = { bytes: plain.length, records: 100 };
    const decoded = await decodeRecordSet(set, [], async () => Buffer.from(plain), small);
    expect(decoded).toMatchObject({ ended: 'deferred', messages: [{}, {}] });
    expect((await decodeRecordSet(set, [], async () => Buffer.from(plain), small)).messages).toEqual([]);
  });

  it('keeps headers called __proto__, repeated and null ones', async () => {
    const bytes = await batchWithHeaders([
      [
        ['__proto__', 'p'],
        ['n', null],
        ['n', 'x'],
        ['n', 'y'],
      ],
    ]);
    const { messages } = await decodeRecordSet(bytes, [], unused, budget());
    expect(Object.entries(messages[0]!.headers)).toEqual([
      ['__proto__', Buffer.from('p')],
      ['n', [null, Buffer.from('x'), Buffer.from('y')]],
    ]);
  });

  it.each(['one name', 'many names'])(
    'reads very many headers of %s in time that grows with their number',
    async (of) => {
      const time = async (count: number, repeat: number): Promise<number> => {
        const headers = Array.from(
          { length: count },
          (_, index) => [of === 'one name' ? 'a' : `h${index}`, null] as const,
        );
        const bytes = await batchWithHeaders(new Array(repeat).fill(headers));
        let best = Number.POSITIVE_INFINITY;
        for (let run = 0; run < 3; run += 1) {
          const start = performance.now();
          const { messages } = await decodeRecordSet(bytes, [], unused, { bytes: 1e9, records: 1e9 });
          for (const message of messages) expect(message.headers).toBeDefined();
          best = Math.min(best, performance.now() - start);
        }
        return best;
      };
      const inParts = await time(8_000, 10);
      expect(await time(80_000, 1)).toBeLessThan(Math.max(150, inParts * 5));
    },
  );

  it('marks a record with more headers than it may have, and can still give all of them', async () => {
    const headers = (count: number) => Array.from({ length: count }, (_, index) => ['a', String(index)] as const);
    const bytes = await batchWithHeaders([headers(1_000), headers(1_001), [['b', 'x']]]);
    const { messages, ended } = await decodeRecordSet(bytes, [], unused, budget());
    expect(ended).toBe('complete');
    expect(messages.map(({ headerOverflow }) => headerOverflow)).toEqual([undefined, true, undefined]);
    const record = messages[1]! as SourceRecord;
    expect(record.headers?.a).toHaveLength(1_001);
    const opened = decodeQuarantinePlaintext(encodeQuarantinePlaintext(record));
    expect((opened.headers as { a: Buffer[] }).a.map(String)).toEqual(headers(1_001).map(([, value]) => value));
  });

  it('keeps few headers of one batch as objects, and still gives those of every record', async () => {
    const many = new Array(900).fill(['a', 'x'] as const);
    const bytes = await batchWithHeaders(new Array(300).fill(many));
    const left = { bytes: 1_000_000, records: 1_000_000 };
    const { messages } = await decodeRecordSet(bytes, [], unused, left);
    expect(1_000_000 - left.records).toBeLessThanOrEqual(300 + 250_000);
    for (const { headers, headerOverflow } of messages) {
      expect(headers.a).toHaveLength(900);
      expect(headerOverflow).toBeUndefined();
    }
  });

  it('refuses a batch whose headers do not fill the record, however many they are', async () => {
    for (const count of [2, 2_000]) {
      const bytes = await batchWithHeaders([new Array(count).fill(['a', 'x'] as const)]);
      const truncated = Buffer.from(bytes);
      truncated[truncated.length - 2] = 0x7e;
      expect((await decodeRecordSet(truncated, [], unused, budget())).ended).toBe('refused');
    }
  });

  it('never throws, whatever bytes come', async () => {
    const good = await batch({ values: ['abc', 'defgh', 'i'] });
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const [place, value] of changes) bytes[place] = value;
        await decodeRecordSet(bytes, [], async (_codec, packed) => packed, budget());
      }),
      { numRuns: 2_000 },
    );
  });
});

function plainOf(message: FetchedMessage): object {
  const { timestamp, offset, key, value, headers, isControlRecord } = message;
  return { timestamp, offset, key, value, headers: { ...headers }, isControlRecord };
}
