import { KIND_DIGIT, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import {
  ARTICLES,
  COUNTED_PARTS,
  INSULINS,
  LABS,
  PAGES,
  PREPOSITIONS,
  PRESSURES,
  QUEUES,
  READING_LINKS,
  ROW_LINKS,
  SCHEMES,
  SCORES,
  SERVICES,
  SIZE_LINKS,
  SIZED,
  SMALL_WORDS,
  STEPS,
  UNITS_OF_SCHEMES,
  VITALS,
  WEIGHTS,
} from './reading-words.ts';
import { createWord, readWordAfter, readWordBefore } from './words-around.ts';

const COMMA = 0x2c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const BLANK = 0x20;
const ZERO = 0x30;
const MOST_NUMBERS = 16;
const MOST_IN_ROW = 24;
const MOST_LINKS = 4;
const WIDEST_GAP = 3;
const MOST_OF_LAB = 7;
const MOST_OF_VITAL = 600;
const MOST_UNITS = 99;
const MOST_STEPS = 8;
const MOST_PAGES = 60;
const MOST_OF_SCORE = 10;
const MOST_GRAMS = 6000;
const SMALLEST_SIZE = 4;
const LARGEST_SIZE = 30;
const LAST_DAY = 31;
const LONGEST_TICKET = 6;
const LEAST_ROUND = 50;

/** The numbers of a range, and the mark between two of them: one mark throughout, or 0 for several. */
const values = new Int32Array(MOST_NUMBERS);
const shape = { count: 0, mark: 0, longest: 0, digits: 0, padded: false };
/** Words between the numbers and the word that names them: how many, and of which kinds. */
const links = { count: 0, preposition: false, article: false, size: true };
const word = createWord();

/**
 * Whether the numbers from `start` to `end` are what was measured, counted or prescribed, by a word before or after them:
 * blood pressures (12/8, 120/80), rows of vital signs, counts of a laboratory, schemes of insulin (8-8-10), a part of a
 * whole (ciclo 2/6, page 3 of 12 as 3/12), sizes of catheters, doses with a decimal part (16/12,5). Only for what no cue
 * and no check digit made sure.
 */
export function isReading(view: TextView, start: number, end: number): boolean {
  if (isTicket(view, start, end)) return true;
  if (!readShape(view, firstDigit(view, start), end)) return false;
  if (isDecimalDose(view, end) || isRoundRow() || isAlways(view, start) || isNamedAfter(view, end)) return true;
  if (start < firstDigit(view, start)) return isNamedWithin(view, start);
  let at = start;
  for (let steps = 0; steps < MOST_IN_ROW && readWordBefore(view, at, WIDEST_GAP, word); steps++) {
    if (!word.isNumber && !ROW_LINKS.has(word.hash)) break;
    at = word.start;
  }
  links.preposition = false;
  links.article = false;
  links.size = true;
  for (links.count = 0; links.count <= MOST_LINKS && readWordBefore(view, at, WIDEST_GAP, word); links.count++) {
    if (word.isNumber) return false;
    if (view.codes[word.end] !== COMMA && isMeant(view) && isNamedBy(word.hash)) return true;
    if (!READING_LINKS.has(word.hash)) return false;
    links.preposition ||= PREPOSITIONS.has(word.hash);
    links.article ||= ARTICLES.has(word.hash);
    links.size &&= SIZE_LINKS.has(word.hash);
    at = word.start;
  }
  return false;
}

/** "fila P047": a letter or two and up to three digits after a word for a queue. */
function isTicket(view: TextView, start: number, end: number): boolean {
  if (KINDS[view.codes[start]!] === KIND_DIGIT || end - start > LONGEST_TICKET) return false;
  if (!readWordAfter(view, start, 0, word) || word.end - start > 2) return false;
  if (!readWordAfter(view, word.end, 1, word) || !word.isNumber || word.end !== end || end - word.start > 3)
    return false;
  return readWordBefore(view, start, WIDEST_GAP, word) && QUEUES.has(word.hash);
}

/** "24/7" of what is open or hurts all the time. */
function isAlways(view: TextView, start: number): boolean {
  if (shape.count !== 2 || shape.mark !== SLASH || values[0] !== 24 || values[1] !== 7) return false;
  return readWordBefore(view, start, 1, word) && SERVICES.has(word.hash);
}

/** "110 120 130": round values of a meter, in no telephone number. */
function isRoundRow(): boolean {
  if (shape.count < 3 || (shape.mark !== BLANK && shape.mark !== COMMA)) return false;
  for (let index = 0; index < shape.count; index++) {
    const value = values[index]!;
    if (value % 10 !== 0 || value < LEAST_ROUND || value > MOST_OF_VITAL) return false;
  }
  return true;
}

/** Where the first word of a range ends that the tagger takes into it: "FC 88 92", "may 2 tabs". */
function firstDigit(view: TextView, start: number): number {
  if (KINDS[view.codes[start]!] === KIND_DIGIT || !readWordAfter(view, start, 0, word)) return start;
  const { end } = word;
  return readWordAfter(view, end, 2, word) && word.isNumber ? word.start : start;
}

function isNamedWithin(view: TextView, start: number): boolean {
  links.count = 0;
  links.preposition = false;
  links.article = false;
  return shape.count > 1 && readWordAfter(view, start, 0, word) && isNamedBy(word.hash);
}

/** Reads digits, blanks, commas, dots, hyphens and slashes; false for anything else. */
function readShape({ codes }: TextView, start: number, end: number): boolean {
  shape.count = 0;
  shape.mark = -1;
  shape.longest = 0;
  shape.digits = 0;
  shape.padded = false;
  let digits = 0;
  for (let at = start; at <= end; at++) {
    const code = at < end ? codes[at]! : BLANK;
    if (at < end && KINDS[code] === KIND_DIGIT) {
      if (digits === 0) {
        if (shape.count === MOST_NUMBERS) return false;
        values[shape.count++] = 0;
        shape.padded ||= code === ZERO && KINDS[codes[at + 1] ?? 0] === KIND_DIGIT;
      }
      if (++digits > MOST_OF_LAB) return false;
      values[shape.count - 1] = values[shape.count - 1]! * 10 + code - ZERO;
      continue;
    }
    shape.longest = Math.max(shape.longest, digits);
    shape.digits += digits;
    digits = 0;
    if (at === end) break;
    if (code !== BLANK && code !== COMMA && code !== DOT && code !== HYPHEN && code !== SLASH) return false;
    shape.mark = shape.mark < 0 || shape.mark === code ? code : 0;
  }
  return shape.count > 0;
}

/** "PA" and "TA" are also small words ("tá 14/9"): they count in capitals or at the beginning. */
function isMeant(view: TextView): boolean {
  if (!SMALL_WORDS.has(word.hash) || word.start === 0) return true;
  const last = word.end - 1;
  return view.raw.charCodeAt(view.shifted ? view.offsets[last]! : last) !== view.codes[last];
}

/** Whether a word before numbers of this shape, over what `links` tells, makes them a reading. */
function isNamedBy(hash: number): boolean {
  const { count, preposition, article, size } = links;
  if (SIZED.has(hash)) return size && shape.count === 1 && values[0]! >= SMALLEST_SIZE && values[0]! <= LARGEST_SIZE;
  if (article) return false;
  if (PRESSURES.has(hash)) return isPressure() && !(shape.padded && preposition);
  // "glicemia em 24" may be a day.
  const isDay = preposition && shape.count === 1 && values[0]! <= LAST_DAY;
  if (WEIGHTS.has(hash)) return isRow(4, MOST_GRAMS) && !isDay;
  if (VITALS.has(hash)) return isRow(3, MOST_OF_VITAL) && !isDay;
  if (LABS.has(hash)) return (isAmount() || isRow(3, MOST_OF_VITAL)) && !isDay;
  if (INSULINS.has(hash)) return !preposition && isScheme();
  if (SCHEMES.has(hash) && shape.longest === 1 && isScheme()) return true;
  if (count > 0) return false;
  if (SCORES.has(hash)) return isPart(MOST_OF_SCORE);
  return (STEPS.has(hash) && isPart(MOST_STEPS)) || (PAGES.has(hash) && isPart(MOST_PAGES));
}

/** "120 98 glicemias", "10-12-14 UI". */
function isNamedAfter(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, 1, word) || word.isNumber) return false;
  if (UNITS_OF_SCHEMES.has(word.hash) && isScheme()) return true;
  if (COUNTED_PARTS.has(word.hash)) return shape.longest <= 2 && shape.count <= 2;
  if (PRESSURES.has(word.hash)) return !shape.padded && isPressure();
  return (VITALS.has(word.hash) && isRow(3, MOST_OF_VITAL)) || (LABS.has(word.hash) && shape.count === 1);
}

/** "16/12,5": a tenth after two numbers with a slash. */
function isDecimalDose({ codes }: TextView, end: number): boolean {
  if (shape.count !== 2 || shape.mark !== SLASH || codes[end] !== COMMA) return false;
  if (KINDS[codes[end + 1] ?? 0] !== KIND_DIGIT) return false;
  const next = codes[end + 2] ?? BLANK;
  return KINDS[next] !== KIND_DIGIT && next !== SLASH;
}

/** 12/8 or 120/80, the higher first. */
function isPressure(): boolean {
  if (shape.count !== 2 || shape.mark !== SLASH) return false;
  const high = values[0]!;
  const low = values[1]!;
  return high > low && ((high >= 7 && high <= 30 && low >= 3) || (high >= 70 && high <= 300 && low >= 30));
}

/** Numbers of up to so many digits and so high, none of them the beginning of a telephone number. */
function isRow(longest: number, most: number): boolean {
  if (
    shape.longest > longest ||
    shape.padded ||
    !(shape.mark === -1 || shape.mark === BLANK || shape.mark === COMMA || shape.mark === 0)
  )
    return false;
  for (let index = 0; index < shape.count; index++) if (values[index]! > most) return false;
  return true;
}

/** One number, perhaps with dots or a comma at its thousands. */
function isAmount(): boolean {
  const grouped = shape.mark === DOT || shape.mark === COMMA;
  return !shape.padded && shape.digits <= MOST_OF_LAB && (shape.count === 1 || (grouped && shape.longest === 3));
}

function isScheme(): boolean {
  if (shape.count < 3 || shape.count > 4 || shape.mark !== HYPHEN) return false;
  for (let index = 0; index < shape.count; index++) if (values[index]! > MOST_UNITS) return false;
  return !shape.padded;
}

function isPart(most: number): boolean {
  if (shape.count !== 2 || shape.mark !== SLASH || shape.padded) return false;
  return values[0]! <= values[1]! && values[1]! <= most;
}
