import type { EntityType } from '../entity.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { DigitPattern } from './known-index.ts';

const FEWEST_DIGITS = 6;
export const MOST_DIGITS = 64;
/** "MG-12.345.678" is also searched for as its digits; an address is not. */
const MOST_LETTERS = 3;
const ZERO = 0x30;
const WIDEST_GAP = 4;
const GAP_CODES = new Set([...' \n.-/()+_'].map((mark) => mark.charCodeAt(0)));

/**
 * Adds the digits of a value, without leading zeros (a CPF read from a number has lost its own), and of a telephone
 * number also what is left without country and area code. True when this covers the value, so that it needs no words.
 */
export function addDigitPatterns(
  patterns: DigitPattern[],
  view: TextView,
  tokens: Tokens,
  entity: EntityType,
  known: number,
): boolean {
  let digits = '';
  let letters = 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    if (tokens.isNumber[token] === 0) letters += end - start;
    else if (digits.length <= MOST_DIGITS)
      digits += String.fromCharCode(...view.codes.subarray(start, Math.min(end, start + MOST_DIGITS + 1)));
  }
  let zeros = 0;
  while (digits.charCodeAt(zeros) === ZERO) zeros++;
  const significant = digits.slice(zeros);
  if (significant.length < FEWEST_DIGITS || digits.length > MOST_DIGITS || letters > MOST_LETTERS) return false;
  if (entity === 'PHONE') addShorterPhones(patterns, significant, known);
  patterns.push({ known, digits: significant });
  // Odd separators ("12,34,56") are only met as they were written: as tokens.
  return letters === 0 && hasUsualGaps(view, tokens);
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

/** 55 11 98765-4321 is also typed 11 98765-4321 and 98765-4321. */
function addShorterPhones(patterns: DigitPattern[], digits: string, known: number): void {
  const national = /^55\d{10,11}$/.test(digits) ? digits.slice(2) : digits;
  if (national !== digits) patterns.push({ known, digits: national });
  if (/^[1-9]{2}(?:9\d{8}|[2-5]\d{7})$/.test(national)) patterns.push({ known, digits: national.slice(2) });
}
