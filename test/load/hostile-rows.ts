import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { RECORD_REASONS, type RecordReason } from '../../src/errors.ts';
import { HOSTILE, HOSTILE_TO_NAMES } from '../core/detect/hostile-texts.ts';
import { type BadRow, changed, row, unlisted, whole } from '../integration/bad-row.ts';
import { BAD_ROWS } from '../integration/bad-rows.ts';
import { bytes, frame, type Planted, probe, text, varint } from '../integration/probe-records.ts';

export type Outcome = 'forward' | RecordReason;

/** One kind of garbage, with all outcomes that are right for it. */
export interface HostileRow {
  readonly name: string;
  readonly allowed: ReadonlySet<Outcome>;
  readonly make: BadRow['make'];
  /** The most that are written of it, where each costs a request to the registry. */
  readonly most?: number;
}

const ANY: readonly Outcome[] = ['forward', ...RECORD_REASONS];
const HOSTILE_CHARACTERS = 8_000;
const REGISTRY_REQUESTS = 100;

/** What is right is not known beforehand, or is one of several. */
function odd(name: string, allowed: readonly Outcome[], made: BadRow): HostileRow {
  return { name, allowed: new Set(allowed), make: made.make };
}

const one = ({ name, expected, make }: BadRow): HostileRow => ({ name, allowed: new Set([expected]), make });

/** Up to eight bits of a whole record turned over. */
function flipped(schemaId: number, planted: Planted): Buffer {
  const value = whole(schemaId, planted);
  const places = randomBytes(24);
  for (let index = 0; index < 1 + (places[23]! % 8); index += 1) {
    const place = 5 + (places.readUInt16BE(2 * index) % (value.length - 5));
    value[place]! ^= 1 << (places[16 + (index % 7)]! % 8);
  }
  return value;
}

function deep({ name }: Planted, depth: number): Buffer {
  const opening = Buffer.concat([text('a'), varint(1n)]);
  return Buffer.concat([Buffer.alloc(opening.length * depth, opening), text(name), varint(0n)]);
}

/** Entries with keys of four letters. */
function wideMap(entries: number): Buffer {
  const items = Array.from({ length: entries }, (_, index) => [text(index.toString(36).padStart(4, '0')), text('')]);
  return Buffer.concat([varint(BigInt(entries)), ...items.flat(), Buffer.of(0)]);
}

const manyHeaders = (planted: Planted) => ({
  headers: {
    ...unlisted(planted),
    ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x-${index}`, 'a'])),
  },
});

const OWN: readonly HostileRow[] = [
  ...[...HOSTILE, ...HOSTILE_TO_NAMES].map((piece, index) =>
    one(
      row(
        `hostile text ${index}`,
        'forward',
        changed(({ name }) => ({
          text: text(`${piece.repeat(Math.ceil(HOSTILE_CHARACTERS / piece.length))} ${name}`),
        })),
      ),
    ),
  ),
  one(
    row(
      'text of NULs and terminal escapes',
      'forward',
      changed(({ name }) => ({ text: text(`\u0000\u001b[2J\u001b]0;${name}\u0007\r\n{"level":"fatal"}\u2028\u202e`) })),
    ),
  ),
  one(
    row(
      'surrogate in UTF-8',
      'malformed_avro',
      changed(() => ({ text: bytes(Buffer.of(0x61, 0xed, 0xa0, 0x80, 0x62)) })),
    ),
  ),
  one(
    row(
      'overlong UTF-8',
      'malformed_avro',
      changed(() => ({ text: bytes(Buffer.of(0xc0, 0xaf)) })),
    ),
  ),
  one(
    row(
      'nesting of 200',
      'limit_exceeded',
      changed((planted) => ({ tree: deep(planted, 200) })),
    ),
  ),
  one(
    row(
      'map of 100,001 entries',
      'limit_exceeded',
      changed(() => ({ notes: wideMap(100_001) })),
    ),
  ),
  one(row('500 headers', 'forward', whole, manyHeaders)),
  one(row('header of 100 KB', 'forward', whole, ({ name }) => ({ headers: { 'patient-ref': name.repeat(5_000) } }))),
  one(row('key of 100 KB', 'limit_exceeded', whole, ({ name }) => ({ key: name.repeat(5_000) }))),
  one(row('empty key', 'forward', whole, () => ({ key: '' }))),
  one(row('bytes of 255', 'malformed_avro', () => Buffer.alloc(300, 255))),
  one(row('XML', 'malformed_avro', (_id, { name }) => Buffer.from(`<?xml version="1.0"?><p><n>${name}</n></p>`))),
  one(row('compressed JSON', 'malformed_avro', (_id, { name }) => gzipSync(JSON.stringify({ name })))),
  {
    ...one(row('another unknown schema id', 'unknown_schema', (_id, planted) => probe(randomId(), planted))),
    most: REGISTRY_REQUESTS,
  },
  odd(
    'protobuf behind its message index',
    ['malformed_avro', 'unexpected_shape'],
    row('', 'forward', (id, { name }) => frame(id, Buffer.of(0, 0x0a, name.length), Buffer.from(name))),
  ),
  odd(
    'bytes of zero',
    ['malformed_avro', 'unknown_schema'],
    row('', 'forward', () => Buffer.alloc(300)),
  ),
  odd(
    'random bytes behind a frame',
    ANY,
    row('', 'forward', (id) => frame(id, randomBytes(200))),
  ),
  odd('some bits turned over', ANY, row('', 'forward', flipped)),
];

/** Above all ids that a registry gives out in a test. */
function randomId(): number {
  return 1_000_000_000 + (randomBytes(4).readUInt32BE() % 900_000_000);
}

/** Every kind of garbage that a record can be by itself; what ends a batch, such as a bomb, stands in other tests. */
export const HOSTILE_ROWS: readonly HostileRow[] = [...BAD_ROWS.map(one), ...OWN];
