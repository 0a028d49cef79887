import { type BadRow, changed, FUTURE, row, whole } from './bad-row.ts';
import { bytes, frame, map, text, varint } from './probe-records.ts';

/** Values whose bytes are not what their schema says. */
export const MALFORMED_ROWS: readonly BadRow[] = [
  row('empty value', 'malformed_avro', () => Buffer.alloc(0)),
  ...[1, 2, 3, 4].map((length) =>
    row(`${length} bytes`, 'malformed_avro', (id, planted) => whole(id, planted).subarray(0, length)),
  ),
  row('a frame and nothing else', 'malformed_avro', (id) => frame(id)),
  row('wrong magic byte', 'malformed_avro', (id, planted) => {
    return Buffer.concat([Buffer.of(7), whole(id, planted).subarray(1)]);
  }),
  row('JSON', 'malformed_avro', (_id, { name, cpf }) => Buffer.from(JSON.stringify({ name, cpf: cpf.toString() }))),
  row('truncated in the middle', 'malformed_avro', (id, planted) => {
    const value = whole(id, planted);
    return value.subarray(0, value.length >> 1);
  }),
  row('last byte missing', 'malformed_avro', (id, planted) => whole(id, planted).subarray(0, -1)),
  row(
    'trailing byte',
    'malformed_avro',
    (id, planted) => Buffer.concat([whole(id, planted), Buffer.of(0)]),
    () => ({ timestamp: FUTURE.toString() }),
  ),
  row('a text behind the record', 'malformed_avro', (id, planted) =>
    Buffer.concat([whole(id, planted), text(planted.name)]),
  ),
  row(
    'invalid UTF-8 in a text',
    'malformed_avro',
    changed(({ name }) => ({
      text: bytes(Buffer.concat([Buffer.from(name), Buffer.of(0xc3, 0x28)])),
    })),
  ),
  row(
    'invalid UTF-8 in a map key',
    'malformed_avro',
    changed(({ name }) => ({
      notes: Buffer.concat([varint(1n), bytes(Buffer.of(0xff, 0xfe)), text(name), Buffer.of(0)]),
    })),
  ),
  row(
    'map key twice',
    'malformed_avro',
    changed(({ name }) => ({
      notes: map([
        [name, 'a'],
        [name, 'b'],
      ]),
    })),
  ),
  row(
    'map key twice, in two blocks',
    'malformed_avro',
    changed(({ name }) => {
      const block = map([[name, name]]).subarray(0, -1);
      return { notes: Buffer.concat([block, block, Buffer.of(0)]) };
    }),
  ),
  row(
    'overlong varint as a length',
    'malformed_avro',
    changed(({ name }) => ({
      name: Buffer.concat([Buffer.of((name.length << 1) | 0x80, 0x00), Buffer.from(name)]),
    })),
  ),
  row(
    'overlong varint as a number',
    'malformed_avro',
    changed(() => ({ cpf: Buffer.of(0x82, 0x80, 0x00) })),
  ),
  row(
    'varint of 11 bytes',
    'malformed_avro',
    changed(() => ({
      cpf: Buffer.concat([Buffer.alloc(10, 0xff), Buffer.of(1)]),
    })),
  ),
  row(
    'boolean byte 2',
    'malformed_avro',
    changed(() => ({ urgent: Buffer.of(2) })),
  ),
  row(
    'enum index out of range',
    'malformed_avro',
    changed(() => ({ level: varint(2n) })),
  ),
  row(
    'negative enum index',
    'malformed_avro',
    changed(() => ({ level: varint(-1n) })),
  ),
  row(
    'union index out of range',
    'malformed_avro',
    changed(() => ({ contact: varint(3n) })),
  ),
  row(
    'negative length',
    'malformed_avro',
    changed(() => ({ photo: varint(-5n) })),
  ),
  row(
    'block size that is not true',
    'malformed_avro',
    changed(({ name }) => {
      const item = Buffer.concat([text(name), text(name)]);
      return { notes: Buffer.concat([varint(-1n), varint(BigInt(item.length + 3)), item, Buffer.of(0)]) };
    }),
  ),
];
