import type { Buffer } from 'node:buffer';
import type { Walk } from './walk.ts';

/** Maps with more keys than this are checked through a set: comparing all pairs would be quadratic. */
export const COMPARED_KEYS = 16;

function equalRanges(input: Buffer, first: number, second: number, length: number): boolean {
  for (let index = 0; index < length; index++) {
    if (input[first + index] !== input[second + index]) return false;
  }
  return true;
}

/**
 * Pushes the key `input[start, end)` on the walk's stack of keys; false when the map whose keys begin at `base` has it
 * already.
 */
export function pushKey(walk: Walk, base: number, start: number, end: number): boolean {
  const { input, keyCount } = walk;
  let ranges = walk.keyRanges;
  const length = end - start;
  for (let key = base; key < keyCount; key++) {
    const other = ranges[key * 2]!;
    if (ranges[key * 2 + 1]! - other === length && equalRanges(input, other, start, length)) return false;
  }
  if (keyCount * 2 + 2 > ranges.length) {
    ranges = new Int32Array(ranges.length * 2);
    ranges.set(walk.keyRanges);
    walk.keyRanges = ranges;
  }
  ranges[keyCount * 2] = start;
  ranges[keyCount * 2 + 1] = end;
  walk.keyCount = keyCount + 1;
  return true;
}

/** The keys from `base` on as a set. Latin-1 keeps bytes apart and is the cheapest string of them. */
export function keySet(walk: Walk, base: number): Set<string> {
  const keys = new Set<string>();
  for (let key = base; key < walk.keyCount; key++) {
    keys.add(walk.input.toString('latin1', walk.keyRanges[key * 2], walk.keyRanges[key * 2 + 1]));
  }
  return keys;
}

/** Adds the key `input[start, end)` to the set; false when the set has it already. */
export function addKey(keys: Set<string>, input: Buffer, start: number, end: number): boolean {
  const size = keys.size;
  return keys.add(input.toString('latin1', start, end)).size > size;
}
