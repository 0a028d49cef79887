import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { isUnit } from './measurements.ts';
import { COUNTED_PARTS } from './reading-words.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter, readWordBefore, wordValue } from './words-around.ts';

/** "13 e 14 de agosto", "2 a 9/8", "10, 12 or 14". */
const LINKS = new Set('e a ao ou o y al u or and to ate hasta thru through'.split(' ').map(hashWord));
const MOST_DAYS = 8;
const MOST_MONTHS = 12;
const WIDEST_GAP = 3;
const DOT = 0x2e;
const COLON = 0x3a;

/** Before a month in digits, and before its year. */
const OF = hashWord('do');
const BEFORE_YEAR = new Set('de do'.split(' ').map(hashWord));

const word = createWord();
const link = createWord();

/** Whether a word is a bare day of the month: one or two digits, 1 to 31, no part of a longer number. */
export function isDay(view: TextView, start: number, end: number): boolean {
  const { codes } = view;
  if (end - start > 2 || isJoined(codes, start - 1, start - 2) || isJoined(codes, end, end + 1)) return false;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + codes[at]! - 0x30;
  return value >= 1 && value <= 31;
}

/** A letter, a sign of quantity, or a mark with another digit beyond it stands beside a number. */
function isJoined(codes: Uint16Array, at: number, beyond: number): boolean {
  const code = codes[at] ?? 0x20;
  const kind = KINDS[code];
  if (kind === KIND_LETTER || kind === KIND_DIGIT || code === 0x25 || code === 0x24 || code === 0x23) return true;
  const parts = isMark(code) || code === 0x2c || code === 0x2d || code === 0x2b;
  return parts && KINDS[codes[beyond] ?? 0] === KIND_DIGIT;
}

/** Where a list of days begins that ends before the day at `start`. */
export function daysBefore(view: TextView, start: number): number {
  let first = start;
  for (let days = 0; days < MOST_DAYS && readWordBefore(view, first, WIDEST_GAP, word); days++) {
    if (!word.isNumber) {
      if (!LINKS.has(word.hash) || word.start === first) return first;
      if (!readWordBefore(view, word.start, 1, link) || !link.isNumber || !isListed(view, link)) return first;
      first = link.start;
      continue;
    }
    if (!isParted(view, word.end, first) || !isListed(view, word)) return first;
    first = word.start;
  }
  return first;
}

/** Where a list of days ends that begins before `end`, the end of its first day. */
export function daysAfter(view: TextView, end: number): number {
  let last = end;
  for (let days = 0; days < MOST_DAYS && readWordAfter(view, last, WIDEST_GAP, word); days++) {
    if (!word.isNumber) {
      if (!LINKS.has(word.hash)) return last;
      if (!readWordAfter(view, word.end, 1, link) || !link.isNumber || !isListed(view, link)) return last;
      last = link.end;
      continue;
    }
    if (!isParted(view, last, word.start) || !isListed(view, word)) return last;
    last = word.end;
  }
  return last;
}

/** Where "12 do 3" and "12 do 3 de 1985" end after the day that ends at `end`; `end` when no month follows. */
export function numberedMonthEnd(view: TextView, end: number): number {
  if (!readWordAfter(view, end, 1, word) || word.hash !== OF) return end;
  if (!readWordAfter(view, word.end, 1, word) || !word.isNumber || !isDay(view, word.start, word.end)) return end;
  const month = word.end;
  if (wordValue(view, word) > MOST_MONTHS) return end;
  if (!readWordAfter(view, month, 1, word) || !BEFORE_YEAR.has(word.hash)) return month;
  const isYear = readWordAfter(view, word.end, 1, word) && word.isNumber && word.end - word.start === 4;
  return isYear ? word.end : month;
}

/** Between the ends of a range after an English month: "December 3 to 7", "March 3rd and 4th". */
const RANGE_LINKS = new Set('to and or thru through until till'.split(' ').map(hashWord));
const ENDINGS = new Set('st nd rd th'.split(' ').map(hashWord));

/** End of the last day of a range whose first day ends at `end`, the value `first`; `end` when no later day follows. */
export function rangeEnd(view: TextView, end: number, first: number): number {
  const { codes } = view;
  if (!readWordAfter(view, end, WIDEST_GAP, word)) return end;
  if (word.isNumber ? !isHyphenOnly(codes, end, word.start) : !RANGE_LINKS.has(word.hash)) return end;
  if (!word.isNumber && (!readWordAfter(view, word.end, 1, word) || !word.isNumber)) return end;
  if (word.end - word.start > 2 || wordValue(view, word) <= first || wordValue(view, word) > 31) return end;
  const last = word.end;
  if (readWordAfter(view, last, 0, link)) return ENDINGS.has(link.hash) ? link.end : end;
  return isJoined(codes, last, last + 1) || isAmountAfter(view, last) ? end : last;
}

const HOURS = new Set('am pm h hs hrs hours oclock years yrs weeks days months times people'.split(' ').map(hashWord));

/** "and 4 tablets", "to 5 pm": what follows is counted, or an hour. */
function isAmountAfter(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, 1, link) || link.isNumber) return false;
  return HOURS.has(link.hash) || COUNTED_PARTS.has(link.hash) || isUnit(view, link.start, link.end);
}

/** "3-7", "3 - 7". */
function isHyphenOnly(codes: Uint16Array, from: number, to: number): boolean {
  let hyphens = 0;
  for (let at = from; at < to; at++) {
    if (codes[at] === 0x2d) hyphens++;
    else if (codes[at] !== 0x20) return false;
  }
  return hyphens === 1;
}

function isListed(view: TextView, day: { start: number; end: number }): boolean {
  const length = day.end - day.start;
  return length <= 2 && isDayValue(view, day);
}

function isDayValue(view: TextView, day: { start: number; end: number }): boolean {
  const { codes } = view;
  const value = wordValue(view, { ...day, hash: 0, isNumber: true });
  const before = codes[day.start - 1] ?? 0x20;
  if (value < 1 || value > 31 || KINDS[before] === KIND_LETTER || before === 0x2b || before === 0x24) return false;
  return !(isMark(before) && KINDS[codes[day.start - 2] ?? 0] === KIND_DIGIT);
}

/** The number before a dot, colon or slash belongs to another value. */
function isMark(code: number): boolean {
  return code === DOT || code === COLON || code === 0x2f;
}

/** A comma or a hyphen stands between two days: "3, 10", "22-23". */
function isParted(view: TextView, from: number, to: number): boolean {
  if (to === from) return false;
  let marks = 0;
  for (let at = from; at < to; at++) {
    const code = view.codes[at]!;
    if (code === 0x2c || code === 0x2d) marks++;
    else if (code !== 0x20) return false;
  }
  return marks === 1;
}
