import type { Buffer } from 'node:buffer';

/** Headers by name: once, or all values under one name in their order. */
export type HeadersByName = Record<string, Buffer | null | (Buffer | null)[]>;

/** A place in the bytes of records in Kafka's format, magic 2. All readers throw RangeError on bytes that are none. */
export interface RecordCursor {
  readonly bytes: Buffer;
  position: number;
}

const NO_HEADERS: HeadersByName = Object.freeze(Object.create(null));

/** Reads a zig-zag varint of up to 64 bits; exact below 2^53, as offsets, sizes and times are. */
export function readRecordVarint(cursor: RecordCursor): number {
  const { bytes } = cursor;
  const first = bytes[cursor.position];
  if (first !== undefined && first < 0x80) {
    cursor.position += 1;
    return (first >>> 1) ^ -(first & 1);
  }
  let value = 0;
  let scale = 1;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[cursor.position];
    if (byte === undefined) throw new RangeError();
    cursor.position += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  throw new RangeError();
}

/** Reads bytes behind their length, as a view; a negative length is null. */
export function readRecordBytes(cursor: RecordCursor, end: number): Buffer | null {
  const length = readRecordVarint(cursor);
  if (length < 0) return null;
  const start = cursor.position;
  if (start + length > end) throw new RangeError();
  cursor.position = start + length;
  return cursor.bytes.subarray(start, start + length);
}

/** Moves over the headers that end at `end` or before; gives their number. */
export function skipHeaders(cursor: RecordCursor, end: number): number {
  const count = readRecordVarint(cursor);
  if (count < 0 || count > end - cursor.position) throw new RangeError();
  for (let left = count * 2; left > 0; left -= 1) {
    const length = readRecordVarint(cursor);
    if (length > 0) cursor.position += length;
    if (cursor.position > end) throw new RangeError();
  }
  return count;
}

/** Reads all headers, in time linear in their bytes. */
export function readHeaders(cursor: RecordCursor, end: number): HeadersByName {
  const count = readRecordVarint(cursor);
  if (count === 0) return NO_HEADERS;
  if (count < 0 || count > end - cursor.position) throw new RangeError();
  // Without a prototype, so that a header may be called __proto__.
  const headers: HeadersByName = Object.create(null);
  for (let index = 0; index < count; index += 1) {
    const name = readRecordBytes(cursor, end)?.toString('utf8') ?? '';
    const value = readRecordBytes(cursor, end);
    const present = headers[name];
    if (present === undefined) headers[name] = value;
    else if (Array.isArray(present)) present.push(value);
    else headers[name] = [present, value];
  }
  return headers;
}
