import { describe, expect, it } from 'vitest';
import { parseSchema, type SchemaJson, type SchemaNode } from '../../../src/core/avro/schema.ts';
import { SigiloError } from '../../../src/errors.ts';

function fieldOf(node: SchemaNode, name: string): SchemaNode {
  if (node.kind !== 'record') throw new Error('not a record');
  return node.fields.find((field) => field.name === name)!.node;
}

function record(name: string, fields: SchemaJson[], rest: Record<string, SchemaJson> = {}): SchemaJson {
  return { type: 'record', name, ...rest, fields };
}

function faultOf(json: SchemaJson, references: SchemaJson[] = []): SigiloError {
  try {
    parseSchema(json, references);
  } catch (error) {
    if (error instanceof SigiloError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('names', () => {
  const status = { type: 'enum', name: 'Status', symbols: ['ON'] };

  it('take the namespace of the record around them', () => {
    const root = parseSchema(
      record(
        'Chat',
        [
          { name: 's', type: status },
          { name: 't', type: 'Status' },
        ],
        { namespace: 'br.sigilo' },
      ),
    );
    expect(root).toMatchObject({ kind: 'record', name: 'br.sigilo.Chat' });
    expect(fieldOf(root, 's')).toMatchObject({ name: 'br.sigilo.Status' });
    expect(fieldOf(root, 't')).toBe(fieldOf(root, 's'));
  });

  it('with dots are full: a namespace beside them is ignored, also for the types within', () => {
    const root = parseSchema(record('a.b.Chat', [{ name: 's', type: status }], { namespace: 'ignored' }));
    expect(root).toMatchObject({ name: 'a.b.Chat' });
    expect(fieldOf(root, 's')).toMatchObject({ name: 'a.b.Status' });
  });

  it('of their own namespace do not change that of later fields', () => {
    const inner = record('Inner', [{ name: 's', type: status }], { namespace: 'other' });
    const root = parseSchema(
      record(
        'Chat',
        [
          { name: 'i', type: inner },
          { name: 's', type: { ...status } },
          { name: 'o', type: 'other.Status' },
        ],
        { namespace: 'own' },
      ),
    );
    expect(fieldOf(root, 's')).toMatchObject({ name: 'own.Status' });
    expect(fieldOf(root, 'o')).toMatchObject({ name: 'other.Status' });
  });

  it('of the null namespace are found from within another, as Java does', () => {
    const inner = record('Inner', [{ name: 's', type: 'Status' }], { namespace: 'other' });
    const root = parseSchema(
      record('Chat', [
        { name: 's', type: status },
        { name: 'i', type: inner },
      ]),
    );
    expect(fieldOf(fieldOf(root, 'i'), 's')).toBe(fieldOf(root, 's'));
  });

  it('may be written as the type of an object', () => {
    const root = parseSchema(
      record('Chat', [
        { name: 's', type: status },
        { name: 't', type: { type: 'Status' } },
      ]),
    );
    expect(fieldOf(root, 't')).toBe(fieldOf(root, 's'));
  });

  it('make recursive schemas cyclic graphs', () => {
    const root = parseSchema(record('Patient', [{ name: 'dependants', type: { type: 'array', items: 'Patient' } }]));
    const list = fieldOf(root, 'dependants');
    expect(list.kind === 'array' && list.items).toBe(root);
  });

  it('come from references, whatever their order', () => {
    const address = record('Address', [{ name: 'city', type: 'a.City' }], { namespace: 'a' });
    const city = record('City', [{ name: 'name', type: 'string' }], { namespace: 'a' });
    const chat = record('Chat', [{ name: 'address', type: 'a.Address' }]);
    for (const references of [
      [address, city],
      [city, address],
      [address, city, city],
    ]) {
      expect(fieldOf(fieldOf(parseSchema(chat, references), 'address'), 'city')).toMatchObject({ name: 'a.City' });
    }
  });
});

describe('nodes', () => {
  it('keep the JSON that declared them, with attributes of our own', () => {
    const field = { name: 'cpf', type: 'string', doc: 'd', 'confluent:tags': ['PII'], default: '' };
    const root = parseSchema(record('Patient', [field], { doc: 'a patient' }));
    if (root.kind !== 'record') throw new Error('not a record');
    expect(root.fields[0]!.json).toEqual(field);
    expect(root.json).toMatchObject({ doc: 'a patient' });
  });

  it.each<[SchemaJson, string | null]>([
    [{ type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }, 'decimal'],
    [{ type: 'fixed', name: 'F', size: 4, logicalType: 'decimal', precision: 9 }, 'decimal'],
    [{ type: 'string', logicalType: 'uuid' }, 'uuid'],
    [{ type: 'fixed', name: 'F', size: 16, logicalType: 'uuid' }, 'uuid'],
    [{ type: 'int', logicalType: 'date' }, 'date'],
    [{ type: 'int', logicalType: 'time-millis' }, 'time-millis'],
    [{ type: 'long', logicalType: 'time-micros' }, 'time-micros'],
    [{ type: 'long', logicalType: 'timestamp-millis' }, 'timestamp-millis'],
    [{ type: 'long', logicalType: 'timestamp-micros' }, 'timestamp-micros'],
    [{ type: 'long', logicalType: 'timestamp-nanos' }, 'timestamp-nanos'],
    [{ type: 'long', logicalType: 'local-timestamp-millis' }, 'local-timestamp-millis'],
    [{ type: 'long', logicalType: 'local-timestamp-micros' }, 'local-timestamp-micros'],
    [{ type: 'fixed', name: 'F', size: 12, logicalType: 'duration' }, 'duration'],
    [{ type: 'string', logicalType: 'of-our-own' }, 'of-our-own'],
    [{ type: 'string', logicalType: 'date' }, null],
    [{ type: 'int', logicalType: 'timestamp-millis' }, null],
    [{ type: 'fixed', name: 'F', size: 11, logicalType: 'duration' }, null],
    [{ type: 'bytes', logicalType: 'decimal', precision: 2, scale: 3 }, null],
    [{ type: 'bytes', logicalType: 'decimal' }, null],
    [{ type: 'fixed', name: 'F', size: 4, logicalType: 'decimal', precision: 10 }, null],
    [{ type: 'string', logicalType: 7 }, null],
    [{ type: 'string', logicalType: 'x\n\u001b[2K' }, null],
    [{ type: 'string', logicalType: '' }, null],
    ['string', null],
  ])('of %j have the logical type %s', (json, expected) => {
    expect(parseSchema(json).logicalType).toBe(expected);
  });

  it.each<[string, SchemaJson]>([
    ['a default of the first branch', record('R', [{ name: 'f', type: ['null', 'string'], default: null }])],
    ['a default of a later branch', record('R', [{ name: 'f', type: ['string', 'null'], default: null }])],
    ['a default of 2^63', record('R', [{ name: 'f', type: 'long', default: -(2 ** 63) }])],
    [
      'a record default',
      record('R', [{ name: 'f', type: record('S', [{ name: 'g', type: 'int' }]), default: { g: 1 } }]),
    ],
    ['aliases', record('R', [{ name: 'f', type: 'int', aliases: ['old'] }], { aliases: ['Q', 'a.P'], namespace: 'n' })],
    ['an error', { type: 'error', name: 'E', fields: [] }],
    ['an empty fixed', { type: 'fixed', name: 'F', size: 0 }],
    ['a type called as a property of all objects', record('constructor', [])],
    ['an enum default', { type: 'enum', name: 'E', symbols: ['A', 'B'], default: 'A' }],
  ])('are made of %s', (_, json) => {
    expect(parseSchema(json).kind).toBeTypeOf('string');
  });
});

function nested(levels: number): SchemaJson {
  let json: SchemaJson = 'string';
  for (let level = 0; level < levels; level++) json = { type: 'array', items: json };
  return json;
}

describe('refusals', () => {
  const other = { type: 'fixed', name: 'F', size: 1 };

  it.each<[string, SchemaJson]>([
    ['null', null],
    ['a number', 7],
    ['no type', {}],
    ['a type within a type', { type: { type: 'string' } }],
    ['an unknown type', 'Missing'],
    ['a reference by alias', record('R', [{ name: 'f', type: ['null', 'Old'] }], { aliases: ['Old'] })],
    [
      'a use before the definition',
      record('R', [
        { name: 'f', type: 'F' },
        { name: 'g', type: other },
      ]),
    ],
    [
      'a type defined twice',
      record('R', [
        { name: 'f', type: other },
        { name: 'g', type: other },
      ]),
    ],
    ['a record without fields', { type: 'record', name: 'R' }],
    ['a record without name', { type: 'record', fields: [] }],
    [
      'a field defined twice',
      record('R', [
        { name: 'f', type: 'int' },
        { name: 'f', type: 'int' },
      ]),
    ],
    ['a field without type', record('R', [{ name: 'f' }])],
    ['a field called __proto__', record('R', [{ name: '__proto__', type: 'int' }])],
    ['a record called __proto__', record('__proto__', [])],
    ['a namespace with __proto__', record('R', [], { namespace: 'a.__proto__' })],
    ['a symbol called __proto__', { type: 'enum', name: 'E', symbols: ['__proto__'] }],
    ['a field with a dash', record('R', [{ name: 'a-b', type: 'int' }])],
    ['a type called string', record('a.string', [])],
    ['an empty union', []],
    ['a union with a type twice', ['int', { type: 'int', logicalType: 'date' }]],
    ['a union with two arrays', [nested(1), { type: 'array', items: 'int' }]],
    ['a union in a union', [['null', 'int'], 'string']],
    ['an enum without symbols', { type: 'enum', name: 'E', symbols: [] }],
    ['an enum with a symbol twice', { type: 'enum', name: 'E', symbols: ['A', 'A'] }],
    ['a fixed of negative size', { type: 'fixed', name: 'F', size: -1 }],
    ['a fixed of half a byte', { type: 'fixed', name: 'F', size: 0.5 }],
    ['an unknown order', record('R', [{ name: 'f', type: 'int', order: 'up' }])],
    ['aliases that are no list', record('R', [{ name: 'f', type: 'int', aliases: 'old' }])],
    ['a default that does not fit', record('R', [{ name: 'f', type: 'int', default: 'planted' }])],
    ['a default that fits no branch', record('R', [{ name: 'f', type: ['null', 'int'], default: 'planted' }])],
    ['an enum default that is no symbol', { type: 'enum', name: 'E', symbols: ['A'], default: 'planted' }],
    ['10,000 levels', nested(10_000)],
    ['201 levels', nested(201)],
  ])('refuses %s', (_, json) => {
    const fault = faultOf(json);
    expect(fault.code).toBe('schema.invalid');
    expect(fault.context.faults).toHaveLength(1);
    expect(fault.message).not.toContain('planted');
  });

  it('refuses references that nest too deep together, and ones that miss something', () => {
    const chain = Array.from({ length: 150 }, (_, index) =>
      record(`R${index}`, [{ name: 'f', type: index === 0 ? 'int' : nestedAround(`R${index - 1}`) }]),
    );
    expect(faultOf({ type: 'array', items: 'R149' }, chain).code).toBe('schema.invalid');
    expect(faultOf('string', [record('R', [{ name: 'f', type: 'Missing' }])]).code).toBe('schema.invalid');
  });

  it('bounds the text of a fault, whatever names the schema has', () => {
    const fault = faultOf({ ...(record('R'.repeat(70_000), []) as object), fields: 1 });
    expect(fault.code).toBe('schema.invalid');
    expect(fault.message.length).toBeLessThan(1_000);
  });

  it('takes 200 levels of JSON', () => {
    expect(parseSchema(nested(199)).kind).toBe('array');
  });
});

function nestedAround(name: string): SchemaJson {
  return { type: 'array', items: { type: 'array', items: name } };
}
