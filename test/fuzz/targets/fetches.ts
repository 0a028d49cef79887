import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import createSnappyCodec from 'kafkajs-snappy';
import { compressFrame } from 'lz4-napi';
import { CODECS, decompress } from '../../../src/io/kafka-codecs.ts';
import { decodeFetchResponse } from '../../../src/io/kafka-fetch-decoder.ts';
import { type DecodeBudget, decodeRecordSet } from '../../../src/io/kafka-record-batch.ts';
import { encodeRecord } from '../../../src/io/kafka-record-encoder.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold } from '../fuzz-target.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';

const MOST_RECORDS = 500_000;
const MOST_BYTES = 8 * 1024 * 1024;
const HEADER_BYTES = 61;
/** A batch is refused before it may unfold to more. */
const limited = (codec: number, bytes: Buffer) => decompress(codec, bytes, MOST_BYTES);

type Encoded = { readonly buffer: Buffer };
const { RecordBatch } = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoded>;
};
const snappy = createSnappyCodec() as unknown as { compress: (encoder: Encoded) => Promise<Buffer> };
const COMPRESS: Readonly<Record<number, (bytes: Buffer) => Promise<Buffer>>> = {
  [CODECS.gzip]: promisify(gzip),
  [CODECS.snappy]: (buffer) => snappy.compress({ buffer }),
  [CODECS.lz4]: (bytes) => compressFrame(bytes),
  [CODECS.zstd]: promisify(zstdCompress),
};

async function randomBatch(random: Random, first: number): Promise<Buffer> {
  const content = () => (random.chance(0.2) ? null : randomBytesOf(random, 40));
  const records = Array.from({ length: random.below(6) }, (_, offsetDelta) =>
    encodeRecord({
      offsetDelta,
      timestampDelta: random.below(1_000) - 500,
      key: content(),
      value: content(),
      headers: Object.fromEntries(Array.from({ length: random.below(3) }, () => [random.pick(ODD_TEXTS), content()])),
    }),
  );
  const isTransactional = random.chance(0.3);
  const lastOffsetDelta = Math.max(0, records.length - 1);
  const plain = await RecordBatch({
    lastOffsetDelta,
    transactional: isTransactional,
    producerId: random.below(3),
    records,
  });
  let bytes = Buffer.from(plain.buffer);
  bytes.writeBigInt64BE(BigInt(first));
  const codec = random.below(5);
  const compress = COMPRESS[codec];
  if (compress) {
    const packed = await compress(bytes.subarray(HEADER_BYTES));
    const damaged = random.chance(0.4) ? mutateBytes(packed, random) : packed;
    bytes = Buffer.concat([bytes.subarray(0, HEADER_BYTES), damaged]);
    bytes.writeInt32BE(bytes.length - 12, 8);
    bytes.writeInt16BE(codec | (isTransactional ? 0x10 : 0), 21);
  } else if (random.chance(0.3)) bytes.writeInt16BE(random.below(65_536) - 32_768, 21);
  return bytes;
}

async function randomRecordSet(random: Random): Promise<Buffer> {
  const batches: Buffer[] = [];
  for (let count = 1 + random.below(3); count > 0; count -= 1)
    batches.push(await randomBatch(random, batches.length * 10));
  const whole = Buffer.concat(batches);
  return random.chance(0.8) ? mutateBytes(whole, random) : whole;
}

const budget = (): DecodeBudget => ({ bytes: MOST_BYTES, records: MOST_RECORDS });

async function runBatch(random: Random): Promise<void> {
  const bytes = random.chance(0.1) ? randomBytesOf(random, 300) : await randomRecordSet(random);
  const aborted = [{ producerId: BigInt(random.below(3)), firstOffset: BigInt(random.below(20)) }];
  const { messages, ended } = await decodeRecordSet(bytes, aborted, limited, budget());
  hold(['complete', 'deferred', 'refused'].includes(ended), 'decoding ends in a way of the list');
  hold(messages.length <= MOST_RECORDS, 'no batch gives more records than its budget');
  for (const { offset, timestamp, headers, isControlRecord } of messages) {
    hold(/^-?\d{1,20}$/.test(offset) && /^-?\d{1,21}$/.test(timestamp), 'offsets and times are whole numbers');
    hold(typeof headers === 'object' && typeof isControlRecord === 'boolean', 'a record has its parts');
  }
}

/** Record batches with every codec: broken, cut, mixed, and packed again after they were broken. */
export const recordBatches: FuzzTarget = { name: 'record-batches', boundMs: 5_000, open: () => ({ run: runBatch }) };

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

async function runFetch(random: Random): Promise<void> {
  const records = await randomRecordSet(random);
  const topic = Buffer.from(random.pick(['raw', ...ODD_TEXTS]));
  const head = [
    int32(0),
    Buffer.alloc(2),
    int32(random.below(9)),
    int32(1),
    int32(topic.length).subarray(2),
    topic,
    int32(1),
  ];
  const partition = [
    int32(3),
    Buffer.of(0, random.pick([0, 0, 1, 2, 29, 6, 56])),
    Buffer.alloc(24, 1),
    int32(0),
    int32(-1),
  ];
  const whole = Buffer.concat([...head, ...partition, int32(records.length), records]);
  const bytes = random.chance(0.8) ? mutateBytes(whole, random) : whole;
  let faults = 0;
  const decoding = decodeFetchResponse(bytes, {
    decodeRecordSet: (set, aborted, left) => decodeRecordSet(set, aborted, limited, left),
    onFault: () => {
      faults += 1;
    },
    onRecords: () => {},
  });
  // A broker's own frame that cannot be read ends the connection; nothing else may be thrown.
  const decoded = await decoding.catch((error: unknown) => {
    hold(error instanceof RangeError, 'a response that cannot be read is a RangeError');
    return null;
  });
  hold(decoded === null || typeof decoded === 'object', 'a response that can be read is an object');
  hold(faults <= 2_000_000, 'faults are bounded');
}

/** Fetch responses around such batches. */
export const fetchResponses: FuzzTarget = { name: 'fetch-responses', boundMs: 5_000, open: () => ({ run: runFetch }) };
