import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';

const FEWEST_DIGITS = 6;
export const MOST_DIGITS = 64;
/** "MG-12.345.678" is also searched for as its digits; an address is not. */
const MOST_LETTERS = 3;
const WIDEST_GAP = 4;
const GAP_CODES = new Set([...' \n.-/()+_'].map((mark) => mark.charCodeAt(0)));

const result = { count: 0, covers: false };

/**
 * Writes the digits of a value to `out` from `start`, without leading zeros (a CPF read from a number has lost its
 * own). `count` is 0 when the value is not to be searched for as a number; `covers` when it needs no other search.
 */
export function significantDigits(
  view: TextView,
  tokens: Tokens,
  out: Uint8Array,
  start: number,
): { readonly count: number; readonly covers: boolean } {
  let count = 0;
  let letters = 0;
  result.count = 0;
  result.covers = false;
  for (let token = 0; token < tokens.count; token++) {
    const end = tokens.ends[token]!;
    if (tokens.isNumber[token] === 0) {
      letters += end - tokens.starts[token]!;
      continue;
    }
    for (let at = tokens.starts[token]!; at < end; at++) {
      const digit = view.codes[at]! - 0x30;
      if (digit === 0 && count === 0) continue;
      out[start + count++] = digit;
    }
  }
  if (count < FEWEST_DIGITS || count > MOST_DIGITS || letters > MOST_LETTERS) return result;
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

/** Whether these characters may stand between the digits of one value: not a comma (decimals), not a colon (times). */
export function isDigitGap(view: TextView, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP) return false;
  for (let at = from; at < to; at++) if (!GAP_CODES.has(view.codes[at]!)) return false;
  return true;
}
