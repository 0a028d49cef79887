import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planCommand } from '../../../src/commands/plan.ts';
import { exitCodeOf } from '../../../src/exit-code.ts';

const HEAD = 'policy: p\nrecord: R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n';
const SCHEMA = { type: 'record', name: 'R', fields: [{ name: 'email', type: 'string' }] };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-plan-'));
  vi.spyOn(console, 'log').mockImplementation(() => {});
  writeFileSync(join(directory, 's.avsc'), JSON.stringify(SCHEMA));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

/** The error that ends the command, or null. */
async function plan(...options: string[]): Promise<{ code: string; message: string } | null> {
  try {
    await planCommand().exitOverride().parseAsync(options, { from: 'user' });
    return null;
  } catch (error) {
    return error as { code: string; message: string };
  }
}

function files(email: string): string[] {
  writeFileSync(join(directory, 'p.yaml'), `${HEAD}fields: { email: ${email} }\n`);
  return ['--schema', join(directory, 's.avsc'), '--policy', join(directory, 'p.yaml')];
}

describe('sigilo plan --strict', () => {
  it('ends with 1 and lists the warnings; without it they are shown only', async () => {
    const kept = files('{ keep: { pattern: "[a-z@.]+", max: 60 } }');
    expect(await plan(...kept)).toBeNull();
    const error = await plan(...kept, '--strict');
    expect(exitCodeOf(error)).toBe(1);
    expect(error?.code).toBe('plan.warned');
    expect(error?.message).toMatch(/email: the pattern keeps free text: an e-mail would pass/);
    expect(error?.message).toMatch(/email: a kept text of this name may be a EMAIL/);
  });

  it('passes a plan without warnings', async () => {
    expect(await plan(...files('{ redact: EMAIL }'), '--strict')).toBeNull();
  });

  it('tells what is not covered first', async () => {
    const [, schema, , policy] = files('{ redact: EMAIL }');
    writeFileSync(join(directory, 'p.yaml'), `${HEAD}fields: {}\n`);
    expect(await plan('--schema', schema!, '--policy', policy!, '--strict')).toMatchObject({
      code: 'policy.incomplete',
    });
  });
});

describe('sigilo plan without files', () => {
  it.each([[[]], [['--lock']], [['--strict']], [['--json']]])('reads sigilo.yaml: %j', async (options) => {
    vi.spyOn(process, 'cwd').mockReturnValue(directory);
    const error = await plan(...options);
    expect(error?.code).toBe('config.invalid');
    expect(error?.message).toContain(join(directory, 'sigilo.yaml'));
  });

  it.each([['--schema'], ['--policy']])('wants both when %s is given alone', async (option) => {
    expect(await plan(option, join(directory, 's.avsc'))).toMatchObject({ code: 'input.invalid' });
  });
});
