import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { runScenario, TEST_KEY } from '../../scenarios/run-scenario.ts';
import { policyOf, recordOf, treatField } from './treat-field.ts';

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });
const CPF = tokenizer.text('field', 'coop', 'CPF', 'CPF', '52998224725');
const P = { type: 'record', name: 'P', namespace: 't', fields: [{ name: 'x', type: 'int' }] };
const Q = { type: 'record', name: 'Q', namespace: 't', fields: [{ name: 'y', type: 'int' }] };
const E = { type: 'enum', name: 't.E', symbols: ['A', 'B'] };
const F = { type: 'fixed', name: 't.F', size: 11 };
const sinkOf = ({ name, fields }: typeof P) => ({
  type: 'record',
  name,
  namespace: 't.sanitized',
  fields: fields.map((field) => ({ ...field, sigilo: { treatment: 'keep' } })),
});

/** Union of the source, rules, type in the sink, and what becomes of values: Avro's JSON encoding on both sides. */
const UNIONS: readonly [union: SchemaJson, rules: string, sink: SchemaJson, values: readonly [unknown, unknown][]][] = [
  // One rule for all branches: equal results collapse, in the order of their first occurrence.
  [
    ['null', 'string'],
    '{ tokenize: CPF }',
    ['null', 'string'],
    [
      [null, null],
      [{ string: '529.982.247-25' }, { string: CPF }],
    ],
  ],
  [
    ['null', 'string', 'long', 'bytes', F],
    '{ tokenize: CPF }',
    ['null', 'string'],
    [
      [{ string: '529.982.247-25' }, { string: CPF }],
      [{ long: 52998224725 }, { string: CPF }],
      [{ bytes: '52998224725' }, { string: CPF }],
      [{ 't.F': '52998224725' }, { string: CPF }],
      [null, null],
    ],
  ],
  [
    ['long', 'null', 'string'],
    '{ redact: CPF }',
    ['string', 'null'],
    [
      [{ long: 1 }, { string: '[CPF]' }],
      [null, null],
    ],
  ],
  [
    ['string', 'long'],
    '{ tokenize: CPF }',
    'string',
    [
      [{ long: 52998224725 }, CPF],
      [{ string: '52998224725' }, CPF],
    ],
  ],
  [['int'], 'keep', 'int', [[{ int: 7 }, 7]]],
  [['null'], '{ redact: CPF }', 'null', [[null, null]]],
  [
    ['null', 'int', 'boolean'],
    'keep',
    ['null', 'int', 'boolean'],
    [
      [{ int: 7 }, { int: 7 }],
      [{ boolean: true }, { boolean: true }],
    ],
  ],
  [
    ['null', P, Q],
    '{ redact: PERSON }',
    ['null', 'string'],
    [
      [{ 't.Q': { y: 1 } }, { string: '[PERSON]' }],
      [null, null],
    ],
  ],
  [
    ['null', 'string', 'long'],
    'drop',
    '-',
    [
      [{ string: 'x' }, '-'],
      [null, '-'],
    ],
  ],
  [['string', 'long'], 'drop', '-', [[{ long: 1 }, '-']]],
  // A rule for a branch wins over the rule for the field.
  [
    ['int', 'long', 'null'],
    'f: keep\n"f<long>": { tokenize: CPF }',
    ['int', 'string', 'null'],
    [
      [{ int: 5 }, { int: 5 }],
      [{ long: 52998224725 }, { string: CPF }],
      [null, null],
    ],
  ],
  [
    ['null', E, 'string'],
    '"f<t.E>": keep\n"f<string>": { keep: { oneOf: [a] } }',
    ['null', { type: 'enum', name: 'E', namespace: 't.sanitized', symbols: ['A', 'B'] }, 'string'],
    [
      [{ 't.E': 'B' }, { 't.sanitized.E': 'B' }],
      [{ string: 'a' }, { string: 'a' }],
      [{ string: 'b' }, 'quarantine: unexpected_shape at f<string>'],
    ],
  ],
  [
    ['string', E, 'null'],
    '"f<t.E>": { redact: OTHER_ID }\n"f<string>": detect',
    ['string', 'null'],
    [
      [{ string: 'oi' }, { string: 'oi' }],
      [{ 't.E': 'A' }, { string: '[OTHER_ID]' }],
      [null, null],
    ],
  ],
  [
    [P, Q],
    '"f<t.P>.x": keep\n"f<t.Q>.y": keep',
    [sinkOf(P), sinkOf(Q)],
    [
      [{ 't.P': { x: 1 } }, { 't.sanitized.P': { x: 1 } }],
      [{ 't.Q': { y: 2 } }, { 't.sanitized.Q': { y: 2 } }],
    ],
  ],
  // A dropped branch becomes null where the union has null.
  [
    ['null', P, Q],
    '"f<t.P>": drop\n"f<t.Q>.y": keep',
    ['null', sinkOf(Q)],
    [
      [{ 't.P': { x: 1 } }, null],
      [{ 't.Q': { y: 2 } }, { 't.sanitized.Q': { y: 2 } }],
      [null, null],
    ],
  ],
  [
    ['string', 'long', 'null'],
    '"f<string>": drop\n"f<long>": { tokenize: CPF }',
    ['string', 'null'],
    [
      [{ string: 'x' }, null],
      [{ long: 52998224725 }, { string: CPF }],
    ],
  ],
  // A branch that no rule names is quarantined when a record reaches it.
  [
    ['null', 'string', 'long'],
    '"f<string>": { redact: CPF }',
    ['null', 'string'],
    [
      [{ string: 'x' }, { string: '[CPF]' }],
      [null, null],
      [{ long: 1 }, 'quarantine: uncovered_field at f<long>'],
    ],
  ],
];

describe('unions', () => {
  describe.each(UNIONS)('%j with %s', (union, rules, sink, values) => {
    it.each(values)(`makes of %j %j`, (value, expected) => {
      const treated = treatField(union, rules, value);
      if (expected === '-' || String(expected).startsWith('quarantine')) return expect(treated).toBe(expected);
      expect(treated).toEqual({ type: sink, value: expected });
    });
  });

  it.each([
    [
      ['string', 'long'],
      '"f<string>": drop\n"f<long>": { redact: CPF }',
      'f<string>: a dropped union branch needs null',
    ],
    [[P, Q], '"f<t.P>": drop\n"f<t.Q>.y": keep', 'f<t.P>: a dropped union branch needs null'],
    [['null', 'string', 'long'], 'detect', 'f<long>: detect needs a string'],
    [['null', 'string'], 'keep', 'f: keep of string needs a shape'],
  ])('%j with %s is a fault', (union, rules, sentence) => {
    expect(treatField(union as SchemaJson, rules, null)).toContain(sentence);
  });

  it('drops and counts a branch that no rule names where the route drops what is uncovered', () => {
    const schema = recordOf(['null', 'string', 'long']);
    const policy = policyOf('"f<string>": { redact: CPF }');
    const run = (f: unknown) => runScenario({ schema, policy, uncovered: 'drop', given: { record: { f } } });
    expect(run({ long: 1 })).toMatchObject({ record: { f: null }, counts: { uncoveredDropped: 1 } });
    expect(run({ string: 'x' })).toMatchObject({ record: { f: { string: '[CPF]' } }, counts: { uncoveredDropped: 0 } });
  });
});
