import type { TextView } from '../text/text-view.ts';
import { AND, HUNDRED, numberWord, ORDINAL, TEEN, TEN, THOUSAND, UNIT } from './number-words.ts';
import { createWord, readWordAfter, readWordBefore, type WordAt } from './words-around.ts';

/** A number in words: its range and value. */
export interface SpokenNumber {
  start: number;
  end: number;
  value: number;
}

const WIDEST_GAP = 2;
const MOST_WORDS = 9;

const word = createWord();
const further = createWord();

const kindOf = (one: WordAt): number => (one.isNumber ? 0 : numberWord(one.hash) & 15);
const valueAt = (one: WordAt): number => numberWord(one.hash) >> 4;

/** Reads a number of one to ninety-nine, also as an ordinal, that ends with the word before `before`. */
export function readSmallBefore(view: TextView, before: number, found: SpokenNumber): boolean {
  if (!readWordBefore(view, before, WIDEST_GAP, word)) return false;
  const kind = kindOf(word);
  if (kind !== UNIT && kind !== TEEN && kind !== TEN && kind !== ORDINAL) return false;
  found.start = word.start;
  found.end = word.end;
  found.value = valueAt(word);
  if (found.value >= 10 || !readWordBefore(view, word.start, WIDEST_GAP, further)) return true;
  const linked = kindOf(further) === AND;
  if (linked && !readWordBefore(view, further.start, WIDEST_GAP, further)) return true;
  if (kindOf(further) !== TEN) return true;
  found.start = further.start;
  found.value += valueAt(further);
  return true;
}

/** Reads a number in words that begins after `from`: "noventa e dois", "mil novecentos e oitenta", "nineteen eighty five". */
export function readSpokenAfter(view: TextView, from: number, found: SpokenNumber): boolean {
  let at = from;
  let last = 0;
  found.end = 0;
  found.value = 0;
  for (let count = 0; count < MOST_WORDS && readWordAfter(view, at, WIDEST_GAP, word); count++) {
    const kind = kindOf(word);
    if (kind === 0 || kind > AND || (kind === AND && (last === 0 || last === AND))) break;
    at = word.end;
    if (kind === AND) {
      last = AND;
      continue;
    }
    const value = valueAt(word);
    if (found.end === 0) found.start = word.start;
    if (kind === THOUSAND) found.value = Math.max(1, found.value) * 1000;
    else if (kind === HUNDRED && value === 100 && found.value > 0 && found.value < 100) found.value *= 100;
    else if (kind !== HUNDRED && isCentury(found.value) && last !== AND) found.value = found.value * 100 + value;
    else if (found.end > 0 && !fits(found.value, value)) break;
    else found.value += value;
    found.end = word.end;
    last = kind;
  }
  return found.end > 0;
}

/** "nineteen" and "twenty" before the rest of a year. */
function isCentury(value: number): boolean {
  return value === 19 || value === 20 || value === 18;
}

/** Whether a smaller number follows a rounder one: eight after eighty, thirty after nine hundred. */
function fits(sum: number, value: number): boolean {
  if (value >= 1000) return false;
  const place = value >= 100 ? 1000 : value >= 10 ? 100 : 10;
  return sum % place === 0;
}
