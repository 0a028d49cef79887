import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQuarantine, sealQuarantine } from '../../src/core/quarantine.ts';
import { decodeQuarantinePlaintext } from '../../src/core/quarantine-plaintext.ts';
import { isRecipient, loadTokenKey, makeDataKey, tokenKeyVersions } from '../../src/io/key-store.ts';
import { openQuarantine, parseIdentities, unwrapDataKey } from '../../src/io/quarantine-open.ts';

const IS_ROOT = process.getuid?.() === 0;

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-keys-'));
  chmodSync(directory, 0o700);
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function putKey(content: string | Buffer, mode = 0o600, name = 'k1.key'): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

const goodKey = () => `${randomBytes(32).toString('base64')}\n`;

/** Lays files out as the kubelet does: k1.key -> ..data/k1.key, ..data -> ..2026_01_02, all owned by root. */
function kubernetesMount(fileMode: number, holderMode = 0o755): void {
  const holder = join(directory, '..2026_01_02');
  mkdirSync(holder);
  writeFileSync(join(holder, 'k1.key'), goodKey());
  chmodSync(join(holder, 'k1.key'), fileMode);
  chmodSync(holder, holderMode);
  symlinkSync('..2026_01_02', join(directory, '..data'));
  symlinkSync('..data/k1.key', join(directory, 'k1.key'));
  chmodSync(directory, 0o1777);
}

describe('loadTokenKey', () => {
  it('reads a key that only its owner can read', () => {
    const secret = randomBytes(32);
    putKey(secret.toString('base64'), 0o400);
    expect(loadTokenKey(directory, 'k1')).toEqual({ version: 'k1', secret });
  });

  it.each([0o604, 0o602, 0o601, 0o644, 0o660, 0o620, 0o666, 0o777])('refuses a file of mode %o', (mode) => {
    putKey(goodKey(), mode);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
  });

  it('accepts a file that our own group may read, and no other group', () => {
    const file = putKey(goodKey(), 0o440);
    expect(() => loadTokenKey(directory, 'k1')).not.toThrow();
    if (IS_ROOT) {
      chownSync(file, 0, 54_321);
      expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
    }
  });

  it.each([0o701, 0o704, 0o702, 0o755, 0o770, 0o777, 0o1777])('refuses a directory of mode %o', (mode) => {
    putKey(goodKey());
    chmodSync(directory, mode);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
  });

  it.each([0o400, 0o440])('reads a key of mode %o behind the links of a Kubernetes mount', (mode) => {
    kubernetesMount(mode);
    expect(loadTokenKey(directory, 'k1').version).toBe('k1');
  });

  it('refuses a Kubernetes secret of the default mode, which everybody can read', () => {
    kubernetesMount(0o644);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
  });

  it('refuses a directory that only looks like a Kubernetes mount', () => {
    kubernetesMount(0o400, 0o777);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
    rmSync(join(directory, 'k1.key'));
    putKey(goodKey());
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
  });

  it('refuses a Kubernetes mount to whose names others can write', () => {
    kubernetesMount(0o400);
    for (const mode of [0o777, 0o775, 0o757, 0o2777]) {
      chmodSync(directory, mode);
      expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
    }
    for (const mode of [0o700, 0o755, 0o3777]) {
      chmodSync(directory, mode);
      expect(loadTokenKey(directory, 'k1').version).toBe('k1');
    }
  });

  it.each([0o777, 0o755, 0o1777])('refuses a link to a key in a directory of mode %o', (mode) => {
    const open = join(directory, 'open');
    mkdirSync(open);
    writeFileSync(join(open, 'real.key'), goodKey(), { mode: 0o600 });
    symlinkSync('open/real.key', join(directory, 'k1.key'));
    chmodSync(open, mode);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
    chmodSync(open, 0o700);
    expect(loadTokenKey(directory, 'k1').version).toBe('k1');
  });

  it('refuses a link that leads through an open directory, and a circle of links', () => {
    const open = join(directory, 'open');
    mkdirSync(open);
    putKey(goodKey(), 0o600, 'real.key');
    symlinkSync('../real.key', join(open, 'step.key'));
    symlinkSync('open/step.key', join(directory, 'k1.key'));
    chmodSync(open, 0o777);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.exposed');
    symlinkSync('k2.key', join(directory, 'k2.key'));
    expect(() => loadTokenKey(directory, 'k2')).toThrow('keys.unreadable');
  });

  it.runIf(IS_ROOT)('refuses files, directories and links of another user, also as root, and says so', () => {
    const file = putKey(goodKey());
    chownSync(file, 54_321, 0);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('belongs to another user');
    chownSync(file, 0, 0);
    chownSync(directory, 54_321, 0);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('belongs to another user');
    chownSync(directory, 0, 0);
    rmSync(file);
    kubernetesMount(0o400);
    for (const link of ['k1.key', '..data']) {
      lchownSync(join(directory, link), 54_321, 0);
      expect(() => loadTokenKey(directory, 'k1')).toThrow('belongs to another user');
      lchownSync(join(directory, link), 0, 0);
    }
    expect(loadTokenKey(directory, 'k1').version).toBe('k1');
  });

  it.each<[string, string | Buffer]>([
    ['empty', ''],
    ['short', randomBytes(31).toString('base64')],
    ['long', randomBytes(33).toString('base64')],
    ['raw bytes', randomBytes(32)],
    ['hexadecimal', randomBytes(32).toString('hex')],
    ['two keys', goodKey() + goodKey()],
    ['very long', 'A'.repeat(1_000_000)],
    ['all zero', Buffer.alloc(32).toString('base64')],
    ['one pattern', Buffer.alloc(32, 'abcdefgh').toString('base64')],
    ['typed text', Buffer.from('correct horse battery staple 123').toString('base64')],
  ])('refuses content that is %s, and does not quote it', (_, content) => {
    putKey(content);
    let message = '';
    try {
      loadTokenKey(directory, 'k1');
    } catch (thrown) {
      message = JSON.stringify([thrown, String(thrown)]);
    }
    expect(message).toContain('keys.unreadable');
    const text = content.toString().trim();
    if (text !== '') expect(message).not.toContain(text.slice(0, 16));
  });

  it('accepts every random key', () => {
    for (let count = 0; count < 500; count += 1) {
      putKey(goodKey());
      expect(() => loadTokenKey(directory, 'k1')).not.toThrow();
    }
  });

  it('refuses a missing file, a missing directory, and a directory in place of the file', () => {
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.unreadable');
    expect(() => loadTokenKey(join(directory, 'none'), 'k1')).toThrow('keys.unreadable');
    mkdirSync(join(directory, 'k1.key'), 0o700);
    expect(() => loadTokenKey(directory, 'k1')).toThrow('keys.unreadable');
  });

  it.each(['', 'k0', 'k01', '../k1', 'k1/../k1', '/k1', 'K1', 'k1.key'])('refuses the version "%s"', (version) => {
    putKey(goodKey());
    expect(() => loadTokenKey(directory, version)).toThrow('keys.unreadable');
  });
});

describe('tokenKeyVersions', () => {
  it('lists versions by number and skips other files', () => {
    for (const name of ['k10.key', 'k2.key', 'k1.key', 'k01.key', 'notes.txt', 'k3.key.bak'])
      putKey(goodKey(), 0o600, name);
    expect(tokenKeyVersions(directory)).toEqual(['k1', 'k2', 'k10']);
  });
});

describe('makeDataKey', () => {
  it('makes a key that each recipient can open, and nobody else', async () => {
    const identities = await Promise.all([
      generateX25519Identity(),
      generateX25519Identity(),
      generateX25519Identity(),
    ]);
    const recipients = await Promise.all(identities.map(identityToRecipient));
    const dataKey = await makeDataKey(recipients.slice(0, 2));
    expect(dataKey).toMatchObject({ recipients: recipients.slice(0, 2), counter: 0 });
    expect(await unwrapDataKey(dataKey.keyWrap, [identities[0] as string])).toEqual(dataKey.key);
    expect(await unwrapDataKey(dataKey.keyWrap, [identities[2] as string, identities[1] as string])).toEqual(
      dataKey.key,
    );
    await expect(unwrapDataKey(dataKey.keyWrap, [identities[2] as string])).rejects.toThrow('keys.unreadable');
    await expect(unwrapDataKey(dataKey.keyWrap, [])).rejects.toThrow('keys.unreadable');
    await expect(unwrapDataKey(`${dataKey.keyWrap.slice(0, -60)}`, identities)).rejects.toThrow('keys.unreadable');
  });

  it('makes another key each time', async () => {
    const recipient = await identityToRecipient(await generateX25519Identity());
    const [one, two] = await Promise.all([makeDataKey([recipient]), makeDataKey([recipient])]);
    expect(one.key.equals(two.key)).toBe(false);
  });

  it('serves a whole quarantine record, from seal to identity file', async () => {
    const identity = await generateX25519Identity();
    const dataKey = await makeDataKey([await identityToRecipient(identity)]);
    const record = { key: null, value: Buffer.from('raw'), headers: undefined, timestamp: '1', offset: '9' };
    const metadata = {
      reason: 'internal',
      route: 'r',
      source: { topic: 't', partition: 0, offset: '9' },
      at: 'now',
      attempt: 1,
    } as const;
    const limits = { valueBytes: 100_000, payloadBytes: 100_000 };
    const sealed = readQuarantine(sealQuarantine(record, metadata, dataKey, limits).value);
    const identities = parseIdentities(`# created: now\n# public key: x\n\n${identity}\n`);
    const key = await unwrapDataKey(sealed.metadata.keyWrap, identities);
    expect(decodeQuarantinePlaintext(openQuarantine(sealed, key)).value).toEqual(Buffer.from('raw'));
  });

  it('refuses an empty list', async () => {
    await expect(makeDataKey([])).rejects.toThrow('keys.no_recipient');
  });

  it('refuses what is no X25519 recipient and never quotes it', async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const last = recipient.at(-1) === 'q' ? 'p' : 'q';
    const hybrid = await identityToRecipient(await generateHybridIdentity());
    for (const wrong of [
      identity,
      hybrid,
      recipient.toUpperCase(),
      recipient.slice(0, -1),
      recipient.slice(0, -1) + last,
      'age1',
      '',
    ]) {
      expect(isRecipient(wrong)).toBe(false);
      const thrown = await makeDataKey([recipient, wrong]).catch((error: unknown) => error);
      expect(thrown).toMatchObject({
        code: 'config.invalid',
        context: { faults: [expect.stringContaining('recipient 2')] },
      });
      if (wrong.length > 10) expect(JSON.stringify([thrown, String(thrown)])).not.toContain(wrong.slice(5));
    }
    expect(isRecipient(recipient)).toBe(true);
  });
});

describe('parseIdentities', () => {
  it('names the lines that are no identity without quoting them', () => {
    expect(() => parseIdentities('AGE-SECRET-KEY-1PLANTED\n')).toThrow('line 1 is no age identity');
    expect(() => parseIdentities('AGE-SECRET-KEY-1PLANTED\n')).not.toThrow('PLANTED');
    expect(() => parseIdentities('# only a comment\n')).toThrow('no age identity in the file');
  });
});
