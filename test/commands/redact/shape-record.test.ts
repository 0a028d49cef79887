import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { shapeRecord } from '../../../src/commands/redact/shape-record.ts';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { createRandom } from '../../core/avro/random.ts';
import { randomRecordBytes } from '../../core/avro/random-record.ts';
import { randomSchema } from '../../core/avro/random-schema.ts';

const record = (name: string, ...fields: readonly (readonly [string, SchemaJson])[]): SchemaJson => ({
  type: 'record',
  name,
  fields: fields.map(([field, type]) => ({ name: field, type })),
});
const shape = (type: SchemaJson, value: unknown) => shapeRecord(parseSchema(record('R', ['f', type])), { f: value });
const PATIENT = record('Patient', ['name', 'string'], ['cpf', ['null', 'string']]);
const BOT = record('Bot', ['name', 'string']);

describe('plain JSON', () => {
  it.each<[string, SchemaJson, unknown, unknown]>([
    ['a nullable text', ['null', 'string'], 'a', { string: 'a' }],
    ['null', ['null', 'string'], null, null],
    ['a wrapped text', ['null', 'string'], { string: 'a' }, { string: 'a' }],
    ['one branch by its kind', ['null', 'string', 'long', 'boolean'], 7, { long: 7 }],
    ['a number too large for the other branch', ['int', 'long'], 2 ** 31, { long: 2 ** 31 }],
    ['a symbol of the one enum', ['null', { type: 'enum', name: 'E', symbols: ['A'] }], 'A', { E: 'A' }],
    ['a record by its fields', [PATIENT, BOT], { name: 'a' }, { Bot: { name: 'a' } }],
    [
      'plain inside wrapped',
      [PATIENT, BOT],
      { Patient: { name: 'a', cpf: 'b' } },
      { Patient: { name: 'a', cpf: { string: 'b' } } },
    ],
    [
      'wrapped inside plain',
      [PATIENT, BOT],
      { name: 'a', cpf: { string: 'b' } },
      { Patient: { name: 'a', cpf: { string: 'b' } } },
    ],
    [
      'a map with the name of a branch',
      ['null', { type: 'map', values: 'string' }],
      { map: 'a' },
      { map: { map: 'a' } },
    ],
    ['items', { type: 'array', items: ['null', 'long'] }, [1, null, { long: 2 }], [{ long: 1 }, null, { long: 2 }]],
    ['entries', { type: 'map', values: ['null', 'long'] }, { a: 1, __x: null }, { a: { long: 1 }, __x: null }],
    ['bytes', 'bytes', '\u00ff', '\u00ff'],
    ['a Buffer as Node writes it', 'bytes', { type: 'Buffer', data: [255] }, '\u00ff'],
  ])('becomes what Avro writes: %s', (_, type, value, expected) => {
    expect(shape(type, value)).toEqual({ value: { f: expected } });
  });

  it.each<[string, SchemaJson, unknown, string, string]>([
    ['a text', 'string', 7, 'f', 'a text (string) is needed'],
    ['an int', 'int', 2 ** 31, 'f', 'a whole number of 32 bits (int) is needed'],
    ['a long', 'long', 1.5, 'f', 'a whole number up to 2^53 (long) is needed'],
    ['a double', 'double', '1', 'f', 'a number (double) is needed'],
    ['a boolean', 'boolean', 'true', 'f', 'true or false is needed'],
    ['a symbol', { type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'C', 'f', 'one of A, B is needed'],
    ['bytes', 'bytes', '\u0100', 'f', 'a text of bytes is needed: characters up to U+00FF'],
    ['a fixed', { type: 'fixed', name: 'F', size: 2 }, 'a', 'f', '2 bytes (fixed) are needed'],
    ['null', 'null', 0, 'f', 'must be null'],
    ['no null', ['string', 'long'], null, 'f', 'must not be null'],
    ['items', { type: 'array', items: 'long' }, [1, 'x'], 'f[]', 'a whole number up to 2^53 (long) is needed'],
    ['an array', { type: 'array', items: 'long' }, {}, 'f', 'an array is needed'],
    [
      'entries',
      { type: 'map', values: 'long' },
      { secret: 'x' },
      'f{value}',
      'a whole number up to 2^53 (long) is needed',
    ],
    ['a map', { type: 'map', values: 'long' }, [], 'f', 'a map is needed: a JSON object'],
    ['a record', PATIENT, 'x', 'f', 'a record is needed: a JSON object'],
    ['a field', PATIENT, { name: 'x' }, 'f.cpf', 'is missing'],
    ['inside a branch', [PATIENT, BOT], { Bot: { name: 7 } }, 'f<Bot>.name', 'a text (string) is needed'],
    ['the one branch beside null', ['null', PATIENT], { name: 'x', cpf: 7 }, 'f.cpf', 'a text (string) is needed'],
    ['no branch', ['null', 'string', 'long'], true, 'f', 'fits none of null, string, long'],
    ['several branches', ['int', 'long'], 7, 'f', 'name the branch, since int, long fit: { "BRANCH": … }'],
    ['several texts', ['string', 'bytes'], 'x', 'f', 'name the branch, since string, bytes fit: { "BRANCH": … }'],
  ])('is told where it does not fit: %s', (_, type, value, path, fault) => {
    const told = shape(type, value);
    expect(told).toEqual({ path, fault });
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('may leave out fields that have a default, and name others that the schema does not', () => {
    const schema = { type: 'record', name: 'R', fields: [{ name: 'f', type: ['null', 'string'], default: null }] };
    expect(shapeRecord(parseSchema(schema), {})).toEqual({ value: {} });
    expect(shapeRecord(parseSchema(schema), { g: 1 })).toEqual({ value: {} });
  });
});

it('takes what avsc writes of random schemas, and leaves it as it is', () => {
  let taken = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = createRandom(seed);
    const json = randomSchema(random);
    const node = parseSchema(json);
    const written = writeWithAvsc(json, randomRecordBytes(node, random).bytes);
    if (written === null) continue;
    expect(shapeRecord(node, written), `seed ${seed}`).toEqual({ value: written });
    taken++;
  }
  expect(taken).toBeGreaterThan(100);
});

/** In Avro's JSON encoding; null where JSON has no such number. */
function writeWithAvsc(schema: SchemaJson, bytes: Buffer): unknown {
  const type = avsc.Type.forSchema(schema as avsc.Schema);
  try {
    const text = type.toString(type.fromBuffer(bytes));
    type.fromString(text);
    return JSON.parse(text);
  } catch {
    return null;
  }
}
