import type { TextView } from '../../text/text-view.ts';
import { originalOffset } from '../../text/text-view.ts';

/** How a word is written. */
export const LOWER = 0;
export const CAPITAL = 1;
export const ALL_CAPITALS = 2;

/** How the words of a message are written. */
export const STYLE_MIXED = 0;
export const STYLE_LOWER = 1;
export const STYLE_CAPITALS = 2;

const UPPER = new Uint8Array(0x600);
for (let code = 0; code < UPPER.length; code++) UPPER[code] = /\p{Lu}/u.test(String.fromCharCode(code)) ? 1 : 0;

function isUpper(raw: string, at: number): boolean {
  const code = raw.charCodeAt(at);
  return code < UPPER.length && UPPER[code] === 1;
}

/** How the word of these folded offsets is written; looks at its first two letters and its last one. */
export function caseOf(view: TextView, start: number, end: number): number {
  const { raw } = view;
  if (!isUpper(raw, originalOffset(view, start))) return LOWER;
  if (end - start === 1) return CAPITAL;
  if (!isUpper(raw, originalOffset(view, start + 1))) return CAPITAL;
  return isUpper(raw, originalOffset(view, end - 1)) ? ALL_CAPITALS : CAPITAL;
}

/** Style of a message from its numbers of words of two or more letters by their case. */
export function styleOf(lower: number, capital: number, capitals: number): number {
  if (capital + capitals === 0) return STYLE_LOWER;
  return capitals >= 2 && capitals > 2 * (lower + capital) ? STYLE_CAPITALS : STYLE_MIXED;
}

/**
 * How much the case of a word says: 0 lower among others, 1 lower where all is, 2 capital inside a sentence, 3 capital at
 * the start of one, 4 all capitals among others, 5 capitals where all is so, 6 a capital letter alone.
 */
export const CASE_CLASSES = 7;

/** Class of a word's case in its message. */
export function caseClass(letterCase: number, letters: number, style: number, startsSentence: boolean): number {
  if (letterCase === LOWER) return style === STYLE_LOWER ? 1 : 0;
  if (style === STYLE_CAPITALS) return 5;
  if (letters === 1) return 6;
  if (letterCase === ALL_CAPITALS) return 4;
  return startsSentence ? 3 : 2;
}
