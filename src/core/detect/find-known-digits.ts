import { KIND_DIGIT, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { Finding } from './findings.ts';
import { firstOf } from './hash-chains.ts';
import { beginningKey, isDigitGap, KEY_DIGITS } from './known-digits.ts';
import { type KnownIndex, spend } from './known-index.ts';
import { countAlphanumerics } from './merge-findings.ts';

/** Zeros that may stand before a value: a CPF or card that was read from a number has lost its own. */
const MOST_ZEROS = 24;
/** Digits of a country code and trunk prefix that may stand before a known telephone number. */
const MOST_PREFIX_DIGITS = 4;

/** All digits of a text in order. */
const digits = { values: new Uint8Array(256), places: new Int32Array(256), count: 0 };

/**
 * Finds known values that are digits, with any separators between; adds them to `found` and covers nothing. Throws an
 * Error without values when the search costs too much.
 */
export function findKnownDigits(index: KnownIndex, view: TextView, tokens: Tokens, found: Finding[]): void {
  found.length = 0;
  if (index.numberCount === 0) return;
  let token = 0;
  while (token < tokens.count) {
    if (tokens.isNumber[token] === 0) token++;
    else token = findInRow(index, view, tokens, token, found);
  }
}

/** Looks through the numbers from `first` on that only gaps part; gives the token after them. */
function findInRow(index: KnownIndex, view: TextView, tokens: Tokens, first: number, found: Finding[]): number {
  digits.count = 0;
  let end = first;
  do appendDigits(view, tokens, end++);
  while (
    end < tokens.count &&
    tokens.isNumber[end] === 1 &&
    isDigitGap(view, tokens.ends[end - 1]!, tokens.starts[end]!)
  );
  if (digits.count < KEY_DIGITS) return end;
  let place = 0;
  for (let token = first; token < end; token++) {
    findAt(index, view, place, found);
    place += tokens.ends[token]! - tokens.starts[token]!;
  }
  return end;
}

function appendDigits(view: TextView, tokens: Tokens, token: number): void {
  const start = tokens.starts[token]!;
  const end = tokens.ends[token]!;
  const needed = digits.count + end - start;
  if (digits.values.length < needed) {
    const values = new Uint8Array(needed * 2);
    const places = new Int32Array(needed * 2);
    values.set(digits.values);
    places.set(digits.places);
    Object.assign(digits, { values, places });
  }
  for (let at = start; at < end; at++) {
    digits.values[digits.count] = view.codes[at]! - 0x30;
    digits.places[digits.count++] = at;
  }
}

/** Adds the known values whose digits begin at this place of the row, after zeros, and end where a number does. */
function findAt(index: KnownIndex, view: TextView, start: number, found: Finding[]): void {
  const { values, count } = digits;
  let from = start;
  while (from - start < MOST_ZEROS && from < count && values[from] === 0) from++;
  // A value of few significant digits was entered with some of its zeros.
  for (let at = from; at >= start && from - at < KEY_DIGITS; at--)
    if (at + KEY_DIGITS <= count) findFrom(index, view, start, at, found);
}

function findFrom(index: KnownIndex, view: TextView, start: number, from: number, found: Finding[]): void {
  const { values, places, count } = digits;
  const { byBeginning } = index;
  for (let number = firstOf(byBeginning, beginningKey(values, from)); number >= 0; number = byBeginning.next[number]!) {
    spend(index, 1);
    const first = index.numberStarts[number]!;
    const size = index.numberEnds[number]! - first;
    if (from + size > count) continue;
    let same = 0;
    while (same < size && values[from + same] === index.digits[first + same]) same++;
    if (same < size) continue;
    let end = places[from + size - 1]! + 1;
    const ends = KINDS[view.codes[end]!] !== KIND_DIGIT;
    if (!ends && index.numberCut[number] === 0) continue;
    while (KINDS[view.codes[end]!] === KIND_DIGIT) end++;
    const known = index.numberKnown[number]!;
    found.push({ start: places[start]!, end, entity: index.entities[known]!, known });
  }
}

/**
 * The known telephone number that this finding ends with, after a prefix at most (5511987654321 is 11987654321), or -1.
 * Throws as `findKnownDigits`.
 */
export function knownPhoneOf(index: KnownIndex, view: TextView, phone: Finding): number {
  if (index.numberCount === 0) return -1;
  const { byEnding } = index;
  for (let number = firstOf(byEnding, endOf(view, phone)); number >= 0; number = byEnding.next[number]!) {
    spend(index, 1);
    if (endsWithNumber(index, view, phone, number)) return index.numberKnown[number]!;
  }
  return -1;
}

/** The last digits of a finding as `endingKey` has them. */
function endOf(view: TextView, phone: Finding): number {
  let key = 0;
  let count = 0;
  for (let at = phone.end - 1; at >= phone.start && count < KEY_DIGITS; at--) {
    if (KINDS[view.codes[at]!] !== KIND_DIGIT) continue;
    key = key * 10 + view.codes[at]! - 0x30;
    count++;
  }
  return key;
}

function endsWithNumber(index: KnownIndex, view: TextView, phone: Finding, number: number): boolean {
  let at = phone.end;
  for (let place = index.numberEnds[number]! - 1; place >= index.numberStarts[number]!; place--) {
    do at--;
    while (at >= phone.start && KINDS[view.codes[at]!] !== KIND_DIGIT);
    if (at < phone.start || view.codes[at]! - 0x30 !== index.digits[place]) return false;
  }
  return countAlphanumerics(view, phone.start, at) <= MOST_PREFIX_DIGITS;
}
