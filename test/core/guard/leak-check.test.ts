import avro from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import type { KnownValue } from '../../../src/core/entity.ts';
import { compileGuard, type GuardHit, type GuardInput, type LeafClass } from '../../../src/core/guard/leak-check.ts';
import { createRandom, makeCleanText, makeCpf } from './sample-text.ts';

const TOKEN = '[CPF~k3~MZXW6YTB4F2KQ7D3]';
const CPF = '529.982.247-25';
const KNOWN: readonly KnownValue[] = [{ entity: 'PERSON', text: 'Mariana Alves', domain: null }];

const SCHEMA: SchemaJson = {
  type: 'record',
  name: 'Message',
  namespace: 'br.chat.sanitized',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'urgent', type: 'boolean' },
    { name: 'score', type: ['null', 'double'] },
    { name: 'weight', type: 'float' },
    {
      name: 'sender',
      type: [
        'null',
        {
          type: 'record',
          name: 'Patient',
          fields: [
            { name: 'cpf', type: 'string' },
            { name: 'phones', type: { type: 'array', items: 'string' } },
            { name: 'dependants', type: { type: 'array', items: 'Patient' } },
          ],
        },
        { type: 'record', name: 'other.Bot', fields: [{ name: 'note', type: ['string', 'bytes', 'null'] }] },
      ],
    },
    { name: 'text', type: ['null', 'string'] },
    { name: 'tags', type: { type: 'map', values: 'string' } },
    { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 4 } },
    { name: 'blob', type: 'bytes' },
    { name: 'nothing', type: { type: 'array', items: 'null' } },
  ],
};

const CLASSES = new Map<string, LeafClass>([
  ['br.chat.sanitized.Message.id', 'closed'],
  ['br.chat.sanitized.Message.text', 'text'],
  ['br.chat.sanitized.Message.tags{key}', 'kept'],
  ['br.chat.sanitized.Message.tags{value}', 'text'],
  ['br.chat.sanitized.Message.digest', 'kept'],
  ['br.chat.sanitized.Patient.phones[]', 'kept'],
  ['other.Bot.note<string>', 'text'],
  ['other.Bot.note<bytes>', 'kept'],
]);

const TYPE = avro.Type.forSchema(SCHEMA as avro.Schema, { wrapUnions: true });
const GUARD = compileGuard(SCHEMA, CLASSES, { canaries: ['CANARY-1'] });

const PATIENT = { cpf: TOKEN, phones: ['ramal 12'], dependants: [{ cpf: TOKEN, phones: [], dependants: [] }] };
const CLEAN = {
  id: '6f1c1f64-5d0b-4f6a-9c5e-2f1f4c1b2a3d',
  kind: 'B',
  at: 1763776800000,
  day: -3652,
  urgent: true,
  score: { double: 0.5 },
  weight: 1.5,
  sender: { 'br.chat.sanitized.Patient': PATIENT },
  text: { string: `oi, sou ${TOKEN} e tomo 500 mg às 14:30` },
  tags: { app: 'v4.12', locale: 'pt' },
  digest: Buffer.from('a1b2'),
  blob: Buffer.from(''),
  nothing: [null, null, null],
};

/** Encodes a record; what looks like a token is taken for emitted by Sigilo. */
function inputOf(record: object, overrides: Partial<GuardInput> = {}): GuardInput {
  const body = TYPE.toBuffer({ ...CLEAN, ...record });
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), body, Buffer.from(CPF)]);
  const ranges: number[] = [];
  for (let at = bytes.indexOf(TOKEN); at >= 0; at = bytes.indexOf(TOKEN, at + 1)) ranges.push(at, at + TOKEN.length);
  const emitted = Int32Array.from([...ranges, 0, 0]);
  const whole = { bytes, start: 5, end: 5 + body.length, sourceBytes: body.length };
  return { ...whole, emitted, emittedCount: ranges.length / 2, known: KNOWN, ...overrides };
}

const bot = (note: unknown): object => ({ sender: { 'other.Bot': { note } } });
const patient = (fields: object): object => ({ sender: { 'br.chat.sanitized.Patient': { ...PATIENT, ...fields } } });

describe('a record', () => {
  it('that is clean passes, whatever stands around it in the buffer', () => {
    expect(GUARD.check(inputOf({}))).toBeNull();
    expect(GUARD.check(inputOf({ score: null, sender: null, text: null, tags: {}, nothing: [] }))).toBeNull();
    expect(GUARD.check(inputOf(bot({ string: 'olá' })))).toBeNull();
    expect(GUARD.check(inputOf(bot({ bytes: Buffer.from([0xff, 0xc3, 0x28, 0xf0]) })))).toBeNull();
  });

  it.each<[string, object, Partial<GuardHit>]>([
    ['text', { text: { string: `cpf ${CPF}` } }, { check: 'identifier', fieldPath: 'br.chat.sanitized.Message.text' }],
    ['text after a token', { text: { string: `${TOKEN} ou ${CPF}` } }, { check: 'identifier', mask: 'ddd.ddd.ddd-dd' }],
    ['text before a token', { text: { string: `${CPF}${TOKEN}` } }, { check: 'identifier' }],
    ['text between tokens', { text: { string: `${TOKEN} mariana alves ${TOKEN}` } }, { check: 'known_value' }],
    ['a known value', { text: { string: 'sou MARIANA ALVES' } }, { check: 'known_value', mask: 'aaaaaaa aaaaa' }],
    [
      'an e-mail in a closed leaf',
      { id: 'ana@exemplo.com' },
      { check: 'email', fieldPath: 'br.chat.sanitized.Message.id' },
    ],
    ['a canary in a closed leaf', { id: 'x-CANARY-1' }, { check: 'canary' }],
    [
      'a canary in text',
      { text: { string: 'CANARY-1' } },
      { check: 'canary', fieldPath: 'br.chat.sanitized.Message.text' },
    ],
    ['a kept array item', patient({ phones: ['', CPF] }), { fieldPath: 'br.chat.sanitized.Patient.phones[]' }],
    [
      'a kept item of a nested record',
      patient({ dependants: [{ cpf: '', phones: ['mariana-alves'], dependants: [] }] }),
      { check: 'known_value', fieldPath: 'br.chat.sanitized.Patient.phones[]' },
    ],
    [
      'a map key',
      { tags: { 'Mariana Alves': 'x' } },
      { check: 'known_value', fieldPath: 'br.chat.sanitized.Message.tags{key}' },
    ],
    [
      'a map value',
      { tags: { a: '(11) 98765-4321' } },
      { check: 'phone', fieldPath: 'br.chat.sanitized.Message.tags{value}' },
    ],
    ['a string branch', bot({ string: CPF }), { check: 'identifier', fieldPath: 'other.Bot.note<string>' }],
    ['a bytes branch', bot({ bytes: Buffer.from(`\u00ff ${CPF}`) }), { fieldPath: 'other.Bot.note<bytes>' }],
  ])('with a leak in %s is blocked, without a fault', (_, record, expected) => {
    expect(GUARD.check(inputOf(record))).toMatchObject({ ...expected, fault: false });
  });

  it.each<[string, object, string]>([
    ['a treated string', patient({ cpf: CPF }), 'br.chat.sanitized.Patient.cpf'],
    ['a treated string after its token', patient({ cpf: `${TOKEN}x` }), 'br.chat.sanitized.Patient.cpf'],
    ['a treated string before its token', patient({ cpf: `x${TOKEN}` }), 'br.chat.sanitized.Patient.cpf'],
    ['a treated string between tokens', patient({ cpf: `${TOKEN} ${TOKEN}` }), 'br.chat.sanitized.Patient.cpf'],
    ['treated bytes', { blob: Buffer.from([1]) }, 'br.chat.sanitized.Message.blob'],
  ])('with %s that Sigilo did not write is a fault', (_, record, fieldPath) => {
    expect(GUARD.check(inputOf(record))).toEqual({ check: 'untreated', fieldPath, fault: true });
  });

  it('whose treated leaves are empty, or joined of several tokens, passes', () => {
    expect(GUARD.check(inputOf(patient({ cpf: '' })))).toBeNull();
    expect(GUARD.check(inputOf(patient({ cpf: TOKEN + TOKEN })))).toBeNull();
  });

  it('with a fixed that is neither kept nor emitted is a fault', () => {
    const guard = compileGuard(SCHEMA, new Map([...CLASSES].filter(([path]) => !path.endsWith('digest'))), {
      canaries: [],
    });
    const expected = { check: 'untreated', fieldPath: 'br.chat.sanitized.Message.digest', fault: true };
    expect(guard.check(inputOf({}))).toEqual(expected);
  });

  it('with untreated map keys is a fault', () => {
    const guard = compileGuard(SCHEMA, new Map([...CLASSES].filter(([path]) => !path.endsWith('{key}'))), {
      canaries: [],
    });
    const fieldPath = 'br.chat.sanitized.Message.tags{key}';
    expect(guard.check(inputOf({}))).toEqual({ check: 'untreated', fieldPath, fault: true });
    expect(guard.check(inputOf({ tags: { [TOKEN]: 'x' } }))).toBeNull();
  });

  it('may grow by what Sigilo wrote, and by nothing else', () => {
    const phones = Array.from({ length: 2_000 }, () => 'x');
    const tiny = inputOf({ text: { string: TOKEN.repeat(500) }, ...patient({ phones }) }, { sourceBytes: 4_600 });
    expect(GUARD.check(tiny)).toBeNull();
    const grown = inputOf({ text: { string: 'oi '.repeat(100) } }, { sourceBytes: 100 });
    expect(GUARD.check(grown)).toEqual({ check: 'growth', fieldPath: 'br.chat.sanitized.Message', fault: true });
  });
});

describe('emitted ranges', () => {
  it('count only up to emittedCount', () => {
    const input = inputOf({});
    const one = { ...input, emittedCount: input.emittedCount - 1 };
    expect(
      GUARD.check({ ...one, emitted: Int32Array.from([...input.emitted.slice(0, 4), 0, 9999]), emittedCount: 2 }),
    ).toBeNull();
    expect(GUARD.check({ ...input, emittedCount: 0 })).toMatchObject({ check: 'untreated', fault: true });
  });

  it('hide exactly their bytes', () => {
    const random = createRandom(3);
    const guard = compileGuard('string', new Map([['', 'text']]), { canaries: [] });
    const type = avro.Type.forSchema('string');
    for (let round = 0; round < 2_000; round++) {
      const [before, value, after] = [makeCleanText(random), makeCpf(random), makeCleanText(random)];
      const bytes = type.toBuffer(`${before} ${value} ${after}`);
      const start = bytes.indexOf(` ${value} `) + 1;
      const emitted = Int32Array.of(0, 1, start, start + 11, bytes.length, bytes.length + 9);
      const input = {
        bytes,
        start: 0,
        end: bytes.length,
        emitted,
        emittedCount: 3,
        known: [],
        sourceBytes: bytes.length,
      };
      expect(guard.check(input)).toBeNull();
      const moved = Int32Array.of(0, 1, start - 12, start - 1, bytes.length, bytes.length + 9);
      if (start > 14) expect(guard.check({ ...input, emitted: moved })).toMatchObject({ fault: false });
    }
  });
});

describe('bytes that are no record of the sink schema', () => {
  const structure = (schema: SchemaJson, hex: string): GuardHit | null => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const guard = compileGuard(
      schema,
      new Map([
        ['', 'closed'],
        ['[]', 'closed'],
        ['{key}', 'closed'],
      ]),
      { canaries: [] },
    );
    const ranges = { emitted: new Int32Array(0), emittedCount: 0 };
    return guard.check({ bytes, start: 0, end: bytes.length, ...ranges, known: [], sourceBytes: 1000 });
  };
  const ENUM: SchemaJson = { type: 'enum', name: 'E', symbols: ['A', 'B'] };
  const MANY: SchemaJson = { type: 'enum', name: 'M', symbols: Array.from({ length: 99 }, (_, index) => `S${index}`) };
  const LIST_AND_FLAG: SchemaJson = {
    type: 'record',
    name: 'ListAndFlag',
    fields: [
      { name: 'list', type: { type: 'array', items: { type: 'enum', name: 'One', symbols: ['A'] } } },
      { name: 'flag', type: 'boolean' },
    ],
  };
  const ARRAY: SchemaJson = { type: 'array', items: 'string' };
  const NULLS: SchemaJson = {
    type: 'array',
    items: { type: 'record', name: 'Empty', fields: [{ name: 'a', type: 'null' }] },
  };
  const LOOP: SchemaJson = { type: 'record', name: 'Loop', fields: [{ name: 'next', type: ['null', 'Loop'] }] };
  const ENDLESS: SchemaJson = { type: 'record', name: 'Endless', fields: [{ name: 'next', type: 'Endless' }] };

  it.each<[string, SchemaJson, string]>([
    ['a string', 'string', '04 6f69'],
    ['an empty string', 'string', '00'],
    ['a long string length', 'string', `8001${'61'.repeat(64)}`],
    ['the smallest long', 'long', 'ff ff ff ff ff ff ff ff ff 01'],
    ['the smallest int', 'int', 'ff ff ff ff 0f'],
    ['a one-block array', ARRAY, '04 02 61 02 62 00'],
    ['an empty array', ARRAY, '00'],
    ['a map', { type: 'map', values: 'null' }, '02 02 61 00'],
    ['a great many empty items', NULLS, 'fe ff ff ff 0f 00'],
    ['a deep record', LOOP, `${'02'.repeat(200)}00`],
  ])('accepts %s', (_, schema, hex) => {
    expect(structure(schema, hex)).toBeNull();
  });

  it.each<[string, SchemaJson, string]>([
    ['nothing at all', 'string', ''],
    ['a byte too many', 'string', '04 6f69 00'],
    ['a string cut off', 'string', '06 6f69'],
    ['a length cut off', 'string', '80'],
    ['a negative length', 'string', '01'],
    ['a negative length of two bytes', 'string', '81 01'],
    ['a length of more than 32 bits', 'string', 'fe ff ff ff 1f'],
    ['an overlong length', 'string', '84 00 6f69'],
    ['an overlong long', 'long', '82 00'],
    ['a long of eleven bytes', 'long', 'ff ff ff ff ff ff ff ff ff ff 01'],
    ['a long beyond 64 bits', 'long', 'ff ff ff ff ff ff ff ff ff 02'],
    ['an int beyond 32 bits', 'int', 'ff ff ff ff 1f'],
    ['an int of six bytes', 'int', 'ff ff ff ff ff 01'],
    ['a boolean of 2', 'boolean', '02'],
    ['a missing boolean', 'boolean', ''],
    ['a float cut off', 'float', '00 00 00'],
    ['a double cut off', 'double', '00 00 00 00 00 00 00'],
    ['a fixed cut off', { type: 'fixed', name: 'F', size: 2 }, '61'],
    ['an enum out of range', ENUM, '04'],
    ['a negative enum', ENUM, '01'],
    ['a negative enum of two bytes', MANY, '81 01'],
    ['a list closed by anything but zero', LIST_AND_FLAG, '02 00 01 00'],
    ['a union index out of range', ['null', 'string'], '04'],
    ['a negative union index', ['null', 'string'], '01'],
    ['an array in two blocks', ARRAY, '02 02 61 02 02 62 00'],
    ['an array with a block size', ARRAY, '01 04 02 61 00'],
    ['an array without its end', ARRAY, '02 02 61'],
    ['a count beyond the record', ARRAY, 'fe ff ff ff 0f 02 61 00'],
    ['empty items without an end', NULLS, '04'],
    ['a map of more entries than bytes', { type: 'map', values: 'null' }, '08 02 61 00'],
    ['a nesting without end', LOOP, '02'.repeat(100_000)],
    ['a record that contains itself', ENDLESS, ''],
    [
      'arrays nested without end',
      { type: 'record', name: 'A', fields: [{ name: 'a', type: { type: 'array', items: 'A' } }] },
      '02'.repeat(50_000),
    ],
  ])('refuses %s, as a fault', (_, schema, hex) => {
    expect(structure(schema, hex)).toMatchObject({ check: 'structure', fault: true });
  });

  it('do not make it read beyond their end', () => {
    const guard = compileGuard('string', new Map([['', 'text']]), { canaries: ['CANARY-1'] });
    const bytes = Buffer.from(`\u0040${CPF} CANARY-1 ${'x'.repeat(40)}`);
    const ranges = { emitted: new Int32Array(0), emittedCount: 0 };
    const hit = guard.check({ bytes, start: 0, end: 3, ...ranges, known: [], sourceBytes: 99 });
    expect(hit).toEqual({ check: 'structure', fieldPath: '', fault: true });
  });

  it('never throw, whatever they are, and are never taken for a longer or shorter record', () => {
    const clean = inputOf({});
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), (noise, at) => {
        const bytes = Buffer.from(clean.bytes);
        bytes.set(noise, Math.min(at, bytes.length - noise.length));
        GUARD.check({ ...clean, bytes });
        expect(GUARD.check({ ...clean, end: clean.end - 1 - (at % 100) })).toMatchObject({
          check: 'structure',
          fault: true,
        });
        expect(GUARD.check({ ...clean, end: clean.end + 1 })).toMatchObject({ check: 'structure', fault: true });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('compiling', () => {
  it.each<[string, SchemaJson]>([
    ['an unknown name', 'Unknown'],
    ['a type of nothing', { name: 'x' }],
    ['null', null],
    ['a number', 3],
  ])('refuses %s', (_, schema) => {
    expect(() => compileGuard(schema, new Map(), { canaries: [] })).toThrowError(/schema\.invalid/);
  });

  it('resolves names by the namespace around them', () => {
    const schema: SchemaJson = {
      type: 'record',
      name: 'a.Outer',
      fields: [
        {
          name: 'one',
          type: {
            type: 'record',
            name: 'Inner',
            namespace: 'b',
            fields: [{ name: 'x', type: { type: 'fixed', name: 'F', size: 1 } }],
          },
        },
        { name: 'two', type: 'b.Inner' },
        { name: 'three', type: ['b.F', { type: 'array', items: 'b.F' }, 'null'] },
        {
          name: 'four',
          type: { type: 'error', name: 'Plain', namespace: '', fields: [{ name: 'y', type: { type: 'string' } }] },
        },
      ],
    };
    const paths = ['b.Inner.x', 'a.Outer.three<b.F>', 'a.Outer.three<array>[]', 'Plain.y'];
    const classes = new Map<string, LeafClass>(paths.map((path) => [path, 'kept']));
    const bytes = Buffer.from('6161 02 02 61 00 02 61'.replaceAll(' ', ''), 'hex');
    const input = {
      bytes,
      start: 0,
      end: bytes.length,
      emitted: new Int32Array(0),
      emittedCount: 0,
      known: [],
      sourceBytes: 99,
    };
    expect(compileGuard(schema, classes, { canaries: [] }).check(input)).toBeNull();
    for (const path of ['b.Inner.x', 'a.Outer.three<array>[]', 'Plain.y']) {
      const without = new Map([...classes].filter(([name]) => name !== path));
      const hit = compileGuard(schema, without, { canaries: [] }).check(input);
      expect(hit).toEqual({ check: 'untreated', fieldPath: path, fault: true });
    }
  });
});
