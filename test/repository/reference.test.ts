import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { settingsSchema } from '../../src/config/settings.ts';
import { ENTITY_TYPES } from '../../src/core/entity.ts';
import { PROFILES } from '../../src/core/policy/profiles.ts';
import { parsePolicies } from '../../src/policy-file.ts';
import { MARKED_FILES, referenceFiles } from '../../src/reference/documents.ts';
import { fillMarkers } from '../../src/reference/fill-markers.ts';
import { referenceParts } from '../../src/reference/reference-parts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');
const compile = (file: string) => new Ajv({ allErrors: true, strictRequired: false }).compile(JSON.parse(read(file)));
const fitsPolicySchema = compile('schemas/policy.schema.json');
const fitsConfigSchema = compile('schemas/config.schema.json');
const readme = read('README.md');

describe('the generated reference', () => {
  it.each(Object.entries(referenceFiles()))('%s is what `npm run docs` writes', (file, text) => {
    expect(read(file)).toBe(text);
  });

  it.each(MARKED_FILES)('%s holds the parts that `npm run docs` writes', (file) => {
    expect(fillMarkers(read(file), referenceParts())).toBe(read(file));
  });

  it('fills marked parts, and refuses those that it does not know or that have no end', () => {
    const parts = { one: 'new $& text' };
    const filled = 'a\n<!-- generated: one -->\n\nnew $& text\n\n<!-- end -->\nb';
    expect(fillMarkers('a\n<!-- generated: one -->\nold\n<!-- end -->\nb', parts)).toBe(filled);
    expect(fillMarkers(filled, parts)).toBe(filled);
    expect(fillMarkers('nothing marked', parts)).toBe('nothing marked');
    expect(() => fillMarkers('<!-- generated: two -->\n<!-- end -->', parts)).toThrow('"two" is not known');
    expect(() => fillMarkers('<!-- generated: one -->\nold', parts)).toThrow('"one" has no end');
  });

  it('gives every setting a meaning', () => {
    const rows = read('docs/configuration.md').match(/^\| `.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
  });

  it('tells of every entity type and profile', () => {
    const page = read('docs/policy.md');
    expect(ENTITY_TYPES.filter((entity) => !new RegExp(`\\b${entity}\\b`).test(page))).toEqual([]);
    expect(PROFILES.filter((profile) => !page.includes(`\`${profile}\``))).toEqual([]);
  });
});

describe('the JSON Schema of policies', () => {
  const files = globSync('schemas/**/*.policy.yaml', { cwd: root });

  it.each(files)('accepts %s', (file) => {
    fitsPolicySchema(parse(read(file)));
    expect(fitsPolicySchema.errors ?? []).toEqual([]);
  });

  it.each(['chat-message', 'clinical-message'])('is named in the first line of %s', (name) => {
    expect(read(`schemas/${name}.policy.yaml`).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./policy.schema.json',
    );
  });

  it("accepts the README's policy", () => {
    const [, shown = ''] = /```yaml\n(policy: [\s\S]*?)```/.exec(readme) ?? [];
    fitsPolicySchema(parse(shown));
    expect(fitsPolicySchema.errors ?? []).toEqual([]);
  });

  const GOOD = {
    policy: 'p',
    record: 'a.R',
    profile: 'lgpd',
    tenant: { const: 'x' },
    key: { as: 'none' },
    fields: { a: 'keep' },
  };
  const faultsOf = (policy: unknown) => parsePolicies([{ file: 'p.yaml', text: stringify(policy) }]).faults;

  const RECOGNIZER = {
    entity: 'MRN',
    digits: 6,
    cues: ['prontuário'],
    match: ['prontuário «123456»', 'prontuário: «123456»'],
    reject: ['pedido 123456', 'prontuário 12'],
  };

  /** Parts of a policy that both must take. */
  const TAKEN: readonly object[] = [
    {},
    { profile: 'gdpr' },
    { profile: { 'hipaa-expert-determination': { reference: 'Dr. Lee, 2026-01-02' } } },
    { profile: 'hipaa-safe-harbor', timestamp: 'year' },
    { tenant: { field: 'a.b<c.D>.e' } },
    { tenant: { field: 'a', oneOf: ['x', 'y'] } },
    { conversation: 'a', timestamp: 'day' },
    { allow: ['0800 123 4567', 'Sara'], language: { const: 'pt-BR' }, otherLanguage: 'detect' },
    { language: { field: 'a.b' }, otherLanguage: 'redact' },
    { recognizers: { mrn: RECOGNIZER, card: { ...RECOGNIZER, check: 'luhn' } } },
    { recognizers: { badge: { ...RECOGNIZER, digits: undefined, pattern: '[0-9]{6}' } } },
    { key: { as: 'utf8', tokenize: 'CPF' } },
    { key: { as: 'utf8', drop: null } },
    { key: { as: 'avro', tokenize: { type: 'CPF', as: 'long' } } },
    { key: { as: 'avro', keep: null } },
    { key: { as: 'avro', fields: { id: { tokenize: 'CPF' } } } },
    { headers: { traceparent: { as: 'utf8', keep: { pattern: 'a+', max: 9 } }, x: { redact: 'CPF' } } },
    { tags: { PII: { redact: 'OTHER_ID' } }, types: { 'a.B': { 'c[]': 'drop' } } },
    ...['uuid', 'ulid', 'epoch', 'token', 'digits(4)', { oneOf: ['a'] }, { pattern: 'a', max: 4096 }].map((shape) => ({
      fields: { a: { keep: shape } },
    })),
    { fields: { a: { keep: { from: -1.5, to: 3 } } } },
    { fields: { 'a<x.Y>.b[]{key}': { tokenize: { type: 'PERSON', domain: 'd' } } } },
    { fields: { a: { generalize: { DATE: 'year' } }, b: { generalize: { AGE: '90+' } } } },
    { fields: { a: { generalize: { LOCATION: 'zip3' } }, b: 'detect', c: 'drop' } },
    { fields: { a: { detect: { CPF: 'tokenize', DATE: { generalize: 'month' }, AGE: 'redact', '*': 'redact' } } } },
  ];

  it.each(TAKEN)('and the parser take %j', (part) => {
    const policy = { ...GOOD, ...part };
    fitsPolicySchema(policy);
    expect(fitsPolicySchema.errors ?? []).toEqual([]);
    expect(faultsOf(policy)).toEqual([]);
  });

  /** Parts that both must refuse. */
  const REFUSED: readonly object[] = [
    { surprise: 1 },
    { policy: 'Chat' },
    { policy: undefined },
    { record: '1a' },
    { record: undefined },
    { profile: 'gdp' },
    { profile: 'hipaa-expert-determination' },
    { profile: { lgpd: null } },
    { profile: { 'hipaa-expert-determination': { reference: ' ' } } },
    { tenant: undefined },
    { tenant: {} },
    { tenant: { const: '' } },
    { tenant: { const: 'x', field: 'a' } },
    { tenant: { field: 'a', oneOf: [] } },
    { tenant: { field: 'a', oneOf: [1] } },
    { timestamp: 'month' },
    { allow: 'Sara' },
    { allow: [800] },
    { language: 'pt' },
    { language: {} },
    { language: { const: 'pt', field: 'a' } },
    { otherLanguage: 'keep' },
    { recognizers: [] },
    { recognizers: { MRN: RECOGNIZER } },
    ...[
      { entity: 'MRNS' },
      { entity: undefined },
      { digits: 0 },
      { digits: [1] },
      { digits: 21 },
      { pattern: 'a' },
      { digits: undefined },
      { prefix: 'H2' },
      { check: 'luhn2' },
      { cues: 'prontuário' },
      { match: ['prontuário «123456»'] },
      { reject: undefined },
      { regex: 'a' },
    ].map((part) => ({ recognizers: { mrn: { ...RECOGNIZER, ...part } } })),
    { key: undefined },
    { key: 'none' },
    { key: { as: 'none', redact: 'CPF' } },
    { key: { as: 'utf8' } },
    { key: { as: 'utf8', keep: null } },
    { key: { as: 'utf8', redact: 'CPF', drop: null } },
    { key: { as: 'utf8', detect: null } },
    { key: { as: 'avro' } },
    { key: { as: 'avro', redact: 'CPF', fields: {} } },
    { headers: [] },
    { headers: { 7: { redact: 'CPF' } } },
    { headers: { 'sigilo-plan': { redact: 'CPF' } } },
    { headers: { 'a b': { redact: 'CPF' } } },
    { headers: { h: { as: 'avro', redact: 'CPF' } } },
    { headers: { h: { as: 'utf8' } } },
    { headers: { h: { as: 'utf8', keep: null } } },
    { tags: [] },
    { types: { 'a.B': 'keep' } },
    { fields: undefined },
    { fields: [] },
    { fields: { 'a..b': 'keep' } },
    { fields: { 'a.': 'keep' } },
    { fields: { 'a{keys}': 'keep' } },
    { fields: { a: 'keeep' } },
    { fields: { a: 'redact' } },
    { fields: { a: null } },
    { fields: { a: { redact: 'CPF', keep: 'uuid' } } },
    { fields: { a: { redact: 'CFP' } } },
    { fields: { a: { encrypt: 'CPF' } } },
    { fields: { a: { tokenize: 'DATE' } } },
    { fields: { a: { tokenize: { type: 'CPF', as: 'int' } } } },
    { fields: { a: { tokenize: { type: 'CPF', dom: 'x' } } } },
    { fields: { a: { tokenize: { type: 'CPF', domain: '' } } } },
    { fields: { a: { tokenize: { domain: 'x' } } } },
    ...['words', 'digits(0)', 'digits(x)', 'UUID', {}, { oneOf: [] }, { oneOf: [1] }, { pattern: 'a' }].map(
      (shape) => ({
        fields: { a: { keep: shape } },
      }),
    ),
    ...[{ pattern: '', max: 3 }, { pattern: 'a', max: 0 }, { pattern: 'a', max: 4097 }, { from: 1 }].map((shape) => ({
      fields: { a: { keep: shape } },
    })),
    { fields: { a: { keep: { oneOf: ['a'], max: 3 } } } },
    { fields: { a: { keep: { from: 1, to: 'x' } } } },
    { fields: { a: { generalize: 'DATE' } } },
    { fields: { a: { generalize: { DATE: 'week' } } } },
    { fields: { a: { generalize: { AGE: 'year' } } } },
    { fields: { a: { generalize: { LOCATION: 'city' } } } },
    { fields: { a: { generalize: { DATE: 'year', AGE: '90+' } } } },
    { fields: { a: { detect: { CPF: 'keep' } } } },
    { fields: { a: { detect: { '*': 'drop' } } } },
    { fields: { a: { detect: { DATE: 'tokenize' } } } },
    { fields: { a: { detect: { CPF: { generalize: 'year' } } } } },
    { fields: { a: { detect: { CFP: 'redact' } } } },
  ];

  it.each(REFUSED)('and the parser refuse %j', (part) => {
    const policy = JSON.parse(JSON.stringify({ ...GOOD, ...part }));
    expect(fitsPolicySchema(policy)).toBe(false);
    expect(faultsOf(policy)).not.toEqual([]);
  });
});

describe('the JSON Schema of settings', () => {
  const [, shown = ''] = /```yaml\n(# sigilo\.yaml[\s\S]*?)```/.exec(readme) ?? [];
  const good = () => parse(shown.replace('age1…', `age1${'q'.repeat(58)}`));

  it("accepts the README's sigilo.yaml", () => {
    fitsConfigSchema(good());
    expect(fitsConfigSchema.errors ?? []).toEqual([]);
    expect(settingsSchema.safeParse(good()).success).toBe(true);
  });

  it.each<[string, (settings: Record<string, Record<string, unknown>>) => void]>([
    ['an unknown section', (settings) => Object.assign(settings, { surprise: {} })],
    ['an unknown setting', ({ kafka }) => Object.assign(kafka!, { borkers: [] })],
    ['no brokers', ({ kafka }) => delete kafka!.brokers],
    ['an empty list of brokers', ({ kafka }) => Object.assign(kafka!, { brokers: [] })],
    ['a broker without port', ({ kafka }) => Object.assign(kafka!, { brokers: ['localhost'] })],
    ['a port as text', ({ http }) => Object.assign(http!, { port: '9464' })],
    ['a port out of range', ({ http }) => Object.assign(http!, { port: 70_000 })],
    ['an address with a password', ({ registry }) => Object.assign(registry!, { url: 'http://a:b@host' })],
    ['another scheme', ({ registry }) => Object.assign(registry!, { url: 'ftp://host' })],
    ['a recipient that is none', ({ quarantine }) => Object.assign(quarantine!, { recipients: ['age1short'] })],
    ['a short session', ({ kafka }) => Object.assign(kafka!, { sessionTimeoutMs: 10 })],
    ['an unknown mechanism', ({ kafka }) => Object.assign(kafka!, { sasl: { mechanism: 'gssapi' } })],
    ['an unknown word of a route', ({ routes }) => Object.assign((routes as never)[0], { passThrough: true })],
    ['an unknown way with fields', ({ routes }) => Object.assign((routes as never)[0], { uncovered: 'keep' })],
    ['a topic with a blank', ({ routes }) => Object.assign((routes as never)[0], { sink: 'a b' })],
    ['no routes', (settings) => Object.assign(settings, { routes: [] })],
  ])('and the parser refuse %s', (_, change) => {
    const settings = good();
    change(settings);
    expect(fitsConfigSchema(settings)).toBe(false);
    expect(settingsSchema.safeParse(settings).success).toBe(false);
  });
});
