import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { framed, routeOf, tokenizer } from './route-of-policies.ts';

const record = (name: string, fields: readonly SchemaJson[]): SchemaJson => ({
  type: 'record',
  name,
  namespace: 'a',
  fields,
});
const field = (name: string, type: SchemaJson): SchemaJson => ({ name, type });
const policy = (name: string, fields: string, more = '', common = 'tenant: { const: x }\nkey: { as: none }') =>
  `policy: ${name.toLowerCase()}\nrecord: a.${name}\nprofile: lgpd\n${common}\n${more}\nfields: ${fields}\n`;
const token = (tenant: string, text: string) => tokenizer.text('field', tenant, 'CPF', 'CPF', text);

const VISIT = record('Visit', [field('cpf', 'string'), field('coop', ['null', 'string'])]);
const CLAIM = record('Claim', [field('cpf', 'long'), field('coop', ['null', 'string'])]);

describe('several record types in one topic', () => {
  const rules = '{ cpf: { tokenize: CPF }, coop: { keep: { oneOf: [north, south, west] } } }';

  it('are each treated by the policy of their full name, and join', async () => {
    const route = routeOf({
      schemas: { 1: VISIT, 2: CLAIM, 3: record('Other', [field('cpf', 'string')]) },
      policies: [policy('Visit', rules), policy('Claim', rules)],
    });
    const visit = await route.send({ value: framed(1, VISIT, { cpf: '000.000.001-91', coop: null }) });
    const claim = await route.send({ value: framed(2, CLAIM, { cpf: 191, coop: null }) });
    expect([visit.value?.content.cpf, claim.value?.content.cpf]).toEqual([token('x', '191'), token('x', '191')]);
    expect(route.pipeline.planIds().map((plan) => plan.policy)).toEqual(['visit', 'claim']);
    const other = await route.send({ value: Buffer.from([0, 0, 0, 0, 3, 0]) });
    expect(other.outcome).toEqual({ kind: 'quarantine', reason: 'uncovered_schema' });
  });

  it('must agree on key, headers, timestamp and tenant', () => {
    const key = 'tenant: { const: x }\nkey: { as: avro, tokenize: CPF }';
    const texts = [policy('Visit', rules), policy('Claim', rules, '', key)];
    expect(() => routeOf({ schemas: {}, policies: texts })).toThrow('key, headers, timestamp and tenant, and');
  });

  it.each(['', 'timestamp: year'])('must agree on what a profile makes of them, with %j', (more) => {
    const redact = '{ cpf: { redact: CPF }, coop: { keep: { oneOf: [north] } } }';
    const safe = policy('Claim', redact, more).replace('profile: lgpd', 'profile: hipaa-safe-harbor');
    expect(() => routeOf({ schemas: {}, policies: [policy('Visit', redact, more), safe] })).toThrow(
      'what the profile makes of them',
    );
    expect(() => routeOf({ schemas: {}, policies: [safe.replaceAll('laim', 'ure'), safe] })).not.toThrow();
  });
});

describe('tenants', () => {
  const byField = 'tenant: { field: coop }\nkey: { as: none }';
  const listed = 'tenant: { field: coop, oneOf: [north, south] }\nkey: { as: none }';
  const rules = '{ cpf: { tokenize: CPF }, coop: { keep: { pattern: "[a-z]*", max: 9 } } }';

  it.each<[string, string | null, string | null]>([
    [byField, 'north', 'north'],
    [byField, 'east', 'east'],
    [byField, '', null],
    [byField, null, null],
    [listed, 'north', 'north'],
    [listed, 'south', 'south'],
    [listed, 'North', null],
    [listed, 'east', null],
    [listed, '', null],
    [listed, null, null],
  ])('%s: a record of %s has the tokens of tenant %s', async (common, coop, tenant) => {
    const route = routeOf({ schemas: { 1: VISIT }, policies: [policy('Visit', rules, '', common)] });
    const content = { cpf: '52998224725', coop: coop === null ? null : { string: coop } };
    const { outcome, value } = await route.send({ value: framed(1, VISIT, content) });
    if (tenant === null) expect(outcome).toEqual({ kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'coop' });
    else expect(value?.content.cpf).toBe(token(tenant, '52998224725'));
  });

  it.each([
    ['{ field: coop, oneOf: [] }', 'a list of tenants'],
    ['{ field: coop, oneOf: [1] }', 'write numbers in quotes'],
    ['{ field: coop, oneOf: [""] }', 'a list of tenants'],
    ['{ field: coop, oneOf: north }', 'a list of tenants'],
    ['{ const: x, oneOf: [x] }', 'needed, as it is part of every token'],
    ['{ const: x, field: coop }', 'needed, as it is part of every token'],
    ['{ const: "" }', 'needed, as it is part of every token'],
    ['{ field: "coops[]" }', 'must name a single value'],
    ['x', 'needed, as it is part of every token'],
  ])('tenant: %s is a fault', (tenant, sentence) => {
    const common = `tenant: ${tenant}\nkey: { as: none }`;
    expect(() => routeOf({ schemas: {}, policies: [policy('Visit', rules, '', common)] })).toThrow(sentence);
  });
});

describe('schemas that refer to other subjects', () => {
  const person = (...fields: readonly SchemaJson[]) =>
    record('Person', [field('cpf', 'long'), field('parent', ['null', 'a.Person']), ...fields]);
  const message = record('Message', [field('from', 'a.Person'), field('to', ['null', 'a.Person'])]);
  const rules = policy(
    'Message',
    '{ to.age: { generalize: { AGE: 90+ } }, from.age: { keep: { from: 0, to: 120 } } }',
    'types: { a.Person: { cpf: { tokenize: CPF }, parent: drop } }',
  );

  it('are treated by the rules of the types they reach, and split where a type is treated in two ways', async () => {
    const references = [person(field('age', 'int'))];
    const route = routeOf({ schemas: { 1: { schema: message, references } }, policies: [rules] });
    const whole = record('Message', [field('from', references[0] as SchemaJson), field('to', ['null', 'a.Person'])]);
    const someone = { cpf: 191, parent: null, age: 93 };
    const { value } = await route.send({
      value: framed(1, whole, { from: someone, to: { 'a.Person': someone } }),
    });
    const [sinkSchema] = [...route.sinkSchemas.values()].map(({ schema }) => JSON.stringify(schema));
    const name = /"name":"(Person__\w+)"/.exec(sinkSchema ?? '')?.[1] ?? 'not split';
    expect(name).toMatch(/^Person__[0-9a-f]{8}$/);
    expect(value?.content).toEqual({
      from: { cpf: token('x', '191'), age: 93 },
      to: { [`a.sanitized.${name}`]: { cpf: token('x', '191'), age: '90+' } },
    });
  });

  it('have another plan id when only what they refer to differs', async () => {
    const planOf = async (...fields: readonly SchemaJson[]) => {
      const schema = { schema: message, references: [person(field('age', 'int'), ...fields)] };
      const route = routeOf({ schemas: { 1: schema }, policies: [rules] });
      await route.pipeline.load([1]);
      return route.pipeline.planIds()[0]?.plan;
    };
    const plan = await planOf();
    expect(plan).toMatch(/^[0-9a-f]{16}$/);
    expect(await planOf({ name: 'gone', type: 'null' })).not.toBe(plan);
    expect(await planOf()).toBe(plan);
  });
});
