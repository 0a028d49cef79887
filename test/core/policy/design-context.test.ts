import { describe, expect, it } from 'vitest';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { ENTITY_TYPES, type EntityType } from '../../../src/core/entity.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { compileKeyPlan, compilePlan, type PlanSettings } from '../../../src/core/policy/compile-plan.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { readPolicies } from '../../../src/policy-file.ts';
import { runScenario, type Scenario, TEST_KEY } from '../../scenarios/run-scenario.ts';
import { policyOf } from './treat-field.ts';

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });
const person = (space: string, name: string) => tokenizer.text('field', 'coop', space, 'PERSON', name);
const record = (...fields: readonly { readonly name: string; readonly type: SchemaJson }[]): SchemaJson => ({
  type: 'record',
  name: 'R',
  namespace: 't',
  fields,
});
const STRING = ['name', 'text'].map((name) => ({ name, type: 'string' }));
const CHAT = record({ name: 'talk', type: ['null', 'string'] }, ...STRING);
/** Where the scenario's record stands, which is the join space of names that have no conversation. */
const PLACE = 'raw/3/5';

const chat = (talk: string | null, more = 'conversation: talk', given: Scenario['given'] = {}) =>
  runScenario({
    schema: CHAT,
    policy: policyOf(
      'talk: { keep: { pattern: "[-A-Za-z0-9]*", max: 9 } }\nname: { tokenize: PERSON }\ntext: detect',
      more,
    ),
    given: { record: { talk: talk === null ? null : { string: talk }, name: 'Ana Lima', text: '' }, ...given },
  });

describe('names', () => {
  it.each<[string | null, string, string]>([
    ['c-1', 'conversation: talk', 'conversation/c-1'],
    ['c-2', 'conversation: talk', 'conversation/c-2'],
    ['', 'conversation: talk', `record/${PLACE}`],
    [null, 'conversation: talk', `record/${PLACE}`],
    ['c-1', '', `record/${PLACE}`],
  ])('of the conversation %j with %j join within %s', (talk, more, space) => {
    expect(chat(talk, more).record).toMatchObject({ name: person(space, 'ana lima') });
  });

  it('in a header join with those of the conversation, and of a tombstone within its record', () => {
    const more = 'conversation: talk\nheaders: { who: { as: utf8, tokenize: PERSON } }';
    const headers = { who: 'ANA LIMA' };
    const whole = chat('c-1', more, { headers, record: { talk: { string: 'c-1' }, name: 'Ana Lima', text: '' } });
    expect(whole.outcome).toMatchObject({ record: { headers: { who: person('conversation/c-1', 'ana lima') } } });
    const tombstone = chat('c-1', more, { headers, record: undefined });
    expect(tombstone.outcome).toMatchObject({ record: { headers: { who: person(`record/${PLACE}`, 'ana lima') } } });
  });
});

describe('a value of a field found in text', () => {
  it.each([
    ['{ tokenize: CPF }', 'field', 'CPF'],
    ['{ tokenize: { type: CPF, domain: d } }', 'field', 'd'],
    ['{ redact: CPF }', 'text', 'CPF'],
  ] as const)('of %s has the token of a %s', (rule, use, domain) => {
    const { record: treated } = runScenario({
      schema: record(...STRING),
      policy: policyOf(`name: ${rule}\ntext: { detect: { CPF: tokenize } }`),
      given: { record: { name: '52998224725', text: '529.982.247-25' } },
    });
    expect(treated).toMatchObject({ text: tokenizer.text(use, 'coop', domain, 'CPF', '52998224725') });
  });
});

/** Values of these types are no names of anybody, or would be found in every text. */
const NOT_SEARCHED: readonly EntityType[] = [
  ...(['DATE', 'AGE', 'URL', 'IP'] as const),
  ...(['CREDENTIAL', 'GENETIC', 'BIOMETRIC', 'OTHER_ID'] as const),
];

describe('known values', () => {
  it.each(ENTITY_TYPES)('of %s are found again in text, or on purpose not', (entity) => {
    const { record: treated } = runScenario({
      schema: record(...STRING),
      policy: policyOf(`name: { redact: ${entity} }\ntext: detect`),
      given: { record: { name: 'Zebulon Quartzo', text: 'fui com ZEBULON  quartzo' } },
    });
    const found = NOT_SEARCHED.includes(entity) ? 'ZEBULON  quartzo' : `[${entity}]`;
    expect(treated).toMatchObject({ text: `fui com ${found}` });
  });

  it.each<[SchemaJson, unknown, boolean]>([
    ['long', 123456789, true],
    [{ type: 'enum', name: 'E', symbols: ['Quartzo'] }, 'Quartzo', false],
    ['boolean', false, false],
  ])('of %j: %j is found again in text: %s', (type, name, isFound) => {
    const text = `diga ${name} agora`;
    const { record: treated } = runScenario({
      schema: record({ name: 'name', type }, { name: 'text', type: 'string' }),
      policy: policyOf('name: { redact: MRN }\ntext: detect'),
      given: { record: { name, text } },
    });
    // What the tagger makes of the word is its own affair.
    expect(JSON.stringify(treated).includes('diga [MRN] agora')).toBe(isFound);
  });

  it.each([
    [1_000, 'forward'],
    [1_001, 'quarantine'],
  ])('%i of one record: %s', (count, kind) => {
    const { outcome } = runScenario({
      schema: record({ name: 'names', type: { type: 'array', items: 'string' } }),
      policy: policyOf('names[]: { redact: PERSON }'),
      given: { record: { names: Array.from({ length: count }, (_, index) => `Nome ${index}`) } },
    });
    expect(outcome).toMatchObject(kind === 'forward' ? { kind } : { kind, reason: 'limit_exceeded' });
  });
});

const INNER: SchemaJson = { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] };

describe('what no rule names, on a route that drops it', () => {
  it.each<[string, SchemaJson, unknown, string, number]>([
    ['a field', 'string', 'x', '', 1],
    ['a union', ['null', 'string'], { string: 'x' }, '', 1],
    ['a field of a record', INNER, { x: 1 }, '', 1],
    ['a field of each item', { type: 'array', items: INNER }, [{ x: 1 }, { x: 2 }], '', 2],
    ['an array', { type: 'array', items: 'int' }, [1, 2, 3], '', 1],
    ['a map', { type: 'map', values: 'int' }, { a: 1, b: 2 }, '', 1],
    ['values of a map', { type: 'map', values: 'int' }, { a: 1 }, 'f{key}: { redact: CPF }', 1],
    ['keys of a map', { type: 'map', values: 'int' }, { a: 1 }, 'f{value}: keep', 1],
    ['nothing', 'int', 1, 'f: keep', 0],
    ['nothing but what is dropped by a rule', 'int', 1, 'f: drop', 0],
  ])('%s is counted', (_, type, value, rule, count) => {
    const { counts, outcome, sinkSchema } = runScenario({
      schema: record({ name: 'f', type }, { name: 'g', type: 'int' }),
      policy: policyOf(`g: keep${rule ? `\n${rule}` : ''}`),
      uncovered: 'drop',
      given: { record: { f: value, g: 1 } },
    });
    expect(outcome.kind).toBe('forward');
    expect(counts.uncoveredDropped).toBe(count);
    expect(JSON.stringify(sinkSchema)).not.toContain('"x"');
  });
});

const SETTINGS: PlanSettings = {
  uncovered: 'quarantine',
  limits: DEFAULT_LIMITS,
  region: 'BR',
  keyVersion: 'k1',
  detectorId: 'd1',
  canaries: [],
};
const POLICY = policyOf('talk: drop\nname: { tokenize: PERSON }\ntext: detect');
const draft = (text = POLICY, schema = CHAT, settings: Partial<PlanSettings> = {}) =>
  compilePlan(readPolicies([{ file: 'p.yaml', text }]), parseSchema(schema), { ...SETTINGS, ...settings });

describe('the plan id', () => {
  it.each<[string, Parameters<typeof draft>]>([
    ['policy', [POLICY.replace('talk: drop', 'talk: { redact: PHONE }')]],
    ['domain', [POLICY.replace('tokenize: PERSON', 'tokenize: { type: PERSON, domain: d }')]],
    ['tenant', [POLICY.replace('const: coop', 'const: other')]],
    ['schema', [POLICY, record({ name: 'talk', type: 'string' }, ...STRING)]],
    ['uncovered', [POLICY, CHAT, { uncovered: 'drop' }]],
    ['limits', [POLICY, CHAT, { limits: { ...DEFAULT_LIMITS, textBytes: 9 } }]],
    ['region', [POLICY, CHAT, { region: 'US' }]],
    ['key version', [POLICY, CHAT, { keyVersion: 'k2' }]],
    ['key version of record keys', [POLICY, CHAT, { recordKeyVersion: 'k2' }]],
    ['detector', [POLICY, CHAT, { detectorId: 'd2' }]],
    ['canaries', [POLICY, CHAT, { canaries: ['c'] }]],
  ])('changes with the %s', (_, change) => {
    expect(draft()?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(draft(...change)?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(draft(...change)?.id).not.toBe(draft()?.id);
  });

  it('is the same for the same parts, whatever stands in comments', () => {
    expect(draft(`# comment\n${POLICY}`)?.id).toBe(draft()?.id);
  });
});

describe('a key in Avro', () => {
  it('never loses a field that no rule names, also on a route that drops them', () => {
    const [policy] = readPolicies([
      { file: 'p.yaml', text: policyOf('talk: drop', 'key: { as: avro, fields: { x: keep } }') },
    ]);
    const fields = ['x', 'y'].map((name) => ({ name, type: 'int' }));
    const plan = compileKeyPlan(policy!, parseSchema({ ...(INNER as object), fields } as SchemaJson), {
      ...SETTINGS,
      uncovered: 'drop',
    });
    expect(plan?.compiled.coverage.find(({ path }) => path === 'key.y')?.why).toBe('records are quarantined');
    expect(plan?.compiled.root).toMatchObject({ fields: [{}, { op: 'refuse', path: 'key.y' }] });
  });
});

describe('a tag of a field', () => {
  const tagged = (type: SchemaJson, rule: string, more: string) =>
    draft(
      policyOf(rule, `tags: { PII: { redact: OTHER_ID } }\n${more}`),
      record({ name: 'f', type, ...{ 'confluent:tags': ['PII'] } }),
    )?.compiled.coverage.map(({ path, treatment }) => `${path}: ${treatment}`);

  it.each<[string, string, string, string]>([
    ['holds for a whole record', 'x: keep', '', 'f: redact OTHER_ID'],
    ['gives way to a rule for a part', 'f.x: keep', '', 'f.x: keep'],
    ['gives way to the rules of the type', 'x: keep', 'types: { t.I: { x: { redact: AGE } } }', 'f.x: redact AGE'],
  ])('%s', (_, rule, more, row) => {
    expect(tagged(INNER, rule, more)).toEqual([row]);
    expect(tagged(['null', INNER], rule, more)).toEqual([row]);
  });
});
