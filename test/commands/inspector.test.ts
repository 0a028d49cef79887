import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const OPENED = 'Debugger listening';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-inspector-'));
  writeFileSync(join(directory, 'sigilo.yaml'), '');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs Node, sends SIGUSR1 as soon as the first output says that the process is up, and gives all that it wrote. */
async function signalled(words: readonly string[], input: string): Promise<string> {
  const child = spawn(process.execPath, words, { env: { PATH: process.env.PATH }, stdio: 'pipe' });
  let output = '';
  let isSignalled = false;
  const collect = (chunk: Buffer) => {
    output += chunk;
    if (isSignalled) return;
    isSignalled = true;
    child.kill('SIGUSR1');
    // The inspector has a thread of its own: what it would write comes before this command's end, or never.
    setTimeout(() => child.stdin.end(), 300);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.stdin.write(input);
  await once(child, 'close');
  return output;
}

async function refusal(options: readonly string[], environment: Record<string, string> = {}) {
  const words = [...options, CLI, 'run', '--config', join(directory, 'sigilo.yaml')];
  const child = spawn(process.execPath, words, { env: { PATH: process.env.PATH, ...environment } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

describe('the memory of the process', () => {
  it('is not opened by SIGUSR1', async () => {
    const echo = 'process.stdin.on("data", (text) => process.stdout.write(text))';
    expect(await signalled(['--inspect-port=0', '-e', echo], 'up\n')).toContain(OPENED);
    const output = await signalled(['--inspect-port=0', CLI, 'redact'], 'cpf 529.982.247-25\n');
    expect(output).toContain('[CPF]');
    expect(output).not.toContain(OPENED);
  });

  it('is not shown by flags, of the command line or of the environment', async () => {
    const options = ['--inspect=127.0.0.1:0', '--heapsnapshot-signal=SIGUSR2', '--report-on-fatalerror'];
    const { code, stderr } = await refusal(options, { NODE_OPTIONS: '--inspect-port=0' });
    expect(code).toBe(2);
    expect(stderr.match(/(?<=- ).*(?=: must not be given)/g)).toEqual([
      'environment: NODE_OPTIONS: --inspect-port',
      'node: --inspect',
      'node: --heapsnapshot-signal',
      'node: --report-on-fatalerror',
    ]);
  });
});
