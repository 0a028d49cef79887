import { mix, rowOf } from './feature-hash.ts';
import { PAD, type Sequence } from './sequence.ts';

/** Most features of a place. */
export const MOST_POSITION_FEATURES = 24;

/** Numbers of elements in steps. */
function countStep(count: number): number {
  if (count <= 4) return count;
  return count <= 6 ? 5 : count <= 10 ? 6 : count <= 20 ? 7 : 8;
}

/**
 * Rows of what depends on more than one word: pairs, gaps, the place in the message, the question before it. `place` is
 * counted with the pad, `categories` are those of all elements; gives the number of rows written to `rows`.
 */
export function positionRows(
  sequence: Sequence,
  categories: Uint8Array,
  place: number,
  asked: number,
  rows: Int32Array,
): number {
  const { hashes, cases, gaps, fields, count, style } = sequence;
  const before = categories[place - 1]!;
  const self = categories[place]!;
  const after = categories[place + 1]!;
  const gapBefore = gaps[place]!;
  const gapAfter = gaps[place + 1]!;
  const selfCase = (self << 3) | cases[place]!;
  const length = countStep(count);
  const index = Math.min(place - PAD, 2);
  const toEnd = Math.min(count - 1 - (place - PAD), 2);
  let next = 0;
  const add = (template: number, value: number): void => {
    rows[next++] = rowOf(mix(mix(0x2545f491, template), value));
  };
  add(1, (((before << 6) | self) << 4) | gapBefore);
  add(2, (((after << 6) | self) << 4) | gapAfter);
  add(3, (before << 12) | (self << 6) | after);
  add(4, (categories[place - 2]! << 12) | (before << 6) | self);
  add(5, (categories[place + 2]! << 12) | (after << 6) | self);
  add(6, (((gapBefore << 4) | gapAfter) << 3) | cases[place]!);
  add(7, (cases[place - 1]! << 8) | (cases[place]! << 5) | (cases[place + 1]! << 2) | style);
  add(8, (asked << 16) | (length << 12) | (Math.min(index, 1) << 11) | selfCase);
  add(9, (length << 12) | (index << 10) | (toEnd << 8) | cases[place]!);
  add(10, mix(hashes[place - 1]!, hashes[place]!));
  add(11, mix(hashes[place]!, hashes[place + 1]!));
  add(12, mix(hashes[place - 2]!, hashes[place - 1]!));
  add(13, mix(hashes[place - 1]!, selfCase));
  add(14, mix(hashes[place + 1]!, selfCase));
  add(15, (((((before << 6) | self) << 4) | gapBefore) << 3) | cases[place]!);
  add(16, mix(fields[place]!, self));
  add(17, (((gaps[place - 1]! << 4) | gapBefore) << 10) | (gapAfter << 6) | self);
  add(18, (asked << 9) | selfCase);
  return next;
}
