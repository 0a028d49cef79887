import { mix, rowOf } from './feature-hash.ts';
import { PAD, type Sequence } from './sequence.ts';

/** Most features of a place. */
export const MOST_POSITION_FEATURES = 15;

/** From so many elements on a message is no short answer; few steps, so that covering a name seldom changes them. */
const LONG = 5;
/** From so many on it is more like a document than like a message. */
const DOCUMENT = 25;

/** Step of a text's length in elements. */
export function lengthStep(count: number): number {
  return count < LONG ? count : count < DOCUMENT ? LONG : LONG + 1;
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
  const length = lengthStep(count);
  const index = Math.min(place - PAD, 2);
  const toEnd = Math.min(count - 1 - (place - PAD), 2);
  rows[0] = rowOf(mix(0x2545f491 | 0, (((before << 6) | self) << 4) | gapBefore));
  rows[1] = rowOf(mix(0x4a8be922 | 0, (((after << 6) | self) << 4) | gapAfter));
  rows[2] = rowOf(mix(0x6fd1ddb3 | 0, (before << 12) | (self << 6) | after));
  rows[3] = rowOf(mix(0xdfa3bb66 | 0, (((gapBefore << 4) | gapAfter) << 3) | cases[place]!));
  rows[4] = rowOf(
    mix(0x4e9aff7 | 0, (cases[place - 1]! << 8) | (cases[place]! << 5) | (cases[place + 1]! << 2) | style),
  );
  rows[5] = rowOf(mix(0x2a2fa488 | 0, (asked << 16) | (length << 12) | (Math.min(index, 1) << 11) | selfCase));
  rows[6] = rowOf(mix(0x4f759919 | 0, (length << 12) | (index << 10) | (toEnd << 8) | cases[place]!));
  rows[7] = rowOf(mix(0x74bb8daa | 0, mix(hashes[place - 1]!, hashes[place]!)));
  rows[8] = rowOf(mix(0x9a01823b | 0, mix(hashes[place]!, hashes[place + 1]!)));
  rows[9] = rowOf(mix(0xe48d6b5d | 0, mix(hashes[place - 1]!, selfCase)));
  rows[10] = rowOf(mix(0x9d35fee | 0, mix(hashes[place + 1]!, selfCase)));
  rows[11] = rowOf(mix(0x2f19547f | 0, (((((before << 6) | self) << 4) | gapBefore) << 3) | cases[place]!));
  rows[12] = rowOf(mix(0x545f4910 | 0, mix(fields[place]!, self)));
  rows[13] = rowOf(mix(0x79a53da1 | 0, (((gaps[place - 1]! << 4) | gapBefore) << 10) | (gapAfter << 6) | self));
  rows[14] = rowOf(mix(0xc410bac3 | 0, ((((length === LONG + 1 ? 1 : 0) << 4) | gapBefore) << 9) | selfCase));
  return 15;
}
