import { describe, expect, it } from 'vitest';
import { firstPolicy } from '../../../src/commands/init/first-policy.ts';
import { parseSchema, type RecordNode, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { PlanSettings } from '../../../src/core/policy/compile-plan.ts';
import { PROFILES, type Profile } from '../../../src/core/policy/profiles.ts';
import { readPolicies } from '../../../src/policy-file.ts';
import { reportSchemas } from '../../../src/policy-report.ts';
import { createRandom } from '../../core/avro/random.ts';
import { randomSchema } from '../../core/avro/random-schema.ts';

const SETTINGS: PlanSettings = {
  ...({ uncovered: 'quarantine', limits: DEFAULT_LIMITS, region: 'BR' } as const),
  ...{ keyVersion: 'k1', detectorId: 'd', canaries: [] },
};

/** The policy that init writes, and all that the compiler says against it. */
function initAndCompile(schema: SchemaJson, profile: Profile) {
  const node = parseSchema(schema) as RecordNode;
  const { text } = firstPolicy({ node, schema, references: [] }, profile, null);
  const policies = readPolicies([{ file: 'first.yaml', text }]);
  const { reports, unused } = reportSchemas(
    policies,
    [{ name: 's', schemaId: null, schema, references: [] }],
    SETTINGS,
  );
  const faults = [...unused, ...reports.flatMap((report) => [...report.faults, ...report.uncovered])];
  return { text, faults, rows: reports[0]?.rows ?? [] };
}

/** Names that mean something in place of the generator's f0, f1, …, so that every kind of suggestion meets every type. */
const NAMES = [
  ...[
    'cpf',
    'nome',
    'amount',
    'status',
    'text',
    'data_nascimento',
    'age',
    'id',
    'patient_id',
    'url',
    'photo',
    'version',
  ],
  ...['null', 'true', 'constructor', 'toString', 'y', 'data', 'cid10', 'uf', 'hash', 'message_id', 'conversation_id'],
  ...['cooperative_id', 'senha', 'genotype', 'phone_type', 'latitude', 'sex', 'value', 'x'],
];

function withNames(schema: SchemaJson, pick: () => string): SchemaJson {
  if (Array.isArray(schema)) return schema.map((part) => withNames(part, pick));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]): [string, SchemaJson] => {
    if (name !== 'fields') return [name, withNames(value, pick)];
    const taken = new Set<string>();
    const fields = (value as SchemaJson[]).map((field) => {
      let own = pick();
      while (taken.has(own)) own = `${own}_2`;
      taken.add(own);
      return { ...(withNames(field, pick) as object), name: own };
    });
    return [name, fields];
  });
  return Object.fromEntries(entries);
}

describe.each(PROFILES)('under profile %s, what init writes', (profile) => {
  it('covers every field of random schemas, and compiles', () => {
    let compiled = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const random = createRandom(seed);
      const schema = randomSchema(random);
      const named = seed % 2 === 0 ? schema : withNames(schema, () => random.pick(NAMES));
      if (typeof named !== 'object' || parseSchema(named).kind !== 'record') continue;
      const { faults } = initAndCompile(named, profile);
      expect(faults, `seed ${seed}`).toEqual([]);
      compiled++;
    }
    expect(compiled).toBeGreaterThan(55);
  });
});

describe('a difficult schema', () => {
  const record = (name: string, ...fields: readonly SchemaJson[]) => ({ type: 'record', name, fields });
  const field = (name: string, type: SchemaJson, more: object = {}) => ({ name, type, ...more });

  it.each<[string, SchemaJson, readonly string[]]>([
    ['no field', record('R'), []],
    [
      'a type inside itself',
      record('R', field('cpf', 'long'), field('children', { type: 'array', items: 'R' })),
      ['cpf: { tokenize: CPF }'],
    ],
    [
      'branches of which one cannot be kept',
      record('R', field('x', ['string', 'boolean'])),
      ['x<string>: { redact: OTHER_ID }', 'x<boolean>: keep'],
    ],
    ['branches of which none can be kept', record('R', field('x', ['null', 'string', 'long'])), ['x: drop']],
    ['an array of what is dropped', record('R', field('x', { type: 'array', items: 'string' })), ['x: drop']],
    [
      'a map of numbers',
      record('R', field('prices', { type: 'map', values: 'double' })),
      ['prices{key}: { redact: OTHER_ID }', 'prices{value}: keep'],
    ],
    [
      'tags',
      record('R', field('x', 'string', { 'confluent:tags': ['PII'] }), field('m', 'int', { tags: 'sensitive' })),
      ['x: { redact: OTHER_ID }', 'm: { redact: OTHER_ID }', 'PII: { redact: OTHER_ID }'],
    ],
    [
      'a tag on a record',
      record('R', field('p', record('P', field('x', 'string'), field('ok', 'boolean')), { pii: true })),
      ['p.x: { redact: OTHER_ID }', 'p.ok: keep'],
    ],
    [
      'docs',
      record('R', field('ref_a', 'string', { doc: 'CPF do titular.' }), field('amount', 'long', { doc: 'or CPF' })),
      ['ref_a: { tokenize: CPF }', 'amount: { tokenize: CPF }'],
    ],
  ])('with %s', (_, schema, wanted) => {
    const { text, faults } = initAndCompile(schema, 'lgpd');
    expect(faults).toEqual([]);
    for (const line of wanted) expect(text).toContain(line);
  });

  it('keeps docs on one line, whatever is in them', () => {
    const schema = record('R', field('x', 'string', { doc: 'one\ntwo: {\u0007 three\u2028four' }));
    expect(initAndCompile(schema, 'lgpd').text).toContain('doc: one two: { three four\n');
  });

  it.each([
    { 'confluent:tags': ['PII\nheaders: { authorization: { as: utf8, keep: { pattern: ".*", max: 999 } } }\n#'] },
    { tags: 'pii\u2028conversation: x' },
    { type: { type: 'long', logicalType: 'timestamp-x\r\nconversation: x' } },
  ])('lets nothing of %j begin a line of its own', (more) => {
    const { text, faults } = initAndCompile(record('R', field('x', 'string', more)), 'lgpd');
    expect(faults).toEqual([]);
    expect(text.split(/[\r\n\u2028]/).filter((line) => /^(headers|conversation):/.test(line))).toEqual([]);
  });

  it.each(['Null', 'True', 'No', 'Y'])('takes a record named %s', (name) => {
    expect(initAndCompile(record(name, field('x', 'string')), 'lgpd').faults).toEqual([]);
  });
});

describe('the tenant that is found by name', () => {
  const text = (name: string) => ({ name, type: 'string' });
  const optional = (name: string, type: SchemaJson) => ({ name, type: ['null', type] });
  const record = (name: string, ...fields: readonly SchemaJson[]) => ({ type: 'record', name, fields });
  const tenantOf = (...fields: readonly SchemaJson[]) => {
    const { text: policy, faults } = initAndCompile(record('R', ...fields), 'lgpd');
    expect(faults).toEqual([]);
    return policy.split('\n').find((line) => line.startsWith('tenant: '));
  };
  const LACKING = /# REVIEW: by name; a record may have none, and is then quarantined/;

  it('is one that every record has, before more telling names', () => {
    const inside = optional('sender', record('Sender', text('tenant_id')));
    const line = tenantOf(inside, text('hospital_id'));
    expect(line).toContain('tenant: { field: hospital_id }  # REVIEW: by name; part of every token');
    expect(tenantOf(optional('tenant_id', 'string'), text('hospital_id'))).toContain('{ field: hospital_id }');
  });

  it('may be missing where nothing else is there, and says so', () => {
    const line = tenantOf(optional('sender', record('Sender', text('tenant_id'))));
    expect(line).toContain('tenant: { field: sender.tenant_id }');
    expect(line).toMatch(LACKING);
    expect(tenantOf(optional('tenant_id', 'string'))).toMatch(LACKING);
  });

  it('is not looked for in arrays, maps and branches', () => {
    const many = { name: 'many', type: { type: 'array', items: record('S', text('tenant_id')) } };
    expect(tenantOf(many)).toContain('{ const: change-me }');
  });
});

it('says what was refused of a date that stays coarser', () => {
  const type = { type: 'long', logicalType: 'timestamp-millis' };
  const schema = { type: 'record', name: 'R', fields: [{ name: 'sent_at', type }] };
  const { text } = initAndCompile(schema, 'hipaa-safe-harbor');
  expect(text).toMatch(/sent_at: \{ generalize: \{ DATE: year \} \} +# .*; the profile or type refuses a finer date\n/);
});

it('keeps the codes of medicine, and nothing that is written like a phone number or a postal code', () => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'cid10', type: 'string' }] };
  const pattern = /keep: \{ pattern: '([^']+)'/.exec(initAndCompile(schema, 'lgpd').text)?.[1];
  const fits = (text: string) => new RegExp(`^(?:${pattern})$`).test(text);
  for (const code of ['J45', 'E11.9', 'S72.001A', '10101012', '2345-7', '2251-25', 'A10BA02', 'J1885']) {
    expect([code, fits(code)]).toEqual([code, true]);
  }
  for (const other of ['98765-4321', '12345-678', '1985-03-12', '529982247', '529.982.247-25', 'Ana']) {
    expect([other, fits(other)]).toEqual([other, false]);
  }
});

it.each(['month', 'day', 'score', 'amount'])('drops the number %s where only a range of it may be kept', (name) => {
  const schema = { type: 'record', name: 'R', fields: [{ name, type: 'int' }] };
  const { text, faults } = initAndCompile(schema, 'hipaa-safe-harbor');
  expect(faults).toEqual([]);
  expect(text).toMatch(new RegExp(`^  ${name}: drop +# REVIEW: .*does a range do\\?`, 'm'));
});

describe('numbers', () => {
  const treatmentOf = (name: string, type: SchemaJson) => {
    const schema = { type: 'record', name: 'R', fields: [{ name, type }] };
    return initAndCompile(schema, 'lgpd')
      .text.split('\n')
      .find((line) => line.startsWith(`  ${name}:`));
  };

  it.each([
    ['cpf', 'long', /tokenize: CPF \}\s+# by name/],
    ['nr_telefone', 'long', /redact: PHONE \}\s+# by name/],
    ['prontuario', 'int', /tokenize: MRN \}\s+# by name/],
    ['amount', 'double', /keep\s+# by name/],
    ['quantidade', 'int', /keep\s+# by name/],
    ['customer_ref', 'long', /drop\s+# REVIEW/],
    ['id', 'long', /drop\s+# REVIEW/],
    ['value', 'long', /drop\s+# REVIEW/],
    ['value', 'double', /keep\s+# by name/],
    ['cpf_count', 'int', /drop\s+# REVIEW/],
    ['weight_id', 'long', /drop\s+# REVIEW/],
    ['count_id', 'int', /drop\s+# REVIEW/],
    ['weight', 'int', /keep\s+# by name/],
    ['latitude', 'double', /drop\s+# by name/],
    ['created_at', 'long', /drop\s+# REVIEW/],
  ])('%s as %s', (name, type, expected) => {
    expect(treatmentOf(name, type)).toMatch(expected);
  });
});
