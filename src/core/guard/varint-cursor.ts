/** Bytes being read, and the last length read from them. */
export interface VarintCursor {
  bytes: Buffer;
  end: number;
  value: number;
}

const INVALID = -1;

/**
 * Reads a length, count or index (a zig-zag varint that must not be negative, at most 2^31 - 1, in its shortest
 * form) into `value`; gives the position after it, or -1.
 */
export function readLength(cursor: VarintCursor, start: number): number {
  if (start >= cursor.end) return INVALID;
  const { bytes } = cursor;
  const first = bytes[start]!;
  if (first < 128) {
    cursor.value = first >>> 1;
    return (first & 1) === 0 ? start + 1 : INVALID;
  }
  const after = skipVarint(cursor, start, 5);
  if (after < 0 || (first & 1) === 1) return INVALID;
  let encoded = 0;
  for (let position = after - 1; position >= start; position--) encoded = encoded * 128 + (bytes[position]! & 127);
  cursor.value = encoded / 2;
  return after;
}

/**
 * Position after a varint of at most `widest` bytes (5 for 32 bits, 10 for 64), or -1 when it is cut off, too wide
 * or longer than its value needs: bytes that carry no value could carry something else.
 */
export function skipVarint(cursor: VarintCursor, start: number, widest: number): number {
  const { bytes } = cursor;
  const limit = Math.min(cursor.end, start + widest);
  for (let position = start; position < limit; position++) {
    const byte = bytes[position]!;
    if (byte >= 128) continue;
    const length = position - start + 1;
    if (byte === 0 && length > 1) return INVALID;
    if (length === widest && byte > (widest === 5 ? 15 : 1)) return INVALID;
    return position + 1;
  }
  return INVALID;
}
