import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { PROFILES } from '../../../src/core/policy/profiles.ts';
import { whatPasses } from '../../../src/core/policy/wide-pattern.ts';
import { parsePolicies } from '../../../src/policy-file.ts';
import { reportSchemas } from '../../../src/policy-report.ts';

const ALL = ['a name', 'an e-mail', 'a CPF', 'a sentence'];

describe('a pattern that matches any text', () => {
  it.each([
    ['.*', 4096],
    ['.+', 100],
    ['.{1,60}', 60],
    ['(?s).*', 200],
    ['[\\s\\S]*', 100],
    ['[^\\n]+', 80],
    ['[^<>]*', 60],
    ['[ -~]{1,80}', 80],
    ['.{20,100}', 100],
    ['.{200,400}', 400],
    ['.{500,1000}', 1000],
    ['[\\w\\s.,;:!?@-]+', 60],
    ['a|.*', 40],
  ])('%s, at most %i characters', (pattern, max) => {
    expect(whatPasses({ pattern, max })).toEqual({ kinds: ALL, isAny: true });
  });

  it.each([7, 8, 13])('also where only %i characters may be kept', (max) => {
    expect(whatPasses({ pattern: '.*', max }).isAny).toBe(true);
  });
});

describe('a pattern of a form', () => {
  it.each<[string, number, readonly string[]]>([
    ['.*', 6, ['a name']],
    ['.{2}', 2, []],
    ['[A-Z]{2}', 2, []],
    ['coop-[0-9]{3}', 8, []],
    ['[0-9a-f]{32}', 32, []],
    ['[0-9]{1,4}([.][0-9]{1,4}){0,3}', 19, []],
    ['[a-z]{4,12}/[a-z0-9.+-]{1,60}', 80, []],
    ['[A-Za-z]+', 40, []],
    ['[A-Za-z ]+', 40, ['a name']],
    ['[0-9.-]+', 20, ['a CPF']],
    ['[A-Za-z0-9@. -]+', 60, ['a name', 'an e-mail', 'a CPF']],
    ['[^,]*', 40, ['a name', 'an e-mail', 'a CPF']],
    ['\\S+', 100, ['an e-mail', 'a CPF']],
  ])('%s, at most %i characters, lets %j through', (pattern, max, kinds) => {
    expect(whatPasses({ pattern, max })).toEqual({ kinds, isAny: false });
  });
});

const SETTINGS = {
  ...({ uncovered: 'quarantine', limits: DEFAULT_LIMITS, region: 'BR' } as const),
  ...{ keyVersion: 'k1', detectorId: 'd', canaries: [] },
};

/** Faults and warnings of a policy over a record with the text `note`. */
function report(parts: { profile?: string; key?: string; headers?: string; note: string }) {
  const { profile = 'lgpd', key = '{ as: none }', headers = '{}', note } = parts;
  const head = `policy: p\nrecord: R\nprofile: ${profile}\ntenant: { const: x }\nkey: ${key}\nheaders: ${headers}\n`;
  const { policies, faults } = parsePolicies([{ file: 'p.yaml', text: `${head}fields: { note: ${note} }\n` }]);
  const schema: SchemaJson = { type: 'record', name: 'R', fields: [{ name: 'note', type: 'string' }] };
  const { reports } = reportSchemas(policies, [{ name: 's', schemaId: null, schema, references: [] }], SETTINGS);
  return { faults, warnings: reports.flatMap(({ warnings }) => warnings) };
}

describe('a policy', () => {
  const ANY = '{ keep: { pattern: ".*", max: 400 } }';

  it.each(PROFILES)('must not keep any text, under profile %s', (name) => {
    const profile = name === 'hipaa-expert-determination' ? `{ ${name}: { reference: x } }` : name;
    expect(report({ profile, note: ANY }).faults).toContainEqual(
      expect.stringMatching(/^p\.yaml:7: .*note: the pattern matches any text.*use detect, tokenize or drop/),
    );
  });

  it.each([
    { key: '{ as: utf8, keep: { pattern: ".*", max: 400 } }' },
    { key: '{ as: avro, fields: { a: { keep: { pattern: ".+", max: 40 } } } }' },
    { headers: '{ note: { as: utf8, keep: { pattern: ".*", max: 400 } } }' },
  ])('must not keep any text at the edges of a record: %j', (edge) => {
    expect(report({ ...edge, note: 'detect' }).faults).toContainEqual(expect.stringContaining('matches any text'));
  });

  it('is warned of what its patterns let through, in fields, key and headers', () => {
    const keep = 'keep: { pattern: "[A-Za-z ]+", max: 40 }';
    const found = report({
      key: `{ as: utf8, ${keep} }`,
      headers: `{ h: { as: utf8, ${keep} } }`,
      note: `{ ${keep} }`,
    });
    expect(found.faults).toEqual([]);
    const sentence = 'the pattern keeps free text: a name would pass; write the form of the value, or detect';
    expect(found.warnings).toEqual(
      ['p.yaml:7: note', 'p.yaml: header h', 'p.yaml: key'].map((place) => `${place}: ${sentence}`),
    );
  });

  it('is not warned of a narrow one', () => {
    expect(report({ note: '{ keep: { pattern: "[A-Z]{2}", max: 2 } }' })).toEqual({ faults: [], warnings: [] });
  });
});
