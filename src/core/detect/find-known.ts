import type { KnownValue } from '../entity.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { addCovered, type Finding, type Findings } from './findings.ts';
import { isDigitGap, MOST_DIGITS } from './known-digits.ts';
import { type KnownIndex, slotOfPattern, type WordPattern } from './known-index.ts';

/**
 * Comparisons for one text. A record can be made so that thousands of values and texts all begin alike; the record is
 * then refused rather than the partition held up.
 */
const MOST_COMPARISONS = 20_000_000;

/** Finds known values as words or runs of tokens; covers them. Throws an Error without values when it costs too much. */
export function findKnownWords(
  index: KnownIndex,
  known: readonly KnownValue[],
  view: TextView,
  tokens: Tokens,
  findings: Findings,
): void {
  let budget = MOST_COMPARISONS;
  for (let token = 0; token < tokens.count; token++) {
    const hash = tokens.hashes[token]!;
    let size = 0;
    let place = -1;
    for (let pattern = index.heads[slotOfPattern(hash, 0)]!; pattern !== null; pattern = pattern.next!) {
      budget--;
      if (pattern.parts.length !== 1 || !matches(index, pattern, view, tokens, token)) continue;
      size = 1;
      place = pattern.known;
      break;
    }
    if (token + 1 < tokens.count) {
      const slot = slotOfPattern(hash, tokens.hashes[token + 1]!);
      for (let pattern = index.heads[slot]!; pattern !== null; pattern = pattern.next!) {
        budget -= 1;
        const { length } = pattern.parts;
        if (length === 1 || length <= size || !matches(index, pattern, view, tokens, token)) continue;
        budget -= length;
        size = length;
        place = pattern.known;
      }
    }
    if (budget < 0) throw tooCostly();
    if (size === 0) continue;
    addCovered(findings, tokens.starts[token]!, tokens.ends[token + size - 1]!, known[place]!.entity, place);
  }
}

function tooCostly(): Error {
  return new Error('the known values of this record cost too much to search for');
}

function matches(index: KnownIndex, pattern: WordPattern, view: TextView, tokens: Tokens, first: number): boolean {
  const { parts } = pattern;
  if (first + parts.length > tokens.count) return false;
  for (let part = 0; part < parts.length; part++) {
    const token = first + part;
    if (tokens.hashes[token] !== index.hashes[parts[part]!]) return false;
    if (part > 0 && tokens.starts[token]! - tokens.ends[token - 1]! > index.widestGap) return false;
  }
  for (let part = 0; part < parts.length; part++) {
    if (!isWord(view, tokens.starts[first + part]!, tokens.ends[first + part]!, index.words[parts[part]!]!))
      return false;
  }
  return true;
}

function isWord(view: TextView, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (view.codes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}

/** Finds known values that are digits, with any separators between; adds them to `found` and covers nothing. */
export function findKnownDigits(
  index: KnownIndex,
  known: readonly KnownValue[],
  view: TextView,
  tokens: Tokens,
  found: Finding[],
): void {
  found.length = 0;
  if (index.digits.length * tokens.numberCount > MOST_COMPARISONS) throw tooCostly();
  for (const pattern of index.digits) {
    for (let token = 0; token < tokens.count; token++) {
      if (tokens.isNumber[token] === 0) continue;
      const end = endOfDigits(pattern.digits, view, tokens, token);
      if (end < 0) continue;
      found.push({ start: tokens.starts[token]!, end, entity: known[pattern.known]!.entity, known: pattern.known });
    }
  }
}

/** End of the value when its digits begin at this token and end with one, or -1. Leading zeros are passed over. */
function endOfDigits(digits: string, view: TextView, tokens: Tokens, first: number): number {
  let matched = 0;
  for (
    let token = first;
    token - first < MOST_DIGITS && token < tokens.count && tokens.isNumber[token] === 1;
    token++
  ) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    if (token > first && !isDigitGap(view, tokens.ends[token - 1]!, start)) return -1;
    for (let at = start; at < end; at++) {
      const code = view.codes[at]!;
      if (matched === 0 && code === 0x30) continue;
      if (matched >= digits.length || code !== digits.charCodeAt(matched)) return -1;
      matched++;
    }
    if (matched === digits.length) return end;
  }
  return -1;
}
