import { KIND_OTHER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';

const FEWEST_DIGITS = 6;
/** Digits of a value that are compared; one that is longer is met by its beginning. */
const MOST_DIGITS = 30;
/** Digits that numbers are looked up by. */
export const KEY_DIGITS = 6;
/** "MG-12.345.678" is also searched for as its digits; an address is not. */
const MOST_LETTERS = 3;
/** In characters; a symbol of two code units counts as one. */
const WIDEST_GAP = 4;
const GAP_CODES = new Set([...' \n.-/()+_'].map((mark) => mark.charCodeAt(0)));

const result = { count: 0, covers: false, cut: false };

/**
 * Writes the digits of a value to `out` from `start`, without leading zeros (a CPF read from a number has lost its
 * own) but of a value with fewer significant digits than are looked up. `count` is 0 when the value is not to be searched for as a number; `covers` when it needs no other search; `cut`
 * when only its beginning is kept.
 */
export function significantDigits(
  view: TextView,
  tokens: Tokens,
  out: Uint8Array,
  start: number,
): { readonly count: number; readonly covers: boolean; readonly cut: boolean } {
  let count = 0;
  let letters = 0;
  let zeros = 0;
  result.count = 0;
  result.covers = false;
  result.cut = false;
  for (let token = 0; token < tokens.count; token++) {
    const end = tokens.ends[token]!;
    if (tokens.isNumber[token] === 0) {
      letters += end - tokens.starts[token]!;
      continue;
    }
    for (let at = tokens.starts[token]!; at < end; at++) {
      const digit = view.codes[at]! - 0x30;
      if (digit === 0 && count === 0) {
        zeros++;
        continue;
      }
      if (count === MOST_DIGITS) {
        result.cut = true;
        break;
      }
      out[start + count++] = digit;
    }
  }
  if (count > 0 && count < FEWEST_DIGITS) {
    const kept = Math.min(zeros, FEWEST_DIGITS - count);
    out.copyWithin(start + kept, start, start + count).fill(0, start, start + kept);
    count += kept;
  }
  if (count < FEWEST_DIGITS || letters > MOST_LETTERS) return result;
  result.count = count;
  // Odd separators ("12,34,56") are only met as they were written: as tokens.
  result.covers = letters === 0 && hasUsualGaps(view, tokens);
  return result;
}

function hasUsualGaps(view: TextView, tokens: Tokens): boolean {
  for (let token = 1; token < tokens.count; token++) {
    if (!isDigitGap(view, tokens.ends[token - 1]!, tokens.starts[token]!)) return false;
  }
  return true;
}

/**
 * Whether these characters may stand between the digits of one value: not a comma (decimals), not a colon (times). A
 * symbol that is no ASCII (a bullet, an emoji) parts as a blank does.
 */
export function isDigitGap(view: TextView, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP * 2) return false;
  let width = 0;
  for (let at = from; at < to; at++) {
    const code = view.codes[at]!;
    if (code >= 0xdc00 && code <= 0xdfff) continue;
    if (code < 0x80 ? !GAP_CODES.has(code) : KINDS[code] !== KIND_OTHER) return false;
    width++;
  }
  return width <= WIDEST_GAP;
}

/** What a number is looked up by: its first digits. */
export function beginningKey(digits: Uint8Array, start: number): number {
  let key = 0;
  for (let place = start; place < start + KEY_DIGITS; place++) key = key * 10 + digits[place]!;
  return key;
}

/** Its last digits, the last one first. */
export function endingKey(digits: Uint8Array, end: number): number {
  let key = 0;
  for (let place = end - 1; place >= end - KEY_DIGITS; place--) key = key * 10 + digits[place]!;
  return key;
}
