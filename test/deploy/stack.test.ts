import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../deploy/local/lock.ts';
import { javaMajorVersion } from '../../deploy/local/requirements.ts';
import { readStack, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { describeStack, writeState } from '../../deploy/local/stack-state.ts';
import { startFailure } from '../../deploy/local/start-failure.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'deploy', 'local', 'stack.ts');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-stack-unit-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command with only these programs on the PATH, and an empty cache. */
function runStack(args: readonly string[], programs: Readonly<Record<string, string>> = {}) {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: bin, HOME: directory, XDG_CACHE_HOME: join(directory, 'cache'), XDG_STATE_HOME: directory };
  return spawnSync(process.execPath, [SCRIPT, ...args], { env, encoding: 'utf8' });
}

describe('the stack command', () => {
  it('names all programs that are missing', () => {
    const { status, stderr } = runStack(['up']);
    expect(status).toBe(1);
    expect(stderr).toContain('stack.requirements');
    expect(stderr).toContain('`java` is not on the PATH');
    expect(stderr).toContain('`mvn` (Apache Maven) is not on the PATH');
    expect(stderr).not.toContain('    at ');
  });

  it('refuses a Java that is too old', () => {
    const old = { java: `echo 'openjdk version "11.0.2" 2019-01-15' >&2`, mvn: 'exit 0', tar: 'exit 0' };
    const { status, stderr } = runStack(['up'], old);
    expect(status).toBe(1);
    expect(stderr).toContain('`java` is version 11, and 17 or newer is needed');
  });

  it('says what Maven said when the download fails, and leaves no half-filled cache', () => {
    const java = `echo 'openjdk version "17.0.1"' >&2`;
    const mvn = `[ "$1" = --version ] && exit 0; echo '[ERROR] no route to host'; exit 1`;
    const { status, stderr } = runStack(['up'], { java, mvn, tar: 'exit 0' });
    expect(status).toBe(1);
    expect(stderr).toContain('stack.failed');
    expect(stderr).toContain('no route to host');
    expect(readdirSync(join(directory, 'cache', 'sigilo'))).toEqual([]);
  });

  it('says that no stack runs, and exits 1', () => {
    const { status, stdout } = runStack(['status', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ running: false });
  });

  it('explains itself', () => {
    expect(runStack(['--help']).stdout).toContain('npm run stack -- up --nodes 3');
  });

  it.each([[[]], [['sideways']], [['up', 'down']], [['up', '--dirr', 'x']]])('refuses %j with exit code 2', (args) => {
    const { status, stderr } = runStack(args);
    expect(status).toBe(2);
    expect(stderr).toContain('Usage');
  });
});

describe('the directory of a stack', () => {
  it('is refused when it holds files of somebody else', async () => {
    writeFileSync(join(directory, 'thesis.txt'), 'years of work');
    await expect(startStack({ directory })).rejects.toThrow('holds no stack');
    await stopStack(directory);
    expect(existsSync(join(directory, 'thesis.txt'))).toBe(true);
  });

  it('is deleted by `down`, also when it holds the state of a start that was cut off', async () => {
    const home = join(directory, 'stack');
    mkdirSync(home);
    const registryState = { port: 1, pid: process.pid, dataDirectory: home, logFile: home };
    const saslUser = { username: 'u', password: 'p' };
    const parts = { directory: home, clusterId: 'c', saslUser, libs: home, brokerStates: [], registryState };
    // The recorded id is that of this very process: only processes that carry the stack's mark may be killed.
    writeState(describeStack({ phase: 'starting', ...parts }));
    expect(readStack(home)?.phase).toBe('starting');
    await stopStack(home);
    expect(existsSync(home)).toBe(false);
  });

  it('holds a stack of one kind: secured and proxied exclude each other', async () => {
    const home = join(directory, 'stack');
    await expect(startStack({ directory: home, secured: true, proxied: true })).rejects.toThrow('not both');
    expect(existsSync(home)).toBe(false);
  });

  it('is not read from a damaged state file', () => {
    writeFileSync(join(directory, 'state.json'), '{"phase":');
    expect(readStack(directory)).toBeNull();
  });
});

describe('the lock', () => {
  it('lets one work at a time', async () => {
    const file = join(directory, 'lock');
    let inside = 0;
    let most = 0;
    const work = () =>
      withLock(file, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
      });
    await Promise.all([work(), work(), work()]);
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over when its owner has given no sign of life for a minute', async () => {
    const file = join(directory, 'lock');
    writeFileSync(file, String(process.ppid));
    utimesSync(file, new Date(), new Date(Date.now() - 61_000));
    expect(await withLock(file, async () => 'done')).toBe('done');
  });

  it('is taken over from an owner that died', async () => {
    const file = join(directory, 'lock');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, String(dead));
    expect(await withLock(file, async () => 'done')).toBe('done');
  });
});

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['something else', null],
])('reads the major version of %s', (output, version) => {
  expect(javaMajorVersion(output)).toBe(version);
});

describe('the reason why a process did not start', () => {
  it.each([
    ['INFO all is well\nERROR Address already in use\nINFO bye\n', ['ERROR Address already in use']],
    ['INFO one\nINFO two\n', ['INFO one', 'INFO two']],
    ['', []],
  ])('is taken from the log %j', (log, faults) => {
    const file = join(directory, 'kafka-1.log');
    writeFileSync(file, log);
    expect(startFailure(file).context).toEqual({ file: 'kafka-1.log', faults });
  });
});
