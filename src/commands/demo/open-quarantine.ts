import { createDecipheriv } from 'node:crypto';
import { armor, Decrypter } from 'age-encryption';
import { SigiloError } from '../../errors.ts';
import type { ReadRecord } from './local-stack.ts';
import type { Place } from './topics.ts';
import type { TrafficRecord } from './traffic-record.ts';

/** A quarantine record as the demo's own reading of the format gives it: nothing of Sigilo's core takes part. */
export interface OpenedQuarantine {
  readonly place: Place;
  readonly reason: string;
  readonly topic: string;
  /** True when key and value of the source record lie inside, unchanged. */
  readonly isWhole: (record: TrafficRecord) => boolean;
}

interface ClearPart {
  readonly reason: string;
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: string };
  readonly keyWrap: string;
}

const MAGIC_BYTES = 3;
const HEAD_BYTES = 7;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Opens quarantine records with the identity that only their reader has.
 * @throws SigiloError demo.failed when one has another format or cannot be opened
 */
export async function openQuarantines(records: readonly ReadRecord[], identity: string): Promise<OpenedQuarantine[]> {
  const keys = new Map<string, Uint8Array>();
  const opened: OpenedQuarantine[] = [];
  for (const { value, key, topic, partition, offset } of records) {
    if (value?.subarray(0, MAGIC_BYTES).toString() !== 'SQ1') {
      throw new SigiloError('demo.failed', { topic, partition, offset: String(offset) });
    }
    const end = HEAD_BYTES + value.readUInt32BE(MAGIC_BYTES);
    const clear = JSON.parse(value.subarray(HEAD_BYTES, end).toString()) as ClearPart;
    const dataKey = keys.get(clear.keyWrap) ?? (await unwrap(clear.keyWrap, identity));
    keys.set(clear.keyWrap, dataKey);
    const place = `${clear.source.topic}/${clear.source.partition}/${clear.source.offset}`;
    const plaintext = decrypt(value, end, dataKey);
    const isWhole = (record: TrafficRecord) =>
      key?.toString() === place &&
      [record.key, record.value].every((part) => part === null || plaintext.includes(part));
    opened.push({ place, reason: clear.reason, topic, isWhole });
  }
  return opened;
}

async function unwrap(keyWrap: string, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(armor.decode(keyWrap));
}

/** AES-256-GCM: nonce, ciphertext, tag; the clear part is sealed too. */
function decrypt(value: Buffer, end: number, dataKey: Uint8Array): Buffer {
  const nonce = value.subarray(end, end + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(value.subarray(HEAD_BYTES, end));
  decipher.setAuthTag(value.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(value.subarray(end + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
