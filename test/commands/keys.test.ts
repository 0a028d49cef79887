import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysCommand } from '../../src/commands/keys.ts';
import { createTokenKey } from '../../src/io/key-create.ts';
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

  it('makes a first key under another name, to replace one that is lost', async () => {
    await generate();
    const other = join(root, 'keys-2');
    const made = JSON.parse(await run('generate', '--directory', other, '--version', 'k4', '--json'));
    expect(made.tokenKey).toMatchObject({ version: 'k4', file: join(other, 'k4.key') });
    expect(readdirSync(other)).toEqual(['k4.key']);
    expect(JSON.parse(await run('rotate', '--directory', other, '--json'))).toMatchObject({ version: 'k5' });
  });

  it.each(['k1', 'k4'])('makes no %s beside another version', async (version) => {
    await generate();
    await expect(run('generate', '--directory', directory, '--version', version)).rejects.toThrow('keys.exists');
    expect(readdirSync(directory)).toEqual(['k1.key']);
  });

  it.each([
    ['a version of another form', ['--directory', 'x', '--version', 'two']],
    ['a path as version', ['--directory', 'x', '--version', '../k1']],
    ['a version without a directory', ['--identity', 'x', '--version', 'k2']],
  ])('refuses %s', async (_, words) => {
    await expect(run('generate', ...words.map((word) => (word === 'x' ? join(root, 'new') : word)))).rejects.toThrow(
      /^input\.invalid: .*\n {2}- --version goes with --directory/,
    );
    expect(existsSync(join(root, 'new'))).toBe(false);
  });

  it('prints the line that pins the key, and rotate that of all versions', async () => {
    const text = await generate();
    const [, first] = /check value ([0-9a-f]{8})/.exec(text) as RegExpExecArray;
    expect(text).toContain(`\n  check: { k1: '${first}' }\n`);
    const rotated = await run('rotate', '--directory', directory);
    const [, second] = /check value ([0-9a-f]{8})/.exec(rotated) as RegExpExecArray;
    expect(rotated).toContain(`\n  check: { k1: '${first}', k2: '${second}' }\n`);
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

describe('sigilo keys check', () => {
  /** A configuration of two routes, one of which pins a key version; `recipients` besides the one that was made. */
  async function configured(
    change: { active?: string; recipients?: readonly string[]; check?: Record<string, string> } = {},
  ): Promise<string> {
    const { quarantine } = JSON.parse(await generate('--json'));
    await run('rotate', '--directory', directory);
    const policy = join(import.meta.dirname, '../../schemas/chat-message.policy.yaml');
    const route = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held', policies: [policy] };
    const file = join(root, 'sigilo.yaml');
    const config = {
      kafka: { brokers: ['127.0.0.1:1'], groupId: 'g' },
      registry: { url: 'http://127.0.0.1:1' },
      keys: { directory: 'keys', active: change.active ?? 'k2', ...(change.check && { check: change.check }) },
      quarantine: { recipients: change.recipients ?? [quarantine.recipient] },
      routes: [route, { ...route, name: 'labs', source: 'labs', sink: 'labs.clean', keyVersion: 'k1' }],
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  /** What was printed, and the code of the error that ended the command. */
  async function check(...words: string[]): Promise<{ printed: string; code: string | null }> {
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    const ended = keysCommand().parseAsync(['check', ...words], { from: 'user' });
    const code = await ended.then(
      () => null,
      (error: { code: string }) => error.code,
    );
    log.mockRestore();
    return { printed: printed.join('\n'), code };
  }

  it('tells check values and recipients, and no secret', async () => {
    const file = await configured();
    const { printed, code } = await check('--config', file, '--identity', identity, '--json');
    expect(code).toBeNull();
    const versions = ['k2', 'k1'].map((version) => ({
      ...{ version, isPinned: false },
      check: expect.stringMatching(/^[0-9a-f]{8}$/),
    }));
    expect(JSON.parse(printed)).toEqual({
      ...{ ok: true, versions, recipients: [expect.any(String)], faults: [] },
      warnings: [
        expect.objectContaining({ code: 'keys.unpinned' }),
        expect.objectContaining({ code: 'keys.unpinned' }),
      ],
    });
    const text = (await check('--config', file)).printed;
    expect(text).toMatch(
      /^k2 .*\nk1 .*\nrecipient age1.*\nwarning: keys\.unpinned[\s\S]*check: \{ k2: '[0-9a-f]{8}' \}[\s\S]*\nall of them serve$/,
    );
    for (const secret of secrets()) expect(printed + text).not.toContain(secret);
  });

  it('is content with pinned keys, and finds another key under the same name', async () => {
    const file = await configured();
    const listed = JSON.parse(await run('list', '--directory', directory, '--json')).versions;
    const pins = Object.fromEntries(listed.map((key: { version: string; check: string }) => [key.version, key.check]));
    const config = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, keys: { ...config.keys, check: pins } }));
    const before = await check('--config', file);
    expect(before.code).toBeNull();
    expect(before.printed).toContain(`k1  ${pins.k1}  as pinned`);
    expect(before.printed).not.toContain('warning');
    rmSync(join(directory, 'k1.key'));
    createTokenKey(directory, 'k1');
    const { code, printed } = await check('--config', file);
    expect(code).toBe('check.failed');
    expect(printed).toMatch(/keys\.mismatch: .*another key under the same name.*k1\.key.*\n {2}- its check value is/);
    expect(printed).toContain(`keys.check expects ${pins.k1}`);
  });

  it('finds all faults at once', async () => {
    const file = await configured({ active: 'k9' });
    chmodSync(join(directory, 'k1.key'), 0o644);
    const { printed, code } = await check('--config', file, '--identity', join(root, 'none'), '--json');
    expect(code).toBe('check.failed');
    const told = JSON.parse(printed) as { ok: boolean; faults: { code: string }[]; versions: unknown[] };
    expect([told.ok, told.versions]).toEqual([false, []]);
    expect(told.faults.map((fault) => fault.code)).toEqual(['keys.unreadable', 'keys.exposed', 'keys.unreadable']);
  });

  it('finds that an identity does not open what is sealed for the recipients', async () => {
    const file = await configured();
    const other = join(root, 'other.identity');
    await run('generate', '--identity', other);
    const { printed, code } = await check('--config', file, '--identity', other);
    expect(code).toBe('check.failed');
    expect(printed).toContain('keys.unreadable');
  });
});

describe('sigilo keys --help', () => {
  it.each(['generate', 'rotate', 'list', 'check'])('shows an example of %s', (name) => {
    const command = keysCommand().commands.find((one) => one.name() === name);
    let help = '';
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain(`$ sigilo keys ${name}`);
    expect(help).toContain('--json');
  });
});
