import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const SCHEMA = join(import.meta.dirname, '../../schemas/chat-message.avsc');
const OTHER_POLICY = join(import.meta.dirname, '../../schemas/clinical-message.policy.yaml');
const PLANTED = '529.982.247-25';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-cli-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does; node options come first. */
function sigilo(words: readonly string[], options: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...options, CLI, ...words],
      { env: { PATH: process.env.PATH } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

/** A module that is loaded before ours. */
function preload(name: string, text: string): string[] {
  const file = join(directory, name);
  writeFileSync(file, text);
  return ['--import', file];
}

describe('sigilo', () => {
  it('shows its commands with --help', async () => {
    const { code, stdout } = await sigilo(['--help']);
    expect(code).toBe(0);
    for (const command of ['run', 'check', 'status', 'explain', 'init', 'plan', 'redact', 'demo', 'keys'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it.each([
    ...['run', 'check', 'status', 'explain', 'init', 'plan', 'redact', 'demo', 'demo setup', 'demo traffic'],
    ...['keys generate', 'keys rotate', 'keys list', 'keys check'],
  ])('%s has a --help with an example, and --json', async (command) => {
    const { code, stdout } = await sigilo([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:\n/);
    // The log of a worker is JSON anyway.
    if (command !== 'run') expect(stdout).toContain('--json');
  });

  it('shows its version', async () => {
    expect(await sigilo(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('leaves a version behind a command to the command', async () => {
    const words = ['keys', 'generate', '--identity', '/nowhere/x', '--version', 'k2'];
    expect(await sigilo(words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('input.invalid'),
    });
  });

  it.each([['bogus'], ['run', '--bogus'], ['keys', 'rotate'], []])(
    'ends with 2 when it is called wrongly: %s',
    async (...words) => {
      expect(await sigilo(words)).toMatchObject({ code: 2, stdout: '' });
    },
  );

  it.each([
    ['sigilo run', ['run', '--bogus']],
    ['sigilo keys rotate', ['keys', 'rotate']],
    ['sigilo', ['--bogus']],
  ])('points at the help of the command that was meant: %s', async (command, words) => {
    expect((await sigilo(words)).stderr).toContain(`(${command} --help shows the options and an example)`);
  });

  it('ends with 2 and all faults when the configuration is wrong', async () => {
    const file = join(directory, 'sigilo.yaml');
    writeFileSync(file, `bogus: ${PLANTED}\nregion: ${PLANTED}\n`);
    const { code, stdout, stderr } = await sigilo(['run', '--config', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('line 1: bogus: unknown word');
    expect(stderr).toContain('line 2: region: must be a two-letter country code');
    expect(stderr).not.toContain(PLANTED);
  });

  it.each([
    [2, 'config.invalid', ['check', '--json', '--config', 'absent.yaml']],
    [2, 'config.invalid', ['status', '--json', '--config', 'absent.yaml']],
    [2, 'config.invalid', ['plan', '--json', '--config', 'absent.yaml']],
    [2, 'input.invalid', ['plan', '--json', '--schema', SCHEMA, '--policy', 'nofile']],
    [2, 'input.invalid', ['init', 'nofile.avsc', '--json']],
    [2, 'keys.unreadable', ['keys', 'rotate', '--json', '--directory', 'nowhere']],
    [2, 'input.invalid', ['explain', '--json', 'nosuch']],
    [2, 'input.invalid', ['check', '--json', `--${PLANTED}`]],
  ])('prints one JSON object with --json when it ends with %i: %s', async (exit, code, words) => {
    const ended = await sigilo(words);
    const { ok, error } = JSON.parse(ended.stdout) as { ok: boolean; error: Record<string, unknown> };
    expect([ok, error.code, typeof error.what, typeof error.todo]).toEqual([false, code, 'string', 'string']);
    expect(ended.stdout).not.toContain(PLANTED);
    expect(ended.stderr).not.toBe('');
    expect(ended.code).toBe(exit);
  });

  it('prints one JSON object only when a command has told its own', async () => {
    const { code, stdout, stderr } = await sigilo(['plan', '--json', '--schema', SCHEMA, '--policy', OTHER_POLICY]);
    expect([code, JSON.parse(stdout).complete]).toEqual([1, false]);
    expect(stderr).toContain('policy.incomplete');
  });

  it.each([
    ['--config FILE', ['check', '--config', 'absent.yaml']],
    ['there is no such file', ['init', 'nofile.avsc']],
    ['there is no such file', ['plan', '--schema', SCHEMA, '--policy', 'nofile']],
  ])('says %s when a file is missing', async (part, words) => {
    expect((await sigilo(words)).stderr).toContain(part);
  });

  it('ends with 2 before it loads anything when Node is too old', async () => {
    const old = preload('old.mjs', `Object.defineProperty(process.versions, 'node', { value: '22.17.9' });`);
    const { code, stderr } = await sigilo(['--help'], old);
    expect([code, stderr]).toEqual([2, expect.stringContaining('node.version: this Node.js version is too old')]);
  });

  it.each([
    ['an exception', `throw new RangeError('${PLANTED}')`],
    ['a rejection', `Promise.reject(new RangeError('${PLANTED}', { cause: '${PLANTED}' }))`],
  ])('ends with 1 and tells the class only after %s that nobody caught', async (_, fault) => {
    const late = preload('fault.mjs', `setTimeout(() => { ${fault} }, 1); setTimeout(() => {}, 60_000);`);
    const { code, stdout, stderr } = await sigilo(['--version'], late);
    expect(code).toBe(1);
    expect(stderr).toContain('internal: an unexpected fault inside Sigilo (thrown=RangeError)');
    expect(stdout + stderr).not.toContain(PLANTED);
  });

  it.each([
    ['its own code when it was about to end', 1, ['plan', '--schema', SCHEMA, '--policy', OTHER_POLICY]],
    ['the code of a broken pipe when it had more to do', 141, ['redact']],
  ])('ends with %s after its reader has gone', async (_, code, words) => {
    const child = spawn(process.execPath, [CLI, ...words], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdout.destroy();
    child.stdin.on('error', () => {}).write('dor\n');
    expect((await once(child, 'exit'))[0]).toBe(code);
  });

  it('keeps quiet about timers in the past and tells other warnings by name only', async () => {
    const warn = preload(
      'warn.mjs',
      `process.emitWarning('${PLANTED}', 'TimeoutNegativeWarning'); setTimeout(() => process.emitWarning('${PLANTED}', 'OtherWarning'), 1);`,
    );
    const { code, stderr } = await sigilo(['--version'], warn);
    expect(code).toBe(0);
    expect(stderr).not.toContain('Negative');
    expect(stderr).not.toContain(PLANTED);
  });
});
