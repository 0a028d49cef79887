import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { exactType } from '../../scenarios/exact-long.ts';
import { runScenario } from '../../scenarios/run-scenario.ts';
import { policyOf } from './treat-field.ts';

type Json = { readonly [name: string]: SchemaJson };

/** The schema that the sink gets for a record with these fields; avsc must accept it. */
function sinkSchemaOf(fields: readonly SchemaJson[], rules: string, record: Json = {}, more = ''): Json {
  const schema = { type: 'record', name: 'R', namespace: 't', ...record, fields };
  const name = record.namespace === undefined ? 't.R' : `${record.namespace}.R`;
  const policy = policyOf(rules, more).replace('record: t.R', `record: ${name.replace(/^\./, '')}`);
  const { sinkSchema } = runScenario({ schema, policy, given: {} });
  expect(() => exactType(sinkSchema)).not.toThrow();
  return sinkSchema as Json;
}

const fieldsOf = (schema: SchemaJson) => (schema as unknown as { fields: readonly Json[] }).fields;
const P = { type: 'record', name: 'P', fields: [{ name: 'x', type: 'string' }] };

describe('names in the sink', () => {
  it.each([
    ['t', 't.sanitized'],
    ['br.sigilo.chat', 'br.sigilo.chat.sanitized'],
    ['', 'sanitized'],
  ])('of the namespace "%s" move to "%s"', (namespace, expected) => {
    const schema = sinkSchemaOf([{ name: 'f', type: 'int' }], 'f: keep', { namespace });
    expect([schema.name, schema.namespace]).toEqual(['R', expected]);
  });

  it('move for every named type, each from its own namespace', () => {
    const fields = [
      { name: 'e', type: { type: 'enum', name: 'a.b.E', symbols: ['A'] } },
      { name: 'f', type: { type: 'fixed', name: 'F', size: 2, namespace: 'c' } },
      { name: 'p', type: { ...P, name: 'P' } },
    ];
    const schema = sinkSchemaOf(fields, 'e: keep\nf: { keep: digits(2) }\np.x: { redact: CPF }');
    const names = fieldsOf(schema).map(({ type }) => `${(type as Json).namespace}.${(type as Json).name}`);
    expect(names).toEqual(['a.b.sanitized.E', 'c.sanitized.F', 't.sanitized.P']);
  });

  it('stay one for a type that is treated alike at each place', () => {
    const fields = [
      { name: 'p', type: P },
      { name: 'q', type: 't.P' },
      { name: 'r', type: { type: 'array', items: 't.P' } },
    ];
    const schema = sinkSchemaOf(fields, 'p.x: { redact: CPF }\nq.x: { redact: CPF }\nr[].x: { redact: CPF }');
    expect(fieldsOf(schema)[1]?.type).toBe('t.sanitized.P');
    expect(fieldsOf(schema)[2]?.type).toEqual({ type: 'array', items: 't.sanitized.P' });
  });

  it('split where a type is treated otherwise, the first keeping its name, by a hash that depends on nothing else', () => {
    const fields = [
      { name: 'p', type: P },
      { name: 'q', type: 't.P' },
      { name: 'r', type: 't.P' },
    ];
    const rules = 'p.x: { redact: CPF }\nq.x: { keep: uuid }\nr.x: { keep: uuid }';
    const names = (more: readonly SchemaJson[], moreRules: string) =>
      fieldsOf(sinkSchemaOf([...fields, ...more], rules + moreRules)).map(({ type }) =>
        typeof type === 'string' ? type : (type as Json).name,
      );
    const split = names([], '');
    expect(split).toEqual(['P', expect.stringMatching(/^P__[0-9a-f]{8}$/), `t.sanitized.${split[1]}`]);
    expect(names([{ name: 's', type: 'int' }], '\ns: keep').slice(0, 3)).toEqual(split);
  });
});

describe('what a sink schema keeps', () => {
  it('is the order of fields, doc, order, aliases and tags', () => {
    const about = { doc: 'About it.', order: 'descending', aliases: ['old'], 'confluent:tags': ['PII'] };
    const fields = [
      { name: 'z', type: 'int', ...about },
      { name: 'gone', type: 'int' },
      { name: 'a', type: 'string', ...about, surprise: 'x' },
    ];
    const schema = sinkSchemaOf(fields, 'z: keep\na: { redact: CPF }\ngone: drop', { doc: 'A record.' });
    expect(schema.doc).toBe('A record.');
    expect(fieldsOf(schema)).toEqual([
      { name: 'z', type: 'int', ...about, sigilo: { treatment: 'keep' } },
      { name: 'a', type: 'string', ...about, sigilo: { treatment: 'redact' } },
    ]);
  });

  it.each<[SchemaJson, string, SchemaJson]>([
    [{ type: 'string', logicalType: 'uuid' }, '{ keep: uuid }', { type: 'string', logicalType: 'uuid' }],
    [{ type: 'string', logicalType: 'uuid' }, '{ tokenize: OTHER_ID }', 'string'],
    [{ type: 'string', logicalType: 'uuid' }, 'detect', 'string'],
    [{ type: 'int', logicalType: 'date' }, '{ generalize: { DATE: year } }', { type: 'int', logicalType: 'date' }],
    [{ type: 'int', logicalType: 'date' }, '{ redact: DATE }', 'string'],
    [{ type: 'long', logicalType: 'timestamp-micros' }, '{ tokenize: { type: OTHER_ID, as: long } }', 'long'],
    [{ type: 'int', logicalType: 'time-millis' }, 'keep', { type: 'int', logicalType: 'time-millis' }],
    [
      { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
      '{ keep: digits(3) }',
      { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
    ],
    [
      { type: 'fixed', name: 'D', size: 12, logicalType: 'duration', doc: 'How long.' },
      '{ keep: digits(12) }',
      { type: 'fixed', name: 'D', namespace: 't.sanitized', size: 12, logicalType: 'duration', doc: 'How long.' },
    ],
    [
      { type: 'enum', name: 'E', symbols: ['A', 'B'], default: 'B', doc: 'Which.' },
      'keep',
      { type: 'enum', name: 'E', namespace: 't.sanitized', symbols: ['A', 'B'], default: 'B', doc: 'Which.' },
    ],
  ])('of the type %j with %s is %j', (type, rule, expected) => {
    expect(fieldsOf(sinkSchemaOf([{ name: 'f', type }], `f: ${rule}`))[0]?.type).toEqual(expected);
  });
});

describe('the attribute sigilo', () => {
  it.each<[SchemaJson, string, SchemaJson | undefined]>([
    ['int', 'f: keep', { treatment: 'keep' }],
    ['string', 'f: { keep: uuid }', { treatment: 'keep' }],
    ['string', 'f: { redact: CPF }', { treatment: 'redact' }],
    ['string', 'f: { tokenize: CPF }', { treatment: 'tokenize' }],
    ['string', 'f: detect', { treatment: 'detect' }],
    ['string', 'f: { generalize: { DATE: month } }', { treatment: 'generalize', granularity: 'month' }],
    ['int', 'f: { generalize: { AGE: 90+ } }', { treatment: 'generalize', granularity: '90+' }],
    [['null', 'string'], 'f: { redact: CPF }', { treatment: 'redact' }],
    [{ type: 'array', items: 'string' }, 'f[]: { redact: CPF }', { treatment: 'redact' }],
    [{ type: 'map', values: 'int' }, '"f{key}": { redact: CPF }\n"f{value}": keep', { treatment: 'keep' }],
    [P, 'f.x: { redact: CPF }', undefined],
  ])('of %j with %s is %j', (type, rules, expected) => {
    expect(fieldsOf(sinkSchemaOf([{ name: 'f', type }], rules))[0]?.sigilo).toEqual(expected);
  });
});
