import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { SigiloError, thrownName } from '../errors.ts';

const SECRET_BYTES = 32;

/**
 * Writes a new token key version, 32 random bytes in base64, mode 0600; the directory is made with mode 0700 if it is missing.
 * @param version must be one that does not exist
 * @returns the file's path
 * @throws SigiloError keys.exists, keys.unreadable
 */
export function createTokenKey(directory: string, version: string): string {
  const file = join(directory, `${version}.key`);
  makePrivateDirectory(directory);
  writePrivateFile(file, `${randomBytes(SECRET_BYTES).toString('base64')}\n`);
  return file;
}

/**
 * Writes a new quarantine identity (age, X25519), mode 0600, in the form of age-keygen.
 * @param at when, for the comment in the file
 * @returns its public recipient; the secret stays in the file
 * @throws SigiloError keys.exists, keys.unreadable
 */
export async function createIdentity(file: string, at: Date): Promise<string> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  writePrivateFile(file, `# created: ${at.toISOString()}\n# public key: ${recipient}\n${identity}\n`);
  return recipient;
}

function makePrivateDirectory(directory: string): void {
  if (existsSync(directory)) return;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // The umask can only take rights away, yet a default ACL or a setgid parent can add some.
    chmodSync(directory, 0o700);
  } catch (thrown) {
    throw new SigiloError('keys.unreadable', { file: directory, thrown: thrownName(thrown) });
  }
}

/** Never overwrites: a lost key cannot be made again. */
function writePrivateFile(file: string, content: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (thrown) {
    const exists = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    throw exists
      ? new SigiloError('keys.exists', { file })
      : new SigiloError('keys.unreadable', { file, thrown: thrownName(thrown) });
  }
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
