import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import { type RecordReason, SigiloError } from '../errors.ts';
import { encodeQuarantinePlaintext } from './quarantine-plaintext.ts';
import type { SourceRecord } from './record.ts';

/** A key for quarantined records, made and wrapped at the edge. `counter` is the next nonce and only ever grows. */
export interface DataKey {
  /** 32 bytes. */
  readonly key: Buffer;
  /** The key encrypted to the recipients: an armored age file, which `age --decrypt` opens too. */
  readonly keyWrap: string;
  /** Public age recipients, for whoever looks for the right identity. */
  readonly recipients: readonly string[];
  counter: number;
}

/** What may be told in the clear about a quarantined record: coordinates and reasons, never a value. */
export interface QuarantineMetadata {
  readonly reason: RecordReason;
  readonly fieldPath?: string;
  readonly route: string;
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: string };
  /** Of a batch that cannot be read: its last offset; that of `source` is its first. */
  readonly lastOffset?: string;
  readonly schemaId?: number;
  readonly planId?: string;
  /** When it was quarantined, ISO 8601. */
  readonly at: string;
  readonly attempt: number;
  /** The form of a blocked value: `ddd.ddd.ddd-dd`. */
  readonly mask?: string;
  readonly check?: string;
}

/** Metadata as it stands in the record: what the caller gave, how to open the rest, and what the rest is. */
export interface StoredMetadata extends QuarantineMetadata {
  readonly keyWrap: string;
  readonly recipients: readonly string[];
  /** `sealed`: the whole record is inside. `omitted`: a keyed digest of it, by which the source's record or batch can be recognized. */
  readonly payload: 'sealed' | 'omitted';
  /** Bytes of the original value; null for a tombstone. Of a batch that cannot be read: its bytes in the log. */
  readonly length: number | null;
}

/** A quarantine record taken apart, still closed. */
export interface SealedQuarantine {
  readonly metadata: StoredMetadata;
  /** The bytes that the seal covers besides the plaintext. */
  readonly metadataBytes: Buffer;
  readonly nonce: Buffer;
  /** AES-256-GCM ciphertext, then its 16-byte tag. */
  readonly ciphertext: Buffer;
}

/** What a quarantine record may take. */
export interface SealLimits {
  /** Bytes of the whole quarantine record's value: what the topic takes. */
  readonly valueBytes: number;
  /** Bytes of the original key, value, headers and time in it: what is left of a budget. */
  readonly payloadBytes: number;
}

/** Why the record itself is not inside: it is too large for the topic, or the budget is spent. */
export type Omission = 'size' | 'budget';

/** A quarantine record's value. */
export interface Sealed {
  readonly value: Buffer;
  /** null: the whole record is inside; or it is a batch that cannot be read, of which there is never more than a reference. */
  readonly omitted: Omission | null;
  /** Bytes of the original record in it; 0 for a reference. */
  readonly payloadBytes: number;
}

const MAGIC = Buffer.from('SQ1', 'latin1');
const HEAD_BYTES = MAGIC.length + 4;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** Far above the 100,000 records of a data key's life; below it GCM's bounds for counted nonces are never near. */
const MAXIMUM_COUNTER = 2 ** 32;
const MAXIMUM_MASK_LENGTH = 64;
const DIGEST_PURPOSE = 'sigilo/v1 quarantine digest';

/**
 * Writes the value of a quarantine record: `SQ1`, uint32 big-endian metadata length, metadata as JSON, nonce (12 bytes),
 * AES-256-GCM ciphertext with its tag (16 bytes); the seal covers the metadata bytes too.
 * A record that does not keep within the limits is replaced by its keyed digest (`payload: omitted`).
 * @throws SigiloError internal when the data key has no nonce left
 */
export function sealQuarantine(
  record: SourceRecord,
  metadata: QuarantineMetadata,
  dataKey: DataKey,
  limits: SealLimits,
): Sealed {
  const plaintext = encodeQuarantinePlaintext(record);
  const length = record.value === null ? null : record.value.length;
  const sealedMetadata = metadataBytesOf(metadata, dataKey, 'sealed', length);
  const size = HEAD_BYTES + sealedMetadata.length + NONCE_BYTES + plaintext.length + TAG_BYTES;
  const omitted = size > limits.valueBytes ? 'size' : plaintext.length > limits.payloadBytes ? 'budget' : null;
  if (omitted === null) {
    return { value: envelope(sealedMetadata, plaintext, dataKey), omitted, payloadBytes: plaintext.length };
  }
  const digest = quarantineDigest(plaintext, dataKey.key);
  const value = envelope(metadataBytesOf(metadata, dataKey, 'omitted', length), digest, dataKey);
  return { value, omitted, payloadBytes: 0 };
}

/**
 * The reference to a batch of records that cannot be read, in the same format: `payload: omitted`, with the digest of its
 * bytes as they lie in the log. Its records are never inside: what cannot be unfolded here can hold more than any topic takes.
 * @throws SigiloError internal when the data key has no nonce left
 */
export function sealBatchReference(batch: Buffer, metadata: QuarantineMetadata, dataKey: DataKey): Sealed {
  const digest = quarantineDigest(batch, dataKey.key);
  const value = envelope(metadataBytesOf(metadata, dataKey, 'omitted', batch.length), digest, dataKey);
  return { value, omitted: null, payloadBytes: 0 };
}

/** Derived keys by data key: in a flood each reference would derive its own anew. */
const digestKeys = new WeakMap<Buffer, Buffer>();

/** HMAC-SHA-256 of a record's plaintext, or of a batch's bytes, under a key derived from the data key: what `payload: omitted` holds. */
export function quarantineDigest(plaintext: Buffer, dataKey: Buffer): Buffer {
  const key = digestKeys.get(dataKey) ?? Buffer.from(hkdfSync('sha256', dataKey, '', DIGEST_PURPOSE, 32));
  digestKeys.set(dataKey, key);
  return createHmac('sha256', key).update(plaintext).digest();
}

/**
 * Takes a quarantine record apart without opening it; nothing in it is proved genuine before it is opened.
 * @throws SigiloError input.invalid when it is no quarantine record
 */
export function readQuarantine(value: Buffer): SealedQuarantine {
  if (value.length < HEAD_BYTES || !value.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SigiloError('input.invalid');
  const end = HEAD_BYTES + value.readUInt32BE(MAGIC.length);
  if (end + NONCE_BYTES + TAG_BYTES > value.length) throw new SigiloError('input.invalid', { actual: value.length });
  const metadataBytes = value.subarray(HEAD_BYTES, end);
  return {
    metadata: parseMetadata(metadataBytes),
    metadataBytes,
    nonce: value.subarray(end, end + NONCE_BYTES),
    ciphertext: value.subarray(end + NONCE_BYTES),
  };
}

/** The clear part of a quarantine record; see `readQuarantine` for errors. */
export function readQuarantineMetadata(value: Buffer): StoredMetadata {
  return readQuarantine(value).metadata;
}

function envelope(metadataBytes: Buffer, plaintext: Buffer, dataKey: DataKey): Buffer {
  const nonce = nextNonce(dataKey);
  const cipher = createCipheriv('aes-256-gcm', dataKey.key, nonce);
  cipher.setAAD(metadataBytes);
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32BE(metadataBytes.length, MAGIC.length);
  const body = cipher.update(plaintext);
  return Buffer.concat([head, metadataBytes, nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** The counter moves before the nonce is used, so that a throw between the two can waste a nonce but never repeat one. */
function nextNonce(dataKey: DataKey): Buffer {
  const count = dataKey.counter;
  if (!Number.isInteger(count) || count < 0 || count >= MAXIMUM_COUNTER)
    throw new SigiloError('internal', { limit: MAXIMUM_COUNTER });
  dataKey.counter = count + 1;
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(count, NONCE_BYTES - 4);
  return nonce;
}

/** Built name by name: what else an object of the caller may carry does not get into the clear. */
function metadataBytesOf(
  given: QuarantineMetadata,
  dataKey: DataKey,
  payload: 'sealed' | 'omitted',
  length: number | null,
): Buffer {
  const { topic, partition, offset } = given.source;
  const stored: StoredMetadata = {
    reason: given.reason,
    ...(given.fieldPath !== undefined && { fieldPath: given.fieldPath }),
    route: given.route,
    source: { topic, partition, offset },
    ...(given.lastOffset !== undefined && { lastOffset: given.lastOffset }),
    ...(given.schemaId !== undefined && { schemaId: given.schemaId }),
    ...(given.planId !== undefined && { planId: given.planId }),
    at: given.at,
    attempt: given.attempt,
    keyWrap: dataKey.keyWrap,
    recipients: dataKey.recipients,
    payload,
    length,
    ...(given.mask !== undefined && { mask: formOnly(given.mask) }),
    ...(given.check !== undefined && { check: given.check }),
  };
  return Buffer.from(JSON.stringify(stored), 'utf8');
}

/** A mask holds no digit and no letter but `d` and `a`, whatever made it. */
function formOnly(mask: string): string {
  return mask
    .slice(0, MAXIMUM_MASK_LENGTH)
    .replace(/\p{N}/gu, 'd')
    .replace(/[^da\p{ASCII}]|[A-Zb-ce-z]/gu, 'a');
}

function parseMetadata(bytes: Buffer): StoredMetadata {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'keyWrap' in parsed && 'payload' in parsed) {
      return parsed as StoredMetadata;
    }
  } catch {
    // The parser's message quotes its input: nothing of it is kept.
  }
  throw new SigiloError('input.invalid', { setting: 'metadata' });
}
