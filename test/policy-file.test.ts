import { describe, expect, it } from 'vitest';
import { inLineOrder, parsePolicies, readPolicies } from '../src/policy-file.ts';

const HEAD =
  'policy: p\nrecord: a.B\nprofile: lgpd\ntenant: { const: t }\nkey: { as: none }\nheaders: {}\ntimestamp: hour\n';

function bomb(levels: number): string {
  const lines = ['x0: &x0 [a, a, a, a, a, a, a, a, a, a]'];
  for (let level = 1; level < levels; level += 1) {
    lines.push(`x${level}: &x${level} [${new Array(10).fill(`*x${level - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}

describe('readPolicies', () => {
  it('reads a policy, also one with aliases', () => {
    const text = `${HEAD}fields:\n  a: &drop drop\n  b: *drop\n`;
    expect(readPolicies([{ file: 'p.yaml', text: `%YAML 1.2\n---\n${text}` }])).toHaveLength(1);
    expect(readPolicies([{ file: 'p.yaml', text }])[0]?.fields).toHaveLength(2);
  });

  it.each([
    ['a tag of a treatment', 'fields:\n  a: !redact keep\n', 9, 'TAG_RESOLVE_FAILED'],
    ['a tag that YAML knows', 'fields:\n  a: !!str keep\n', 9, 'TAG'],
    ['a tag without a name', 'fields:\n  a: ! keep\n', 9, 'TAG'],
    ['a tag of a mapping', 'fields: !!map\n  a: drop\n', 9, 'TAG'],
    ['a tag of a key', 'fields:\n  !redact a: keep\n', 9, 'TAG_RESOLVE_FAILED'],
    ['an alias of nothing', 'fields:\n  a: *nothing\n', 9, 'BAD_ALIAS'],
    ['an alias inside its anchor', 'fields: &f\n  a: *f\n', 9, 'BAD_ALIAS'],
    ['aliases that unfold to very much', bomb(9), 8, 'TOO_MANY_ALIASES'],
    ['very many aliases', `x: &x 1\ny: [${new Array(101).fill('*x').join(', ')}]\n`, 9, 'TOO_MANY_ALIASES'],
    ['a mapping as a key', 'fields:\n  ? { a: b }\n  : keep\n', 9, 'COLLECTION_KEY'],
    ['a word given twice', 'fields: {}\nfields: {}\n', 9, 'DUPLICATE_KEY'],
    ['a second document', 'fields: {}\n---\nfields: {}\n', 9, 'MULTIPLE_DOCS'],
  ])('refuses %s, with file and line', (_, text, line, code) => {
    const { faults, policies } = parsePolicies([{ file: 'p.yaml', text: HEAD + text }]);
    expect(policies).toEqual([]);
    const expected =
      code === 'TOO_MANY_ALIASES' ? expect.stringMatching(/^p\.yaml:\d+: not valid YAML \(TOO_MANY/) : null;
    expect(faults[0]).toEqual(expected ?? `p.yaml:${line}: not valid YAML (${code})`);
    expect(() => readPolicies([{ file: 'p.yaml', text: HEAD + text }])).toThrow('policy.invalid');
  });

  it.each(['1.1', '1.0', '1.3'])('refuses YAML %s, which knows other words and merge keys', (version) => {
    const text = `%YAML ${version}\n---\n${HEAD}fields:\n  <<: { a: keep }\n`;
    expect(parsePolicies([{ file: 'p.yaml', text }]).faults[0]).toMatch(/^p\.yaml:1: not valid YAML \(/);
  });

  it('does not overflow on deep nesting', () => {
    const text = `${HEAD}fields: ${'['.repeat(50_000)}`;
    expect(parsePolicies([{ file: 'p.yaml', text }]).faults.length).toBeGreaterThan(0);
  });
});

describe('faults', () => {
  it('of a policy come in the order of its lines, and suggest the word that was meant', () => {
    const text = `policy: p
recrd: a.B
profile: lgdp
tenant: { const: t }
key: { as: none }
field: {}
fields:
  a: { redct: CPF }
  b: { redact: CFP }
  c: { tokenize: { type: CPF, domian: x } }
timestamp: week
`;
    const { faults } = parsePolicies([{ file: 'p.yaml', text }]);
    const lines = faults.map((fault) => Number(/^p\.yaml:(\d+): /.exec(fault)?.[1]));
    expect(lines).toEqual([1, 2, 3, 6, 8, 9, 10, 11]);
    for (const word of ['record', 'lgpd', 'fields', 'redact', 'CPF', 'domain'])
      expect(faults.join('\n')).toContain(`did you mean ${word}?`);
  });

  it('of several sources are put in the order of files and lines', () => {
    const faults = ['b.yaml:9: x', 'a.yaml:3: y', 'b.yaml:10: z', 'b.yaml:2: w', 'a:1.yaml:1: v'];
    expect(inLineOrder(faults)).toEqual(['b.yaml:2: w', 'b.yaml:9: x', 'b.yaml:10: z', 'a.yaml:3: y', 'a:1.yaml:1: v']);
  });
});
