import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLock } from '../../../src/commands/plan/lock-file.ts';
import { planCommand } from '../../../src/commands/plan.ts';

const SCHEMA = {
  type: 'record',
  name: 'R',
  namespace: 'a',
  fields: [
    { name: 'cpf', type: 'long' },
    { name: 'n', type: 'int' },
  ],
};
const HEAD = 'policy: p\nrecord: a.R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n';

let directory: string;
let printed: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-plan-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  write('s.avsc', JSON.stringify(SCHEMA));
  write('p.yaml', `${HEAD}fields: { cpf: { tokenize: CPF }, n: keep }\n`);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const file = (name: string) => join(directory, name);
const write = (name: string, text: string) => writeFileSync(file(name), text);

/** Runs the command on the two files; gives the code by which it fails, or null. */
async function plan(...options: string[]): Promise<string | null> {
  printed = [];
  const named = ['--schema', file('s.avsc'), '--policy', file('p.yaml')];
  try {
    await planCommand()
      .exitOverride()
      .parseAsync([...named, ...options], { from: 'user' });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('sigilo plan --lock and --diff', () => {
  it('write the same file again, and find no change against it', async () => {
    expect(await plan('--lock', file('l.json'))).toBeNull();
    const first = readFileSync(file('l.json'), 'utf8');
    expect(JSON.parse(first).plans).toHaveLength(1);
    expect(await plan('--lock', file('l.json'))).toBeNull();
    expect(readFileSync(file('l.json'), 'utf8')).toBe(first);
    expect(await plan('--diff', file('l.json'))).toBeNull();
    expect(printed.join()).toContain('no changes');
  });

  it('mark what is weakened, and fail', async () => {
    await plan('--lock', file('l.json'));
    write('p.yaml', `${HEAD}fields: { cpf: keep, n: keep }\n`);
    expect(await plan('--diff', file('l.json'))).toBe('plan.changed');
    expect(printed.join('\n')).toContain('! WEAKENED cpf: tokenize CPF -> keep');
    expect(await plan('--diff', file('l.json'), '--json')).toBe('plan.changed');
    expect(JSON.parse(printed[0]!).diff).toMatchObject({ weakened: 1 });
  });

  it('take the changes over when both are asked for', async () => {
    await plan('--lock', file('l.json'));
    write('p.yaml', `${HEAD}fields: { cpf: drop, n: keep }\n`);
    expect(await plan('--diff', file('l.json'), '--lock', file('l.json'))).toBeNull();
    expect(await plan('--diff', file('l.json'))).toBeNull();
  });

  it('say that a field is uncovered before they speak of changes', async () => {
    await plan('--lock', file('l.json'));
    write('p.yaml', `${HEAD}fields: { n: keep }\n`);
    expect(await plan('--diff', file('l.json'))).toBe('policy.incomplete');
    expect(printed.join('\n')).toContain('strengthened cpf: tokenize CPF -> UNCOVERED');
  });

  it.each([
    ['is missing', null],
    ['is no JSON', '{'],
    ['is of another form', '{"lockVersion":2,"plans":[]}'],
  ])('refuse a lock file that %s', async (_, text) => {
    if (text !== null) write('l.json', text);
    expect(await plan('--diff', file('l.json'))).toBe('input.invalid');
  });

  it.each([
    ['missing', null, 'no lock file; `sigilo plan --lock` writes one'],
    ['damaged', '{"lockVersion":1', 'the lock file is damaged (not JSON): restore the one that was committed'],
  ])('tell a lock file that is %s from another fault', (_, text, fault) => {
    if (text !== null) write('l.json', text);
    expect(() => readLock(file('l.json'))).toThrow(fault);
  });

  it('write over an older lock, also one with a conflict in it, but over no other file', async () => {
    await plan('--lock', file('l.json'));
    write('l.json', readFileSync(file('l.json'), 'utf8').replace('"rows"', '<<<<<<< HEAD\n"rows"'));
    expect(await plan('--lock', file('l.json'))).toBeNull();
    expect(readLock(file('l.json')).plans).toHaveLength(1);
    write('own.json', '{"mine":true}');
    expect(await plan('--lock', file('own.json'))).toBe('output.exists');
    expect(readFileSync(file('own.json'), 'utf8')).toBe('{"mine":true}');
  });

  it('name a file that cannot be written', async () => {
    expect(await plan('--lock', join(directory, 'none', 'l.json'))).toBe('output.unwritable');
  });

  it('hold no text of a record: defaults of the schema are not in the lock', async () => {
    const fields = [{ name: 'cpf', type: 'long', default: 52998224725 }, SCHEMA.fields[1]];
    write('s.avsc', JSON.stringify({ ...SCHEMA, fields }));
    await plan('--lock', file('l.json'));
    expect(readFileSync(file('l.json'), 'utf8')).not.toContain('52998224725');
  });
});

describe('what a policy adds to the search in texts', () => {
  const RECOGNIZERS =
    'recognizers: { record: { entity: MRN, digits: 6, cues: [zelo], match: [zelo «123456», zelo «654321»], reject: [a, b] } }\n';
  const FIELDS = 'fields: { cpf: drop, n: keep }\n';

  it('is in the plan and in the lock, and weighed against it', async () => {
    write('p.yaml', `${HEAD}${RECOGNIZERS}allow: [Sara]\n${FIELDS}`);
    await plan('--lock', file('l.json'), '--json');
    const { recordRows } = JSON.parse(printed[0]!).routes[0].schemas[0];
    const added = { '(recognizer record)': 'find MRN: 6 digits after one of zelo', '(allowed "Sara")': 'keep' };
    for (const [path, treatment] of Object.entries(added)) {
      expect(recordRows).toContainEqual(expect.objectContaining({ path, treatment }));
      expect(readLock(file('l.json')).plans[0]!.rows).toContainEqual(expect.objectContaining({ path, treatment }));
    }
    write('p.yaml', `${HEAD}allow: [Sara, Ana.Lu]\notherLanguage: detect\n${FIELDS}`);
    expect(await plan('--diff', file('l.json'))).toBe('plan.changed');
    const shown = printed.join('\n');
    expect(shown).toContain('! WEAKENED (allowed "Ana.Lu"): detect -> keep');
    expect(shown).toContain('! WEAKENED (other languages): redact the whole text -> detect as in all texts');
    expect(shown).toContain('! WEAKENED (recognizer record): find MRN: 6 digits after one of zelo -> not looked for');
    expect(shown).toContain('3 changes against');
  });

  it.each([
    ['{ const: fr }', /p\.yaml:6: language: every text that is treated by detect is redacted whole, since fr is none/],
    ['{ const: fr }\notherLanguage: detect', /language: the detector was made for pt, en and es: .* in fr may pass/],
    ['{ const: und }', /language: und names no language/],
    ['{ const: pt-BR }', null],
  ])('is warned of where the language is %s', async (language, warning) => {
    write('p.yaml', `${HEAD}language: ${language}\n${FIELDS}`);
    await plan('--json');
    const warnings = JSON.parse(printed[0]!).routes[0].schemas[0].warnings as string[];
    if (warning === null) expect(warnings).toEqual([]);
    else expect(warnings.join('\n')).toMatch(warning);
  });
});

describe('a kept number whose name suggests an identifier', () => {
  it('is warned of, once', async () => {
    write('p.yaml', `${HEAD}fields: { cpf: keep, n: keep }\n`);
    await plan('--json');
    const { warnings } = JSON.parse(printed[0]!).routes[0].schemas[0];
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('cpf: ');
  });

  it('is found by words that only the first policy knows', async () => {
    write('s.avsc', JSON.stringify({ ...SCHEMA, fields: [{ name: 'numero_afiliado', type: 'long' }] }));
    write('p.yaml', `${HEAD}fields: { numero_afiliado: keep }\n`);
    await plan('--json');
    expect(JSON.parse(printed[0]!).routes[0].schemas[0].warnings[0]).toContain('may be a HEALTH_PLAN');
  });
});
