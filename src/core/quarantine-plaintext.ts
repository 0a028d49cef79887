import { SigiloError } from '../errors.ts';
import type { SourceHeader, SourceRecord } from './record.ts';

/** A record as it came, out of a quarantine record. Header texts come back as bytes, as they were on the wire. */
export interface OpenedRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | null | (Buffer | null)[]> | undefined;
  /** Milliseconds since 1970 in decimal. */
  readonly timestamp: string;
}

const FORMAT = 1;
const NULL_LENGTH = 0xffff_ffff;
const NO_HEADERS = 0xffff_ffff;
const ONE_VALUE = 0;
const REPEATED_VALUE = 1;

/**
 * Writes key, value, timestamp and headers of a record as bytes. Layout, version 1: byte 1; key, value and timestamp as `chunk`s;
 * uint32 count of header names (ffffffff for no headers at all); each name as a chunk, then byte 0 and a chunk, or byte 1,
 * uint32 count and that many chunks. A chunk is a uint32 big-endian length (ffffffff for null) and the bytes.
 */
export function encodeQuarantinePlaintext(record: SourceRecord): Buffer {
  const parts: Buffer[] = [Buffer.of(FORMAT)];
  putChunk(parts, record.key);
  putChunk(parts, record.value);
  putChunk(parts, record.timestamp);
  if (record.headers === undefined) {
    parts.push(uint32(NO_HEADERS));
    return Buffer.concat(parts);
  }
  const headers = Object.entries(record.headers);
  parts.push(uint32(headers.length));
  for (const [name, value] of headers) {
    putChunk(parts, name);
    putHeader(parts, value);
  }
  return Buffer.concat(parts);
}

/**
 * Reads what `encodeQuarantinePlaintext` wrote.
 * @throws SigiloError input.invalid when the bytes are not of this format to the last one
 */
export function decodeQuarantinePlaintext(bytes: Buffer): OpenedRecord {
  const cursor = { bytes, position: 0 };
  if (takeByte(cursor) !== FORMAT) throw new SigiloError('input.invalid', { setting: 'format' });
  const key = takeChunk(cursor);
  const value = takeChunk(cursor);
  const timestamp = (takeChunk(cursor) ?? Buffer.alloc(0)).toString('utf8');
  const count = takeUint32(cursor);
  const headers = count === NO_HEADERS ? undefined : takeHeaders(cursor, count);
  if (cursor.position !== bytes.length) throw new SigiloError('input.invalid', { actual: bytes.length });
  return { key, value, timestamp, headers };
}

interface Cursor {
  readonly bytes: Buffer;
  position: number;
}

function putHeader(parts: Buffer[], value: SourceHeader): void {
  if (!isRepeated(value)) {
    parts.push(Buffer.of(ONE_VALUE));
    putChunk(parts, value ?? null);
    return;
  }
  parts.push(Buffer.of(REPEATED_VALUE), uint32(value.length));
  for (const one of value) putChunk(parts, one ?? null);
}

/** Array.isArray alone does not narrow a readonly array. */
function isRepeated(value: SourceHeader): value is readonly (Buffer | string | null)[] {
  return Array.isArray(value);
}

function putChunk(parts: Buffer[], content: Buffer | string | null): void {
  if (content === null) {
    parts.push(uint32(NULL_LENGTH));
    return;
  }
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  parts.push(uint32(bytes.length), bytes);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function takeHeaders(cursor: Cursor, count: number): NonNullable<OpenedRecord['headers']> {
  // Without a prototype, so that a header named __proto__ is a header.
  const headers: NonNullable<OpenedRecord['headers']> = Object.create(null);
  for (let index = 0; index < count; index += 1) {
    const name = (takeChunk(cursor) ?? Buffer.alloc(0)).toString('utf8');
    const form = takeByte(cursor);
    if (form !== ONE_VALUE && form !== REPEATED_VALUE) throw new SigiloError('input.invalid', { setting: 'format' });
    headers[name] = form === ONE_VALUE ? takeChunk(cursor) : takeRepeated(cursor);
  }
  return headers;
}

function takeRepeated(cursor: Cursor): (Buffer | null)[] {
  const values: (Buffer | null)[] = [];
  for (let left = takeUint32(cursor); left > 0; left -= 1) values.push(takeChunk(cursor));
  return values;
}

function takeChunk(cursor: Cursor): Buffer | null {
  const length = takeUint32(cursor);
  return length === NULL_LENGTH ? null : take(cursor, length);
}

function takeUint32(cursor: Cursor): number {
  return take(cursor, 4).readUInt32BE();
}

function takeByte(cursor: Cursor): number {
  return take(cursor, 1)[0] as number;
}

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.position + length;
  if (end > cursor.bytes.length) throw new SigiloError('input.invalid', { actual: cursor.bytes.length });
  const part = cursor.bytes.subarray(cursor.position, end);
  cursor.position = end;
  return part;
}
