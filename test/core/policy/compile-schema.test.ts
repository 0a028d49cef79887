import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { parseSchema, type RecordNode, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { compileSchema } from '../../../src/core/policy/compile-schema.ts';
import { parsePolicy } from '../../../src/core/policy/policy.ts';

function compile(fields: SchemaJson, rules: string, more = '', uncovered: 'quarantine' | 'drop' = 'quarantine') {
  const lines = new LineCounter();
  const text = `policy: p\nrecord: a.R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n${more}\nfields:\n  ${rules}\n`;
  const parsed = parsePolicy({ file: 'p.yaml', document: parseDocument(text, { lineCounter: lines }), lines });
  if (!('policy' in parsed)) throw new Error(parsed.faults.join('\n'));
  const schema = parseSchema({ type: 'record', name: 'R', namespace: 'a', fields }) as RecordNode;
  const result = compileSchema(parsed.policy, schema, uncovered);
  avsc.Type.forSchema(result.compiled.sinkSchema as avsc.Schema); // the sink schema is always valid Avro
  return result;
}

/** The sink type of a single field `f`, or the fault, or `-` when nothing of it reaches the sink. */
function sinkOf(type: SchemaJson, rule: string): unknown {
  const { compiled, faults } = compile([{ name: 'f', type }], rule);
  if (faults.length > 0) return `fault: ${faults[0]}`;
  return (compiled.sinkSchema as { fields: { type: unknown }[] }).fields[0]?.type ?? '-';
}

const DATE = { type: 'int', logicalType: 'date' };
const MILLIS = { type: 'long', logicalType: 'timestamp-millis' };
const FIXED = { type: 'fixed', name: 'F', size: 4 };
const ENUM = { type: 'enum', name: 'E', symbols: ['A', 'B'] };
const INNER = { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] };

describe('type and treatment', () => {
  it.each([
    ['int', 'f: keep', 'int'],
    ['boolean', 'f: keep', 'boolean'],
    ['double', 'f: keep', 'double'],
    [ENUM, 'f: keep', { type: 'enum', name: 'E', namespace: 'a.sanitized', symbols: ['A', 'B'] }],
    ['string', 'f: { keep: uuid }', 'string'],
    [FIXED, 'f: { keep: { oneOf: [abcd] } }', { type: 'fixed', name: 'F', namespace: 'a.sanitized', size: 4 }],
    ['string', 'f: { tokenize: CPF }', 'string'],
    ['long', 'f: { tokenize: CPF }', 'string'],
    ['long', 'f: { tokenize: { type: CPF, as: long } }', 'long'],
    ['string', 'f: { tokenize: { type: CPF, as: long } }', 'long'],
    ['bytes', 'f: { tokenize: CPF }', 'string'],
    [FIXED, 'f: { redact: OTHER_ID }', 'string'],
    [ENUM, 'f: { redact: OTHER_ID }', 'string'],
    [DATE, 'f: { generalize: { DATE: year } }', DATE],
    [MILLIS, 'f: { generalize: { DATE: hour } }', MILLIS],
    ['string', 'f: { generalize: { DATE: year } }', 'string'],
    ['int', 'f: { generalize: { AGE: 90+ } }', 'string'],
    ['string', 'f: detect', 'string'],
    ['string', 'f: drop', '-'],
    [INNER, 'f: drop', '-'],
    [INNER, 'f: { redact: OTHER_ID }', 'string'],
    [{ type: 'array', items: 'string' }, 'f: { redact: PHONE }', 'string'],
    [{ type: 'array', items: 'string' }, 'f[]: { tokenize: PHONE }', { type: 'array', items: 'string' }],
    [['null', 'string'], 'f: { tokenize: CPF }', ['null', 'string']],
    [['null', 'string', 'long'], 'f: { tokenize: CPF }', ['null', 'string']],
    [['string', 'long'], 'f: { tokenize: CPF }', 'string'],
    [['int', 'long'], '"f<int>": keep\n  "f<long>": { tokenize: CPF }', ['int', 'string']],
    // A placeholder is no uuid, and a token no time.
    [
      [{ type: 'string', logicalType: 'uuid' }, 'long'],
      '"f<string>": { keep: uuid }\n  "f<long>": { redact: MRN }',
      'string',
    ],
    [
      [MILLIS, 'int'],
      '"f<long>": { generalize: { DATE: hour } }\n  "f<int>": { tokenize: { type: MRN, as: long } }',
      'long',
    ],
    [
      ['null', INNER],
      'f.x: keep',
      [
        'null',
        {
          type: 'record',
          name: 'I',
          namespace: 'a.sanitized',
          fields: [{ name: 'x', type: 'int', sigilo: { treatment: 'keep' } }],
        },
      ],
    ],
    [['null', 'string', INNER], '"f<string>": detect\n  "f<a.I>": drop', ['null', 'string']],
  ])('%j with %s gives %j', (type, rule, expected) => {
    expect(sinkOf(type as SchemaJson, rule)).toEqual(expected);
  });

  it.each([
    ['string', 'f: keep', 'needs a shape'],
    ['bytes', 'f: keep', 'needs a shape'],
    ['int', 'f: { keep: uuid }', 'takes no shape'],
    [DATE, 'f: keep', 'profile lgpd asks for at least generalize of DATE'],
    [INNER, 'f: keep', 'name what is inside'],
    [{ type: 'array', items: 'string' }, 'f: { tokenize: CPF }', 'write path[]'],
    [{ type: 'array', items: 'string' }, 'f[]: drop', 'drop the whole array'],
    ['long', 'f: detect', 'detect needs a string'],
    ['double', 'f: { generalize: { DATE: year } }', 'generalize of DATE needs'],
    [DATE, 'f: { generalize: { DATE: hour } }', 'a date is a day already'],
    [DATE, 'f: { generalize: { DATE: day } }', 'a date is a day already'],
    [{ type: 'map', values: 'int' }, '"f{key}": detect\n  "f{value}": keep', 'a map key is kept by shape'],
    [['string', 'long'], '"f<string>": drop\n  "f<long>": { redact: CPF }', 'needs null in the union'],
    [INNER, 'f: drop\n  f.x: keep', 'covers f.x'],
    [{ type: 'map', values: 'int' }, '"f{key}": drop\n  "f{value}": keep', 'drop the whole map'],
    [
      { type: 'map', values: 'int' },
      '"f{key}": { tokenize: { type: CPF, as: long } }\n  "f{value}": keep',
      'a map key is kept by shape',
    ],
  ])('%j with %s is a fault', (type, rule, sentence) => {
    expect(sinkOf(type as SchemaJson, rule)).toContain(sentence);
  });
});

describe('defaults', () => {
  it.each([
    ['int', 7, 'f: keep', 7],
    ['int', 7, 'f: { redact: OTHER_ID }', undefined],
    ['string', 'x', 'f: { tokenize: PERSON }', undefined],
    [['null', 'string'], null, 'f: { tokenize: PERSON }', null],
    [['int', 'null'], 3, 'f: { redact: OTHER_ID }', undefined],
    ['string', 'cpf 529.982.247-25', 'f: detect', undefined],
    ['long', 52998224725, 'f: { tokenize: { type: CPF, as: long } }', undefined],
    [MILLIS, 1, 'f: { generalize: { DATE: year } }', undefined],
    ['string', 'abc', 'f: { keep: digits(3) }', undefined],
    ['string', '123', 'f: { keep: digits(3) }', '123'],
    ['boolean', true, 'f: keep', true],
    [{ type: 'array', items: 'int' }, [], 'f[]: keep', []],
    [{ type: 'array', items: 'int' }, [1], 'f[]: { redact: OTHER_ID }', undefined],
  ])('of %j %j with %s becomes %j', (type, value, rule, expected) => {
    const { compiled } = compile([{ name: 'f', type: type as SchemaJson, default: value as SchemaJson }], rule);
    expect((compiled.sinkSchema as { fields: { default?: unknown }[] }).fields[0]?.default).toEqual(expected);
  });
});

describe('coverage', () => {
  const person = {
    type: 'record',
    name: 'P',
    fields: [
      { name: 'name', type: 'string' },
      { name: 'children', type: { type: 'array', items: 'P' } },
    ],
  };

  it('names every uncovered path', () => {
    const { compiled } = compile(
      [
        { name: 'a', type: 'int' },
        { name: 'b', type: INNER },
        { name: 'm', type: { type: 'map', values: 'int' } },
      ],
      'a: keep',
    );
    expect(compiled.uncovered).toEqual(['b.x', 'm{key}', 'm{value}']);
  });

  it('lets a tag cover what no path names, and a path win over the tag', () => {
    const tagged = { 'confluent:tags': ['PII'] };
    const fields = [
      { name: 'a', type: 'string', ...tagged },
      { name: 'b', type: 'string', ...tagged },
    ];
    const { compiled } = compile(fields, 'b: { tokenize: CPF }', 'tags: { PII: { redact: OTHER_ID } }');
    expect(compiled.coverage.map(({ path, treatment }) => [path, treatment])).toEqual([
      ['a', 'redact OTHER_ID'],
      ['b', 'tokenize CPF'],
    ]);
  });

  it.each([[['OPEN', 'PII']], [['PII', 'OPEN']]])('follows the tag that leaves the least, of %j', (tags) => {
    const rules = 'tags: { OPEN: { keep: { pattern: "[a-z0-9]*", max: 99 } }, PII: { redact: OTHER_ID } }';
    const { compiled } = compile([{ name: 'a', type: 'string', 'confluent:tags': tags }], '{}', rules);
    expect(compiled.coverage.map(({ treatment }) => treatment)).toEqual(['redact OTHER_ID']);
  });

  it('holds a type rule wherever the type occurs, also recursively, under one sink name', () => {
    const fields = [
      { name: 'p', type: person },
      { name: 'q', type: ['null', 'P'] },
    ];
    const { compiled, faults } = compile(fields, 'x: keep', 'types: { a.P: { name: { tokenize: PERSON } } }');
    expect([faults, compiled.uncovered]).toEqual([[], []]);
    expect(JSON.stringify(compiled.sinkSchema)).not.toContain('__');
  });

  it('splits a type that is treated differently at one place, the first keeping its name', () => {
    const fields = [
      { name: 'p', type: INNER },
      { name: 'q', type: 'I' },
    ];
    const { compiled } = compile(fields, 'p.x: keep\n  q.x: { redact: OTHER_ID }');
    const names = (compiled.sinkSchema as { fields: { type: { name: string } }[] }).fields.map(({ type }) => type.name);
    expect(names[0]).toBe('I');
    expect(names[1]).toMatch(/^I__[0-9a-f]{8}$/);
  });

  it('drops and counts uncovered fields where the route says so', () => {
    const { compiled } = compile(
      [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'string' },
      ],
      'a: keep',
      '',
      'drop',
    );
    expect((compiled.sinkSchema as { fields: { name: string }[] }).fields.map(({ name }) => name)).toEqual(['a']);
  });

  it('tells which rules found no place', () => {
    const { compiled } = compile([{ name: 'a', type: 'int' }], 'a: keep\n  typo: keep');
    expect([...compiled.usedRules]).toEqual([0]);
  });

  it('gives a recursive type one sink name', () => {
    const self = [
      { name: 'coop', type: 'string' },
      { name: 'next', type: ['null', 'R'] },
    ];
    const { compiled, faults } = compile(self, 'x: drop', 'types: { a.R: { coop: { tokenize: OTHER_ID } } }');
    expect([faults, JSON.stringify(compiled.sinkSchema).includes('__')]).toEqual([[], false]);
  });

  it('tells apart two uses of a fixed type that the guard must look at differently', () => {
    const inner = { type: 'record', name: 'I', fields: [{ name: 'f', type: FIXED }] };
    const fields = [
      { name: 'x', type: inner },
      { name: 'y', type: 'I' },
    ];
    const { compiled } = compile(
      fields,
      'x.f: { keep: { oneOf: [abcd] } }\n  y.f: { keep: { pattern: "[a-z]+", max: 4 } }',
    );
    expect(new Set(compiled.leafClasses.values())).toEqual(new Set(['closed', 'kept']));
  });

  it('compiles types that use one another twice a level in no more than linear work', () => {
    let below: SchemaJson = 'int';
    for (let level = 0; level < 40; level++) {
      const name = `L${level}`;
      const second: SchemaJson = level === 0 ? 'int' : `a.L${level - 1}`;
      below = {
        type: 'record',
        name,
        fields: [
          { name: 'p', type: below },
          { name: 'q', type: second },
        ],
      } as SchemaJson;
    }
    const { compiled } = compile([{ name: 'f', type: below }], 'x: drop', 'types: { a.L0: { p: keep, q: keep } }');
    expect(compiled.uncovered).toEqual([]);
  });
});
