import { createDecipheriv } from 'node:crypto';
import { armor, Decrypter } from 'age-encryption';
import type { SealedQuarantine } from '../core/quarantine.ts';
import { SigiloError, thrownName } from '../errors.ts';

const TAG_BYTES = 16;
const DATA_KEY_BYTES = 32;
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/**
 * Takes the identities out of an identity file's text: one a line, empty lines and `#` comments skipped (as age-keygen writes it).
 * @throws SigiloError keys.unreadable with line numbers, never with the lines
 */
export function parseIdentities(text: string): readonly string[] {
  const faults: string[] = [];
  const identities: string[] = [];
  for (const [index, rawLine] of text.split('\n').entries()) {
    const line = rawLine.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (IDENTITY.test(line)) identities.push(line);
    else faults.push(`line ${index + 1} is no age identity (AGE-SECRET-KEY-1…)`);
  }
  if (identities.length === 0) faults.push('no age identity in the file');
  if (faults.length > 0) throw new SigiloError('keys.unreadable', { setting: 'identity', faults });
  return identities;
}

/**
 * Opens a data key with whichever identity fits. Many records share one `keyWrap`: callers keep the result by it.
 * @returns 32 bytes
 * @throws SigiloError keys.unreadable when no identity fits or the wrap is damaged
 */
export async function unwrapDataKey(keyWrap: string, identities: readonly string[]): Promise<Buffer> {
  try {
    const decrypter = new Decrypter();
    for (const identity of identities) decrypter.addIdentity(identity);
    const key = Buffer.from(await decrypter.decrypt(armor.decode(keyWrap)));
    if (key.length === DATA_KEY_BYTES) return key;
  } catch (thrown) {
    throw new SigiloError('keys.unreadable', { setting: 'identity', thrown: thrownName(thrown) });
  }
  throw new SigiloError('keys.unreadable', { setting: 'keyWrap', limit: DATA_KEY_BYTES });
}

/**
 * Opens a quarantine record with its data key and proves metadata and content genuine.
 * @returns the plaintext: the record (`payload: sealed`) or its keyed digest of 32 bytes (`payload: omitted`)
 * @throws SigiloError input.invalid when a byte of metadata, nonce, ciphertext or tag was changed, or the key is another
 */
export function openQuarantine(sealed: SealedQuarantine, dataKey: Buffer): Buffer {
  const { metadataBytes, nonce, ciphertext } = sealed;
  const end = ciphertext.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(metadataBytes);
    decipher.setAuthTag(ciphertext.subarray(end));
    return Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]);
  } catch (thrown) {
    throw new SigiloError('input.invalid', { setting: 'seal', thrown: thrownName(thrown) });
  }
}
