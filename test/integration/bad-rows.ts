import type { IHeaders } from 'kafkajs';
import { type BadRow, changed, FUTURE, row, unlisted, whole } from './bad-row.ts';
import { MALFORMED_ROWS } from './malformed-rows.ts';
import { bytes, map, type Planted, probe, text, varint } from './probe-records.ts';

/** An id that the registry never gave out. */
const UNKNOWN_ID = 2_000_000_000;
const STRING_BYTES = 20 * 1024 * 1024;
const DEPTH = 10_000;
const forwarded = (name: string, headers: (planted: Planted) => IHeaders) =>
  row(name, 'forward', whole, (planted) => ({ headers: { ...unlisted(planted), ...headers(planted) } }));

/** Node in node in node: a label and the index of the child's branch, and no child in the innermost. */
function nested({ name }: Planted): Buffer {
  const opening = Buffer.concat([text('a'), varint(1n)]);
  return Buffer.concat([Buffer.alloc(opening.length * DEPTH, opening), text(name), varint(0n)]);
}

/** A double that is no number; its 48 free bits can carry six letters. */
export function letterNaN(letters: string): Buffer {
  return Buffer.concat([Buffer.from(letters.slice(0, 6).padEnd(6)), Buffer.of(0xf8, 0x7f)]);
}

/** The letters that a row hides in its NaN. */
export const nanLetters = ({ cpf }: Planted): string => cpf.toString().slice(-6);

/** The only double that is written for what is no number. */
export const CANONICAL_NAN = Buffer.of(0, 0, 0, 0, 0, 0, 0xf8, 0x7f);

const BEYOND_LIMITS: readonly BadRow[] = [
  row(
    'block of 2^62 items',
    'limit_exceeded',
    changed(() => ({ notes: varint(2n ** 62n) })),
  ),
  row(
    'block of -2^62 items, said to be of 2^61 bytes',
    'malformed_avro',
    changed(() => ({
      notes: Buffer.concat([varint(-(2n ** 62n)), varint(2n ** 61n)]),
    })),
  ),
  row(
    'nesting of 10,000',
    'limit_exceeded',
    changed((planted) => ({ tree: nested(planted) })),
  ),
  row(
    'string of 20 MB',
    'limit_exceeded',
    changed(({ name }) => ({
      text: bytes(Buffer.alloc(STRING_BYTES, `${name} `)),
    })),
  ),
  row(
    'text of 70 KiB',
    'limit_exceeded',
    changed(({ name }) => ({ text: bytes(Buffer.alloc(70 * 1024, `${name} `)) })),
  ),
];

const OTHERS: readonly BadRow[] = [
  row('schema id in a header', 'unsupported_framing', whole, (planted) => ({
    headers: { ...unlisted(planted), __value_schema_id: Buffer.concat([Buffer.of(1), Buffer.alloc(16, 9)]) },
  })),
  row('unknown schema id', 'unknown_schema', (_id, planted) => probe(UNKNOWN_ID, planted)),
  row('negative schema id', 'malformed_avro', (_id, planted) => probe(-2, planted)),
  row('key that is no UTF-8', 'unexpected_shape', whole, (planted) => ({
    key: Buffer.concat([Buffer.from(planted.key), Buffer.of(0xc3, 0x28)]),
  })),
  row('time before 1970', 'unexpected_shape', whole, () => ({ timestamp: '-86400000' })),
  row(
    'personal data as a kept map key',
    'unexpected_shape',
    changed(({ name }) => ({ labels: map([[name, 'a']]) })),
  ),
  row(
    'headers of one name, in a quarantined record',
    'malformed_avro',
    () => Buffer.of(1),
    (planted) => ({
      headers: { 'patient-ref': [planted.header, planted.name], nothing: null as unknown as string },
    }),
  ),
];

const GOOD_AFTER_ALL: readonly BadRow[] = [
  row(
    'map key __proto__ under a token',
    'forward',
    changed(({ name }) => ({ notes: map([['__proto__', name]]) })),
  ),
  row(
    'map key __proto__, kept',
    'forward',
    changed(({ name }) => ({
      labels: map([
        ['__proto__', name],
        ['constructor', name],
      ]),
    })),
  ),
  row(
    'double that is no number',
    'forward',
    changed((planted) => ({ score: letterNaN(nanLetters(planted)) })),
  ),
  row(
    'float that is no number',
    'forward',
    changed(() => ({ weight: Buffer.of(0x41, 0x42, 0xc3, 0x7f) })),
  ),
  row(
    'number at the end of its range',
    'forward',
    changed(() => ({ cpf: varint(-(2n ** 63n)) })),
  ),
  row(
    'blocks with their sizes, and empty text',
    'forward',
    changed(({ name }) => {
      const item = Buffer.concat([text(name), text('')]);
      return { notes: Buffer.concat([varint(-1n), varint(BigInt(item.length)), item, Buffer.of(0)]) };
    }),
  ),
  row('value that is null', 'forward', whole, () => ({ value: null })),
  row('key that is null', 'forward', whole, () => ({ key: null })),
  row('time in the future', 'forward', whole, () => ({ timestamp: FUTURE.toString() })),
  forwarded('null header', () => ({ 'patient-ref': null as unknown as string })),
  forwarded('header twice', ({ name }) => ({ 'patient-ref': [name, name] })),
  forwarded('header of another shape', ({ name }) => ({ traceparent: name })),
  forwarded('header that is no UTF-8', () => ({ 'patient-ref': Buffer.of(0xc3, 0x28) })),
  forwarded('header called __proto__', ({ name }) => ({ ['__proto__']: name })),
  forwarded('header that claims to be ours', ({ name }) => ({ 'sigilo-plan': name })),
];

/** Every record-level bad input; the one thing wrong in each is in its name. */
export const BAD_ROWS: readonly BadRow[] = [...MALFORMED_ROWS, ...BEYOND_LIMITS, ...OTHERS, ...GOOD_AFTER_ALL];
