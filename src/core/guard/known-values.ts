import type { KnownValue } from '../entity.ts';
import { classOf, DIGIT, type FoldedText, LETTER } from './folded-text.ts';
import { WORDS } from './known-fold.ts';
import {
  bucketOf,
  bucketOfNumber,
  clearKnown,
  createKnownSet,
  type KnownSet,
  LEADING_DIGITS,
  rememberKnown,
  resolveKnown,
} from './known-set.ts';

/** Known values of one record, folded at the first text that needs them. */
export interface KnownSearch {
  readonly set: KnownSet;
  source: readonly KnownValue[];
  prepared: boolean;
  /** Comparisons left for this record. */
  budget: number;
}

// A record can hold thousands of values and texts that all begin alike. What costs more than this is blocked, not
// searched on: heartbeats must live, and an unsearched text must not pass.
const COMPARISONS_PER_RECORD = 4_000_000;
const WIDEST_GAP = 3;
const NO_VALUES: readonly KnownValue[] = [];
const SPACE = 0x20;
const DIGIT_GAPS = new Set([...' .-/()\n'].map((letter) => letter.charCodeAt(0)));

/** Makes the search state of a guard. */
export function createKnownSearch(): KnownSearch {
  return { set: createKnownSet(), source: NO_VALUES, prepared: true, budget: 0 };
}

/** Begins a record with its known values; nothing is folded before a text asks for it. */
export function startKnownSearch(search: KnownSearch, known: readonly KnownValue[]): void {
  search.source = known;
  search.prepared = known.length === 0;
  search.set.count = 0;
  search.budget = COMPARISONS_PER_RECORD;
}

/**
 * Finds a known value on word or digit-run boundaries, case and accents folded, digits also with separators between.
 * Sets the hit range of `text`. Answers true as well (with an empty range) when the budget of comparisons is used up.
 */
export function findKnownValue(search: KnownSearch, text: FoldedText): boolean {
  if (!search.prepared) {
    clearKnown(search.set);
    for (const value of search.source) rememberKnown(search.set, value.text);
    search.prepared = true;
    search.source = NO_VALUES;
  }
  const { set } = search;
  if (set.count === 0) return false;
  const { stamps, generation } = set;
  for (let word = 0; word < text.wordCount; word++) {
    const start = text.wordStarts[word]!;
    const slot = slotAt(text, start);
    if (stamps[slot] === generation && matchesAny(search, text, start, start, slot, true)) return true;
  }
  if (text.digitCount < 6 || set.numbers === 0) return false;
  for (let run = 0; run < text.runCount; run++) {
    const start = text.runStarts[run]!;
    const from = skipZeros(text, start);
    const slot = slotOfNumber(text, from);
    if (slot >= 0 && stamps[slot] === generation && matchesAny(search, text, start, from, slot, false)) return true;
  }
  return false;
}

function matchesAny(
  search: KnownSearch,
  text: FoldedText,
  start: number,
  from: number,
  slot: number,
  words: boolean,
): boolean {
  const { set } = search;
  for (let entry = set.heads[slot]!; entry >= 0; entry = set.next[entry]!) {
    search.budget -= 1;
    if (((set.kinds[entry] === WORDS) !== words || !resolveKnown(set, entry)) && search.budget > 0) continue;
    const end = words ? endOfWords(search, text, from, entry) : endOfDigits(search, text, from, entry);
    if (end < 0 && search.budget > 0) continue;
    text.hitStart = start;
    text.hitEnd = Math.max(start, end);
    return true;
  }
  return false;
}

/** The bucket of the two units at a position; what ends a one-letter word counts as a space. */
function slotAt(text: FoldedText, position: number): number {
  const second = position + 1 < text.length ? text.units[position + 1]! : SPACE;
  return bucketOf(text.units[position]!, isGap(second) ? SPACE : second);
}

/** The bucket of the digits at a position, over gaps; -1 when there are too few. */
function slotOfNumber(text: FoldedText, from: number): number {
  let leading = 0;
  let position = from;
  for (let digit = 0; digit < LEADING_DIGITS; digit++) {
    if (digit > 0) position = skipDigitGap(text, position);
    if (position >= text.length || classOf(text.units[position]!) !== DIGIT) return -1;
    leading = leading * 10 + text.units[position]! - 48;
    position += 1;
  }
  return bucketOfNumber(leading);
}

function endOfWords(search: KnownSearch, text: FoldedText, from: number, entry: number): number {
  const { set } = search;
  let position = from;
  for (let index = set.from[entry]!; index < set.to[entry]!; index++) {
    search.budget -= 1;
    const expected = set.folded.units[index]!;
    if (expected !== SPACE) {
      if (position >= text.length || text.units[position] !== expected) return -1;
      position += 1;
      continue;
    }
    const gapStart = position;
    while (position < text.length && position - gapStart < WIDEST_GAP && isGap(text.units[position]!)) position += 1;
    if (position === gapStart) return -1;
  }
  const cut = set.cut[entry] === 1;
  return cut || position >= text.length || isGap(text.units[position]!) ? position : -1;
}

function endOfDigits(search: KnownSearch, text: FoldedText, from: number, entry: number): number {
  const { set } = search;
  let position = from;
  for (let index = set.from[entry]!; index < set.to[entry]!; index++) {
    search.budget -= 1;
    if (index > set.from[entry]!) position = skipDigitGap(text, position);
    if (position >= text.length || text.units[position] !== set.folded.units[index]) return -1;
    position += 1;
  }
  const cut = set.cut[entry] === 1;
  return cut || position >= text.length || classOf(text.units[position]!) !== DIGIT ? position : -1;
}

/** Leading zeros count for nothing: a CPF read from a number has lost its own. */
function skipZeros(text: FoldedText, start: number): number {
  let position = start;
  for (let zeros = 0; zeros < 16 && text.units[position] === 48 && position + 1 < text.length; zeros++) {
    const next = skipDigitGap(text, position + 1);
    if (next >= text.length || classOf(text.units[next]!) !== DIGIT) return position;
    position = next;
  }
  return position;
}

function skipDigitGap(text: FoldedText, position: number): number {
  let next = position;
  while (next < text.length && next - position < WIDEST_GAP && DIGIT_GAPS.has(text.units[next]!)) next += 1;
  return next;
}

function isGap(unit: number): boolean {
  if (unit >= 128) return false;
  const kind = classOf(unit);
  return kind !== LETTER && kind !== DIGIT;
}
