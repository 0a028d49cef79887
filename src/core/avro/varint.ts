import type { Buffer } from 'node:buffer';
import { STEP_MALFORMED, type Walk } from './walk.ts';

/**
 * Checks a minimal varint at `position` that ends before `end`; returns the position after it or STEP_MALFORMED.
 * `longest` is the number of bytes it may take, `lastByte` the greatest value of a byte in the last place.
 */
function checkVarint(input: Buffer, position: number, end: number, longest: number, lastByte: number): number {
  const bound = Math.min(position + longest, end);
  let next = position;
  while (next < bound) {
    const byte = input[next++]!;
    if (byte < 0x80) {
      const length = next - position;
      const overlong = byte === 0 && length > 1;
      const tooWide = length === longest && byte > lastByte;
      return overlong || tooWide ? STEP_MALFORMED : next;
    }
  }
  return STEP_MALFORMED;
}

/** Checks a varint of at most 32 bits; returns the position after it or STEP_MALFORMED. */
export function checkInt(walk: Walk, position: number): number {
  return checkVarint(walk.input, position, walk.end, 5, 0x0f);
}

/** Checks a varint of at most 64 bits; returns the position after it or STEP_MALFORMED. */
export function checkLong(walk: Walk, position: number): number {
  return checkVarint(walk.input, position, walk.end, 10, 0x01);
}

/** The same as `checkLong` for bytes outside a walk. */
export function endOfLong(input: Buffer, position: number, end: number): number {
  return checkVarint(input, position, end, 10, 0x01);
}

/**
 * Reads a zig-zag varint of at most 64 bits into `walk.value` (rounded above 2^53, which every count, length or index
 * refuses anyway); returns the position after it or STEP_MALFORMED.
 */
export function readVarint(walk: Walk, position: number): number {
  if (position >= walk.end) return STEP_MALFORMED;
  const first = walk.input[position]!;
  if (first < 0x80) {
    walk.value = (first >>> 1) ^ -(first & 1);
    return position + 1;
  }
  const next = checkLong(walk, position);
  if (next < 0) return next;
  let unsigned = 0;
  for (let index = next - 1; index >= position; index--) unsigned = unsigned * 128 + (walk.input[index]! & 0x7f);
  walk.value = first & 1 ? -(unsigned + 1) / 2 : unsigned / 2;
  return next;
}

/** Writes a safe integer as a zig-zag varint at `position`; returns the position after it. */
export function writeVarint(out: Buffer, position: number, value: number): number {
  // The sign goes to the lowest bit of the first byte by itself: doubling the value would round it above 2^52.
  const magnitude = value < 0 ? -(value + 1) : value;
  let rest = Math.floor(magnitude / 64);
  let byte = (magnitude % 64) * 2 + (value < 0 ? 1 : 0);
  let next = position;
  while (rest > 0) {
    out[next++] = byte | 0x80;
    byte = rest % 128;
    rest = Math.floor(rest / 128);
  }
  out[next++] = byte;
  return next;
}

/** Writes a 64-bit integer as a zig-zag varint at `position` (at most 10 bytes); returns the position after it. */
export function writeLong(out: Buffer, position: number, value: bigint): number {
  let unsigned = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  let next = position;
  while (unsigned >= 0x80n) {
    out[next++] = Number(unsigned & 0x7fn) | 0x80;
    unsigned >>= 7n;
  }
  out[next++] = Number(unsigned);
  return next;
}
