import { KIND_BREAK, KIND_SPACE, KINDS } from '../../text/character-tables.ts';

/** What stands between two tokens. */
export const GAP_NONE = 0;
export const GAP_SPACE = 1;
export const GAP_APOSTROPHE = 2;
export const GAP_HYPHEN = 3;
export const GAP_DOT = 4;
export const GAP_SLASH = 5;
export const GAP_SIGN = 6;
export const GAP_OTHER = 7;
export const GAP_CLOSE = 8;
export const GAP_OPEN = 9;
export const GAP_COMMA = 10;
export const GAP_COLON = 11;
export const GAP_SENTENCE = 12;
export const GAP_BREAK = 13;
export const GAP_EDGE = 14;
export const GAPS = 15;

const CLASSES = new Uint8Array(0x10000).fill(GAP_OTHER);
for (const [marks, gap] of [
  ["'`´", GAP_APOSTROPHE],
  ['-', GAP_HYPHEN],
  ['.', GAP_DOT],
  ['/', GAP_SLASH],
  ['@#_+*$%&=', GAP_SIGN],
  [')]}»”', GAP_CLOSE],
  ['([{«"“', GAP_OPEN],
  [',;', GAP_COMMA],
  [':', GAP_COLON],
  ['!?…', GAP_SENTENCE],
] as const) {
  for (const mark of marks) CLASSES[mark.charCodeAt(0)] = gap;
}

/**
 * Class of the characters from `from` to `to`: the class that parts most wins; a dot before a blank ends a sentence.
 * Looks at each character once.
 */
export function gapClass(codes: Uint16Array, from: number, to: number): number {
  if (from >= to) return GAP_NONE;
  const first = codes[from]!;
  if (to - from === 1) {
    if (first === 0x20) return GAP_SPACE;
    return KINDS[first] === KIND_BREAK ? GAP_BREAK : CLASSES[first]!;
  }
  let gap = GAP_SPACE;
  for (let at = from; at < to; at++) {
    const code = codes[at]!;
    const kind = KINDS[code]!;
    if (kind === KIND_SPACE) continue;
    let next = kind === KIND_BREAK ? GAP_BREAK : CLASSES[code]!;
    if (next === GAP_DOT && at + 1 < to) next = GAP_SENTENCE;
    if (next > gap) gap = next;
  }
  return gap;
}
