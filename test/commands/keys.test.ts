import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysCommand } from '../../src/commands/keys.ts';
import { loadTokenKey, makeDataKey } from '../../src/io/key-store.ts';
import { parseIdentities, unwrapDataKey } from '../../src/io/quarantine-open.ts';

let root = '';
let directory = '';
let identity = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigilo-keys-'));
  directory = join(root, 'keys');
  identity = join(root, 'quarantine.identity');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

/** Runs the command and returns all that it printed. */
async function run(...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await keysCommand().parseAsync(words, { from: 'user' });
    return printed.mock.calls.map((call) => call.join(' ')).join('\n');
  } finally {
    printed.mockRestore();
  }
}

const generate = (...words: string[]) => run('generate', '--directory', directory, '--identity', identity, ...words);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** Everything secret that lies in the files, in the forms in which it could be printed. */
function secrets(): readonly string[] {
  const keys = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8').trim());
  const hex = keys.map((key) => Buffer.from(key, 'base64').toString('hex'));
  return [...keys, ...hex, ...parseIdentities(readFileSync(identity, 'utf8'))];
}

describe('sigilo keys generate', () => {
  it('makes files that only the owner can read and that work', async () => {
    const made = JSON.parse(await generate('--json'));
    expect(made.tokenKey).toEqual({
      version: 'k1',
      file: join(directory, 'k1.key'),
      check: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect([modeOf(directory), modeOf(join(directory, 'k1.key')), modeOf(identity)]).toEqual([0o700, 0o600, 0o600]);
    expect(loadTokenKey(directory, 'k1').secret.length).toBe(32);
    const identities = parseIdentities(readFileSync(identity, 'utf8'));
    expect(await identityToRecipient(identities[0] as string)).toBe(made.quarantine.recipient);
    const dataKey = await makeDataKey([made.quarantine.recipient]);
    expect(await unwrapDataKey(dataKey.keyWrap, identities)).toEqual(dataKey.key);
  });

  it('prints the recipient and no secret, as text and as JSON', async () => {
    const text = await generate();
    expect(text).toMatch(/public recipient: age1[a-z0-9]{58}/);
    const more = [await run('rotate', '--directory', directory), await run('list', '--directory', directory, '--json')];
    for (const output of [text, ...more]) for (const secret of secrets()) expect(output).not.toContain(secret);
  });

  it('overwrites nothing and makes nothing when one of the two exists', async () => {
    await generate();
    const before = secrets();
    await expect(generate()).rejects.toThrow('keys.exists');
    await expect(run('generate', '--directory', join(root, 'other'), '--identity', identity)).rejects.toThrow(
      'keys.exists',
    );
    expect(existsSync(join(root, 'other'))).toBe(false);
    expect(secrets()).toEqual(before);
  });

  it('makes only what is named', async () => {
    expect(JSON.parse(await run('generate', '--identity', identity, '--json'))).toEqual({
      quarantine: { identityFile: identity, recipient: expect.any(String) },
    });
    expect(existsSync(directory)).toBe(false);
    await expect(run('generate')).rejects.toThrow('name a place');
  });

  it('writes no key into a directory that others can see', async () => {
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    await expect(run('generate', '--directory', directory)).rejects.toThrow('keys.exposed');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('fails with a code where it cannot write', async () => {
    await expect(run('generate', '--identity', join(root, 'none', 'file'))).rejects.toThrow('keys.unreadable');
  });
});

describe('sigilo keys rotate', () => {
  it('adds the next version and keeps the old one', async () => {
    await generate();
    const old = loadTokenKey(directory, 'k1').secret;
    expect(JSON.parse(await run('rotate', '--directory', directory, '--json'))).toMatchObject({ version: 'k2' });
    expect(await run('rotate', '--directory', directory)).toContain('keys.active to k3');
    expect(loadTokenKey(directory, 'k1').secret).toEqual(old);
    expect(loadTokenKey(directory, 'k2').secret).not.toEqual(loadTokenKey(directory, 'k3').secret);
  });

  it('refuses a directory without a key', async () => {
    await expect(run('rotate', '--directory', directory)).rejects.toThrow(
      /^keys\.unreadable: .*\(file=\S+\);.*\n {2}- the directory does not exist$/,
    );
    mkdirSync(directory, { mode: 0o700 });
    await expect(run('rotate', '--directory', directory)).rejects.toThrow('keys.unreadable');
  });
});

describe('sigilo keys list', () => {
  it('shows check values, and what is wrong with a file', async () => {
    const { tokenKey } = JSON.parse(await generate('--json'));
    await run('rotate', '--directory', directory);
    chmodSync(join(directory, 'k2.key'), 0o644);
    expect(JSON.parse(await run('list', '--directory', directory, '--json'))).toEqual({
      directory,
      versions: [
        { version: 'k1', check: tokenKey.check },
        { version: 'k2', fault: 'keys.exposed' },
      ],
    });
    const text = await run('list', '--directory', directory);
    expect(text).toBe(`k1  ${tokenKey.check}\nk2  keys.exposed`);
  });

  it('says that a directory is empty', async () => {
    mkdirSync(directory, { mode: 0o700 });
    expect(await run('list', '--directory', directory)).toBe(`no token key in ${directory}`);
  });
});

describe('sigilo keys --help', () => {
  it.each(['generate', 'rotate', 'list'])('shows an example of %s', (name) => {
    const command = keysCommand().commands.find((one) => one.name() === name);
    let help = '';
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain(`$ sigilo keys ${name}`);
    expect(help).toContain('--json');
  });
});
