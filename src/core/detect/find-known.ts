import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { isOrdinaryWord } from './eligibility.ts';
import { addCovered, type Finding, type Findings } from './findings.ts';
import { isDigitGap, MOST_DIGITS } from './known-digits.ts';
import type { KnownIndex } from './known-index.ts';
import { isParticle } from './name-particles.ts';
import { addTextWords, createTextWords, firstWord } from './text-words.ts';

/**
 * Comparisons for one text. A record can be made so that thousands of values and texts all begin alike; it is then
 * refused rather than the partition held up.
 */
const MOST_COMPARISONS = 4_000_000;
/** Longer values are searched for in pieces of so many tokens. */
const LONGEST_PIECE = 32;
/** A first name is paired with the parts of the name that follow it, so many at most. */
const MOST_PAIRED_PARTS = 6;
const FEWEST_LETTERS = 5;

const words = createTextWords();

/**
 * Finds known values as runs of tokens: as a whole; of a person also each part that is eligible by itself and each two
 * parts side by side. Covers them. Throws an Error without values when the search costs too much.
 */
export function findKnownWords(index: KnownIndex, view: TextView, tokens: Tokens, findings: Findings): void {
  if (index.tokenCount === 0 || tokens.count === 0) return;
  addTextWords(words, tokens);
  let budget = MOST_COMPARISONS;
  let first = 0;
  for (let part = 0; part < index.tokenCount; part++) {
    if (part > 0 && index.known[part] !== index.known[part - 1]) first = part;
    const hash = index.hashes[part]!;
    for (let token = firstWord(words, hash); token >= 0; token = words.next[token]!) {
      budget -= 1 + MOST_PAIRED_PARTS;
      if (budget < 0) throw tooCostly();
      if (!isSameToken(index, part, view, tokens, token)) continue;
      const place = index.known[part]!;
      const size = matchFrom(index, part, part - first, view, tokens, token);
      budget -= size;
      if (size === 0) continue;
      addCovered(findings, tokens.starts[token]!, tokens.ends[token + size - 1]!, index.entities[place]!, place);
    }
  }
}

function tooCostly(): Error {
  return new Error('the known values of this record cost too much to search for');
}

/** How many tokens from `token` stand for the value from its part `part` on, 0 for none. */
function matchFrom(
  index: KnownIndex,
  part: number,
  offset: number,
  view: TextView,
  tokens: Tokens,
  token: number,
): number {
  const end = index.valueEnds[part]!;
  const length = end - part;
  const isPieceStart = offset % LONGEST_PIECE === 0 && (offset === 0 || length > 1);
  if (isPieceStart) {
    const size = length <= LONGEST_PIECE + 1 ? length : LONGEST_PIECE;
    if (matchesRun(index, part, size, view, tokens, token)) return size;
  }
  if (index.entities[index.known[part]!] !== 'PERSON' || tokens.isNumber[token] === 1) return 0;
  if (isParticle(tokens.hashes[token]!)) return 0;
  if (isPair(index, part, Math.min(end, part + 1 + MOST_PAIRED_PARTS), view, tokens, token)) return 2;
  return isEligiblePart(view, tokens, token) ? 1 : 0;
}

function isEligiblePart(view: TextView, tokens: Tokens, token: number): boolean {
  const letters = tokens.ends[token]! - tokens.starts[token]!;
  return letters >= FEWEST_LETTERS && !isOrdinaryWord(view, tokens, token);
}

/** Whether the next token is one of the following parts: first and last name without what stands between. */
function isPair(index: KnownIndex, part: number, end: number, view: TextView, tokens: Tokens, token: number): boolean {
  const next = token + 1;
  if (next >= tokens.count || !isNear(index, tokens, next) || isParticle(tokens.hashes[next]!)) return false;
  for (let other = part + 1; other < end; other++) if (isSameToken(index, other, view, tokens, next)) return true;
  return false;
}

function matchesRun(index: KnownIndex, part: number, size: number, view: TextView, tokens: Tokens, token: number) {
  if (token + size > tokens.count) return false;
  for (let step = 1; step < size; step++) {
    if (!isNear(index, tokens, token + step)) return false;
    if (!isSameToken(index, part + step, view, tokens, token + step)) return false;
  }
  return true;
}

function isNear(index: KnownIndex, tokens: Tokens, token: number): boolean {
  return tokens.starts[token]! - tokens.ends[token - 1]! <= index.widestGap;
}

function isSameToken(index: KnownIndex, part: number, view: TextView, tokens: Tokens, token: number): boolean {
  if (index.hashes[part] !== tokens.hashes[token]) return false;
  const start = tokens.starts[token]!;
  const from = index.starts[part]!;
  const length = index.ends[part]! - from;
  if (tokens.ends[token]! - start !== length) return false;
  for (let at = 0; at < length; at++) if (index.codes[from + at] !== view.codes[start + at]) return false;
  return true;
}

/** Finds known values that are digits, with any separators between; adds them to `found` and covers nothing. */
export function findKnownDigits(index: KnownIndex, view: TextView, tokens: Tokens, found: Finding[]): void {
  found.length = 0;
  if (index.numberCount * tokens.numberCount > MOST_COMPARISONS) throw tooCostly();
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.isNumber[token] === 0) continue;
    for (let number = 0; number < index.numberCount; number++) {
      const end = endOfDigits(index, number, view, tokens, token);
      if (end < 0) continue;
      const known = index.numberKnown[number]!;
      found.push({ start: tokens.starts[token]!, end, entity: index.entities[known]!, known });
    }
  }
}

/** End of the value when its digits begin at this token and end with one, or -1. Leading zeros are passed over. */
function endOfDigits(index: KnownIndex, number: number, view: TextView, tokens: Tokens, first: number): number {
  const from = index.numberStarts[number]!;
  const to = index.numberEnds[number]!;
  let matched = from;
  for (
    let token = first;
    token - first < MOST_DIGITS && token < tokens.count && tokens.isNumber[token] === 1;
    token++
  ) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    if (token > first && !isDigitGap(view, tokens.ends[token - 1]!, start)) return -1;
    for (let at = start; at < end; at++) {
      const digit = view.codes[at]! - 0x30;
      if (digit === 0 && matched === from) continue;
      if (matched >= to || digit !== index.digits[matched]) return -1;
      matched++;
    }
    if (matched === to) return end;
  }
  return -1;
}
