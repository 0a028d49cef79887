import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { initCommand } from '../../../src/commands/init.ts';

const PART = { type: 'record', name: 'Part', namespace: 'a', fields: [{ name: 'cpf', type: 'long' }] };
const SCHEMA = {
  ...{ type: 'record', name: 'R', namespace: 'a' },
  fields: [
    { name: 'hospital_id', type: 'string' },
    { name: 'part', type: 'a.Part' },
    { name: 'x', type: 'string' },
  ],
};

let directory: string;
let printed: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-init-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  writeFileSync(file('s.avsc'), JSON.stringify(SCHEMA));
  writeFileSync(file('part.avsc'), JSON.stringify(PART));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const file = (name: string) => join(directory, name);
const BOTH = () => [file('s.avsc'), '--references', file('part.avsc')];

/** Runs the command; gives the code by which it fails, or null. */
async function init(...options: string[]): Promise<string | null> {
  try {
    await initCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(options, { from: 'user' });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('sigilo init', () => {
  it('prints a policy, with the fields of references', async () => {
    expect(await init(...BOTH())).toBeNull();
    const policy = parse(printed.join(''));
    expect(policy).toMatchObject({ policy: 'r', record: 'a.R', profile: 'lgpd', tenant: { field: 'hospital_id' } });
    expect(policy.fields).toMatchObject({ 'part.cpf': { tokenize: 'CPF' }, x: 'drop' });
  });

  it('takes the tenant as a path of the schema, or else as a constant', async () => {
    await init(...BOTH(), '--tenant', 'x');
    expect(parse(printed.join('')).tenant).toEqual({ field: 'x' });
    printed = [];
    await init(...BOTH(), '--tenant', 'hospital a');
    expect(parse(printed.join('')).tenant).toEqual({ const: 'hospital a' });
  });

  it.each([
    ['hospital_idd', 'const', 'did you mean hospital_id?'],
    ['cpf', 'const', 'did you mean part.cpf?'],
    ['acme', 'const', 'so it is a constant: one tenant for all records'],
  ])('says of the tenant %s that it is a %s', async (tenant, word, review) => {
    await init(...BOTH(), '--tenant', tenant);
    const line = printed
      .join('')
      .split('\n')
      .find((each) => each.startsWith('tenant: '));
    expect(line).toMatch(
      new RegExp(`^tenant: \\{ ${word}: ${tenant} \\} {2}# REVIEW: no field of the schema has this path`),
    );
    expect(line).toContain(review);
  });

  it('says nothing of a tenant that every record has, and that one may be missing', async () => {
    const optional = {
      name: 'more',
      type: ['null', { type: 'record', name: 'More', fields: [{ name: 'y', type: 'string' }] }],
    };
    writeFileSync(file('s.avsc'), JSON.stringify({ ...SCHEMA, fields: [...SCHEMA.fields, optional] }));
    await init(...BOTH(), '--tenant', 'part.cpf');
    expect(printed.join('')).toContain('\ntenant: { field: part.cpf }\n');
    printed = [];
    await init(...BOTH(), '--tenant', 'more.y');
    expect(printed.join('')).toContain(
      '\ntenant: { field: more.y }  # REVIEW: a record may have none, and is then quarantined',
    );
  });

  it.each(['part', 'xs', 'xs[]', 'many<string>', 'm{value}'])(
    'refuses %s as tenant: it is no single value',
    async (tenant) => {
      const xs = { name: 'xs', type: { type: 'array', items: 'string' } };
      const many = { name: 'many', type: ['string', 'long'] };
      const m = { name: 'm', type: { type: 'map', values: 'string' } };
      writeFileSync(file('s.avsc'), JSON.stringify({ ...SCHEMA, fields: [...SCHEMA.fields, xs, many, m] }));
      expect(await init(...BOTH(), '--tenant', tenant)).toBe('input.invalid');
    },
  );

  it('writes a file, says what is open, and never overwrites it', async () => {
    expect(await init(...BOTH(), '--output', file('p.yaml'))).toBeNull();
    expect(printed.join()).toMatch(/p\.yaml: 3 rules for a\.R, 4 lines to REVIEW$/);
    const written = readFileSync(file('p.yaml'), 'utf8');
    expect(await init(...BOTH(), '--output', file('p.yaml'), '--profile', 'gdpr')).toBe('output.exists');
    expect(readFileSync(file('p.yaml'), 'utf8')).toBe(written);
    expect(await init(...BOTH(), '--output', join(directory, 'none', 'p.yaml'))).toBe('output.unwritable');
  });

  it('prints one JSON object', async () => {
    await init(...BOTH(), '--json');
    const { record, review, policy, rules } = JSON.parse(printed.join(''));
    expect({ record, review }).toEqual({ record: 'a.R', review: 4 });
    expect(rules.map((rule: { path: string; review: boolean }) => [rule.path, rule.review])).toEqual([
      ['hospital_id', false],
      ['part.cpf', false],
      ['x', true],
    ]);
    for (const { line, path } of rules) expect(policy.split('\n')[line - 1]).toContain(`${path}: `);
  });

  it.each<[string, () => string[], string]>([
    ['nothing', () => [], 'input.invalid'],
    ['a file and a subject', () => [file('s.avsc'), '--subject', 's'], 'input.invalid'],
    ['a subject without configuration', () => ['--subject', 's'], 'input.invalid'],
    ['a file that is not there', () => [file('none.avsc')], 'input.invalid'],
    ['a schema without its references', () => [file('s.avsc')], 'schema.invalid'],
    ['an unknown profile', () => [...BOTH(), '--profile', 'none'], 'commander.invalidArgument'],
  ])('refuses %s', async (_, options, code) => {
    expect(await init(...options())).toBe(code);
  });

  it('refuses a schema that is no record', async () => {
    writeFileSync(file('s.avsc'), '{"type":"array","items":"string"}');
    expect(await init(file('s.avsc'))).toBe('schema.invalid');
  });
});
