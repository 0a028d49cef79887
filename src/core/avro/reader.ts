import type { Buffer } from 'node:buffer';
import { AvroFault } from './fault.ts';
import { isUtf8Range } from './utf8.ts';
import { endOfLong, readVarint } from './varint.ts';
import { STEP_MALFORMED, type Step, type Walk } from './walk.ts';

/** Checks a boolean: one byte, 0 or 1. */
export const checkBoolean: Step = (walk, position) =>
  position < walk.end && walk.input[position]! <= 1 ? position + 1 : STEP_MALFORMED;

/** Checks bytes; afterwards `walk.value` is their length, so that the content is the last `value` bytes before the result. */
export function checkBytes(walk: Walk, position: number): number {
  const start = readVarint(walk, position);
  if (start < 0) return start;
  const length = walk.value;
  return length < 0 || length > walk.end - start ? STEP_MALFORMED : start + length;
}

/** Checks a string, its UTF-8 too; `walk.value` as in `checkBytes`. */
export function checkString(walk: Walk, position: number): number {
  const next = checkBytes(walk, position);
  if (next < 0) return next;
  return isUtf8Range(walk.input, next - walk.value, next) ? next : STEP_MALFORMED;
}

/** A step that passes over `size` bytes, whatever they hold: fixed, float (4), double (8), null (0). */
export function checkFixed(size: number): Step {
  return (walk, position) => (walk.end - position < size ? STEP_MALFORMED : position + size);
}

/** A step that checks the index of an enum. */
export function checkEnum(symbols: number): Step {
  return (walk, position) => {
    const next = readVarint(walk, position);
    return next >= 0 && (walk.value < 0 || walk.value >= symbols) ? STEP_MALFORMED : next;
  };
}

/**
 * Reads the header of an array's or map's next block into `walk.blockItems` (0 at the end) and `walk.blockEnd`; returns
 * the position of its first item or STEP_MALFORMED.
 */
export function readBlock(walk: Walk, position: number): number {
  let next = readVarint(walk, position);
  if (next < 0) return next;
  const count = walk.value;
  walk.blockItems = count < 0 ? -count : count;
  walk.blockEnd = -1;
  if (count >= 0) return next;
  next = readVarint(walk, next);
  if (next < 0) return next;
  if (walk.value < 0 || walk.value > walk.end - next) return STEP_MALFORMED;
  walk.blockEnd = next + walk.value;
  return next;
}

/** Reads the int or long (64 bits) that begins at `start`; throws AvroFault when the varint is cut off, overlong or too wide. */
export function readLong(input: Buffer, start: number): bigint {
  const next = endOfLong(input, start, input.length);
  if (next < 0) throw new AvroFault('malformed_avro', '');
  let unsigned = 0n;
  for (let index = next - 1; index >= start; index--) unsigned = (unsigned << 7n) | BigInt(input[index]! & 0x7f);
  return (unsigned >> 1n) ^ -(unsigned & 1n);
}
