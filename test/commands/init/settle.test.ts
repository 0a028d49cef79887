import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstPolicy } from '../../../src/commands/init/first-policy.ts';
import { planCommand } from '../../../src/commands/plan.ts';
import { parseSchema, type RecordNode } from '../../../src/core/avro/schema.ts';
import { PROFILES, type Profile } from '../../../src/core/policy/profiles.ts';
import { APPOINTMENT, CLAIM, type InitCase, LAB_RESULT } from './cases.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-init-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const fileOf = ({ file }: InitCase) => join(import.meta.dirname, file);

function init(example: InitCase, profile: Profile) {
  const schema = JSON.parse(readFileSync(fileOf(example), 'utf8'));
  return firstPolicy({ node: parseSchema(schema) as RecordNode, schema, references: [] }, profile, null);
}

/** `{ tokenize: { type: OTHER_ID, domain: guia } }` -> tokenize OTHER_ID; shapes and granularities aside. */
function kindOf(treatment: string): string {
  const [, kind, rest = ''] = /^(?:\{ )?(\w+)(.*)$/.exec(treatment) as RegExpExecArray;
  const entity = kind === 'keep' || kind === 'detect' ? undefined : /[A-Z][A-Z_]+/.exec(rest)?.[0];
  return entity === undefined ? kind! : `${kind} ${entity}`;
}

/** Puts what the table says in place of each REVIEW line; what remains of the table comes back too. */
function settle(text: string, settled: Readonly<Record<string, string>>) {
  const left = new Set(Object.keys(settled));
  const lines = text.split('\n').map((line) => {
    if (!line.includes('# REVIEW')) return line;
    const start = [...left].find((each) => line.trimStart().startsWith(each));
    if (start === undefined) return line;
    left.delete(start);
    const indent = line.slice(0, line.length - line.trimStart().length);
    return start.startsWith('#') ? '' : `${indent}${start} ${settled[start]}`;
  });
  return { text: lines.join('\n'), left: [...left] };
}

describe.each([CLAIM, APPOINTMENT, LAB_RESULT])('a first policy for $file', (example) => {
  const { wanted, settled } = example;

  it('has a rule for each of at least forty fields', () => {
    const { rules } = init(example, 'lgpd');
    expect([...rules.values()].map(({ path }) => path).sort()).toEqual(Object.keys(wanted).sort());
    expect(Object.keys(wanted).length).toBeGreaterThan(40);
  });

  it('suggests the right treatment without REVIEW for most of them', () => {
    const rules = [...init(example, 'lgpd').rules.values()];
    const right = rules.filter(({ path, treatment, isSure }) => isSure && kindOf(treatment) === wanted[path]);
    const wrong = rules.filter(({ path, treatment, isSure }) => isSure && kindOf(treatment) !== wanted[path]);
    expect(right.length / rules.length).toBeGreaterThan(0.8);
    // Names of facilities that stand in the field `provider` are taken for those of people: too strict, never too weak.
    expect(wrong.map(({ path }) => path).filter((path) => !path.endsWith('Facility>.name'))).toEqual([]);
  });

  it.each(PROFILES)('keeps nothing that identifies, under profile %s', (profile) => {
    const kept = [...init(example, profile).rules.values()].filter(({ treatment }) => /^(\{ )?keep/.test(treatment));
    expect(kept.map(({ path }) => path).filter((path) => wanted[path] !== 'keep')).toEqual([]);
    // Under safe harbor no number is kept before somebody knows its range.
    expect(kept.length).toBeGreaterThan(profile === 'hipaa-safe-harbor' ? 3 : 5);
  });

  it('is complete once its REVIEW lines are settled: plan ends with 0', async () => {
    const { text, left } = settle(init(example, 'lgpd').text, settled);
    expect(left).toEqual([]);
    expect(text).not.toContain('REVIEW:');
    const policy = join(directory, `${example.file}.policy.yaml`);
    writeFileSync(policy, text);
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    const options = ['--schema', fileOf(example), '--policy', policy];
    await planCommand().exitOverride().parseAsync(options, { from: 'user' });
    expect(print).toHaveBeenCalled();
    print.mockRestore();
  });
});
