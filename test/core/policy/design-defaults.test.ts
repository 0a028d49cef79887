import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { exactType } from '../../scenarios/exact-long.ts';
import { runScenario } from '../../scenarios/run-scenario.ts';
import { policyOf, recordOf } from './treat-field.ts';

const P = { type: 'record', name: 'P', namespace: 't', fields: [{ name: 'x', type: 'int' }] };
const Q = { type: 'record', name: 'Q', namespace: 't', fields: [{ name: 'y', type: 'int' }] };
const E = { type: 'enum', name: 't.E', symbols: ['A', 'B'] };
const F = { type: 'fixed', name: 't.F', size: 11 };
const ARRAY = { type: 'array', items: 'int' };
const MAP = { type: 'map', values: 'int' };
const MILLIS = { type: 'long', logicalType: 'timestamp-millis' };
const GONE = Symbol('no default');

/** Type, default in the source, rules, default in the sink. */
const DEFAULTS: readonly [type: SchemaJson, standing: SchemaJson, rules: string, expected: unknown][] = [
  ['null', null, 'keep', null],
  ['boolean', true, 'keep', true],
  ['int', 7, 'keep', 7],
  ['long', 7, 'keep', 7],
  ['double', 0.5, 'keep', 0.5],
  [E, 'B', 'keep', 'B'],
  ['string', 'abc', '{ keep: { oneOf: [abc] } }', 'abc'],
  ['string', 'abd', '{ keep: { oneOf: [abc] } }', GONE],
  ['bytes', 'abc', '{ keep: { oneOf: [abc] } }', 'abc'],
  ['string', '', '{ redact: CPF }', GONE],
  ['string', 'Maria', '{ tokenize: PERSON }', GONE],
  ['string', 'cpf 529.982.247-25', 'detect', GONE],
  ['string', '12/03/1985', '{ generalize: { DATE: year } }', GONE],
  ['int', 93, '{ generalize: { AGE: 90+ } }', GONE],
  ['long', 52998224725, '{ tokenize: CPF }', GONE],
  ['long', 52998224725, '{ tokenize: { type: CPF, as: long } }', GONE],
  [MILLIS, 1700003599999, '{ generalize: { DATE: hour } }', GONE],
  [E, 'B', '{ redact: OTHER_ID }', GONE],
  [F, '52998224725', '{ tokenize: CPF }', GONE],
  [ARRAY, [], 'f[]: keep', []],
  [ARRAY, [1], 'f[]: keep', GONE],
  [ARRAY, [1], 'f[]: { redact: OTHER_ID }', GONE],
  [ARRAY, [], '{ redact: OTHER_ID }', GONE],
  [MAP, {}, '"f{key}": { tokenize: CPF }\n"f{value}": keep', {}],
  [MAP, { '52998224725': 1 }, '"f{key}": { tokenize: CPF }\n"f{value}": keep', GONE],
  [P, { x: 1 }, 'f.x: keep', GONE],
  [['null', 'string'], null, '{ tokenize: CPF }', null],
  [['null', 'string'], null, '{ keep: uuid }', null],
  [['string', 'null'], 'Maria', '{ tokenize: PERSON }', GONE],
  [['string', 'null'], 'abc', '{ keep: { oneOf: [abc] } }', 'abc'],
  [['int', 'null'], 3, '{ redact: OTHER_ID }', GONE],
  [['int', 'null'], 3, 'keep', 3],
  [['string', 'long'], 'Maria', '{ tokenize: PERSON }', GONE],
  // Null comes first in the sink once the branch before it is gone.
  [[P, 'null', Q], { x: 1 }, '"f<t.P>": drop\n"f<t.Q>.y": keep', null],
  [['string', 'null', 'long'], 'Maria', '"f<string>": drop\n"f<long>": keep', null],
  // A default of a later branch, as Avro 1.12 allows.
  [['null', 'string'], 'Maria', '{ tokenize: PERSON }', null],
];

describe('defaults', () => {
  it.each(DEFAULTS)('%j = %j with %s', (type, standing, rules, expected) => {
    const policy = policyOf(/^"?f[[{<.]/.test(rules) ? rules : `f: ${rules}`);
    // The record is a tombstone: only the sink schema is looked at.
    const { sinkSchema } = runScenario({ schema: recordOf(type, { default: standing }), policy, given: {} });
    expect(() => exactType(sinkSchema)).not.toThrow();
    const [field] = (sinkSchema as { fields: { default?: unknown }[] }).fields;
    expect(field && 'default' in field ? field.default : GONE).toEqual(expected);
  });
});
