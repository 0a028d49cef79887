/**
 * Date with the month as a word, in Portuguese, English or Spanish.
 * Shape: 12 de março de 1985, 1º de maio, 12/mar/85, 3 de enero del 2020, March 12th, 1985, 12 March, março de 2023.
 * A month alone stays. Abbreviations are also words, so that they need a day and a year, "de", or a mark between.
 * Source: custom of the three languages; Unicode CLDR month names.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { DATE_LINKS, DAY_ENDINGS, ENGLISH_MONTHS, FULL_MONTHS, SHORT_MONTHS } from '../calendar-words.ts';
import { daysBefore, rangeEnd } from '../day-lists.ts';
import { isUnit } from '../measurements.ts';
import { COUNTED_PARTS } from '../reading-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore } from '../words-around.ts';

const ENGLISH = new Set(ENGLISH_MONTHS);
const LINKS = new Set(DATE_LINKS);
const ENDINGS = new Set(DAY_ENDINGS);
/** Abbreviations that are words: with a bare day or year ("out 2000") they need a mark or "de". */
const EVERYDAY_WORDS = new Set(['out', 'set', 'may', 'mar', 'dez', 'ago', 'sep']);
/** Days after which hospitals are named: Madrid, São Paulo, Mexico City, Buenos Aires, Lima, Bogotá. */
const NATIONAL_DAYS: ReadonlyMap<string, readonly number[]> = new Map([
  ['octubre', [1, 10, 12]],
  ['julho', [9]],
  ['julio', [9, 20, 28]],
  ['noviembre', [20]],
  ['novembro', [15]],
  ['mayo', [1, 2, 25]],
  ['maio', [1, 13]],
  ['setembro', [7]],
  ['septiembre', [16, 18]],
]);
const HOSPITALS = new Set(
  'hospital hosp hptal clinica sanatorio maternidad maternidade instituto'.split(' ').map(hashWord),
);
const word = createWord();
const BLANK = 0x20;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
/** Longest way between two parts of a date: " de ", ", the ". */
const LONGEST_GAP = 6;

interface Part {
  /** Outer end of the number. */
  edge: number;
  digits: number;
  value: number;
  /** A link word, slash, hyphen or dot stands between. */
  linked: boolean;
}

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  const month = String.fromCharCode(...codes.subarray(start, end));
  const day = dayBefore(codes, start);
  const after = numberAfter(codes, end);
  const year = after && isYear(after) ? after : null;
  if (day) {
    found.end = end;
    return findFromDay(view, day, year, month, found);
  }
  const dayAfter = after && !year && isDay(after) && ENGLISH.has(month) ? after : null;
  if (dayAfter) return findMonthFirst(view, start, dayAfter, month, found);
  if (year?.digits === 2 && codes[end] === SLASH) {
    found.start = start;
    found.end = year.edge;
    return !isLetterOrDigit(codes[year.edge]) && codes[year.edge] !== SLASH;
  }
  if (year?.digits !== 4 || (EVERYDAY_WORDS.has(month) && !year.linked)) return false;
  found.start = start;
  found.end = year.edge;
  return true;
}

function findFromDay(view: TextView, day: Part, year: Part | null, month: string, found: FoundRange): boolean {
  const { codes } = view;
  const { end } = found;
  if (EVERYDAY_WORDS.has(month) && !day.linked && year?.digits !== 4) return false;
  found.start = day.edge;
  if (isNamedDay(view, day, month) && year?.digits !== 4) return false;
  found.end = year && (year.digits === 4 || year.linked) ? year.edge : end;
  if (isLetterOrDigit(codes[found.start - 1])) return false;
  if (isLinked(view, found.start)) found.start = daysBefore(view, found.start);
  return true;
}

/** A word or a hyphen before the day, not a comma: "ciclo 3, 5 de fevereiro". */
function isLinked(view: TextView, start: number): boolean {
  if (view.codes[start - 1] === HYPHEN) return true;
  return readWordBefore(view, start, 1, word) && !word.isNumber;
}

/** "Hospital 12 de Octubre": named after a day of the nation. */
function isNamedDay(view: TextView, day: Part, month: string): boolean {
  if (NATIONAL_DAYS.get(month)?.includes(day.value) !== true) return false;
  return readWordBefore(view, day.edge, 1, word) && HOSPITALS.has(word.hash);
}

/** "March 12th, 1985"; "may 5" needs a capital letter or a year. */
function findMonthFirst(view: TextView, start: number, day: Part, month: string, found: FoundRange): boolean {
  const year = numberAfter(view.codes, day.edge);
  const hasYear = year !== null && year.digits === 4 && isYear(year);
  const original = view.shifted ? view.offsets[start]! : start;
  const capital = view.raw.charCodeAt(original) !== view.codes[start];
  const isOrdinal = KINDS[view.codes[day.edge - 1]!] === KIND_LETTER;
  if (!hasYear && ((EVERYDAY_WORDS.has(month) && !capital && !isOrdinal) || isDose(view, day.edge))) return false;
  found.start = start;
  found.end = hasYear ? year.edge : rangeEnd(view, day.edge, day.value);
  return true;
}

/** "May 3 units", "Oct 4 mg". */
function isDose(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, 1, word) || word.isNumber) return false;
  return COUNTED_PARTS.has(word.hash) || isUnit(view, word.start, word.end);
}

function isYear(part: Part): boolean {
  return part.digits === 4 ? part.value >= 1880 && part.value <= 2099 : part.digits === 2 && part.linked;
}

function isDay(part: Part): boolean {
  return part.digits <= 2 && part.value >= 1 && part.value <= 31;
}

function isLetterOrDigit(code: number | undefined): boolean {
  const kind = code === undefined ? 0 : KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

/** The number that ends before `at`, over at most a gap with one link word; null when there is none. */
function dayBefore(codes: Uint16Array, at: number): Part | null {
  let cursor = at;
  let word = '';
  let blank = false;
  let mark = 0;
  while (cursor > 0 && at - cursor < LONGEST_GAP && KINDS[codes[cursor - 1]!] !== KIND_DIGIT) {
    const code = codes[--cursor]!;
    if (KINDS[code] === KIND_LETTER) word = String.fromCharCode(code) + word;
    else if (!isGapCode(code)) return null;
    else if (code === BLANK) blank = true;
    else if (code !== COMMA) mark = code;
  }
  // "1 - Novembro" is a menu.
  if ((word !== '' && !isLinkOrEnding(word)) || (blank && isJoiner(mark))) return null;
  const numberEnd = cursor;
  let value = 0;
  let scale = 1;
  while (cursor > 0 && numberEnd - cursor < 3 && KINDS[codes[cursor - 1]!] === KIND_DIGIT) {
    value += (codes[--cursor]! - 0x30) * scale;
    scale *= 10;
  }
  const part = { edge: cursor, digits: numberEnd - cursor, value, linked: word !== '' || (mark > 0 && !blank) };
  return part.digits > 0 && isDay(part) ? part : null;
}

/** "de", "th", or both run together as in "12th of". */
function isLinkOrEnding(word: string): boolean {
  if (LINKS.has(word) || ENDINGS.has(word)) return true;
  const ending = word.startsWith('o') ? 1 : 2;
  return ENDINGS.has(word.slice(0, ending)) && LINKS.has(word.slice(ending));
}

/** The number that begins after `at`, with the ending of a day's number taken in; null when there is none. */
function numberAfter(codes: Uint16Array, at: number): Part | null {
  let cursor = at;
  let word = '';
  let blank = false;
  let mark = 0;
  while (cursor - at < LONGEST_GAP && KINDS[codes[cursor]!] !== KIND_DIGIT) {
    const code = codes[cursor++]!;
    if (KINDS[code] === KIND_LETTER) word += String.fromCharCode(code);
    else if (!isGapCode(code)) return null;
    else if (code === BLANK) blank = true;
    else if (code !== COMMA) mark = code;
  }
  if ((word !== '' && !LINKS.has(word)) || (blank && isJoiner(mark))) return null;
  const numberStart = cursor;
  let value = 0;
  while (cursor - numberStart < 5 && KINDS[codes[cursor]!] === KIND_DIGIT) value = value * 10 + codes[cursor++]! - 0x30;
  const digits = cursor - numberStart;
  // "FEV1" is a lung function, "mar2023" a month.
  if (digits === 0 || digits > 4 || (numberStart === at && digits < 4)) return null;
  // "12 de março. 20 mg": two digits after a full stop and a blank are no year.
  const linked = word !== '' || (mark > 0 && (!blank || digits === 4));
  return { edge: digits <= 2 ? cursor + endingLength(codes, cursor) : cursor, digits, value, linked };
}

function isJoiner(mark: number): boolean {
  return mark === 0x2d || mark === 0x2f;
}

function endingLength(codes: Uint16Array, at: number): number {
  if (codes[at] === 0xba || codes[at] === 0xaa) return 1;
  const two = String.fromCharCode(codes[at]!, codes[at + 1] ?? 0);
  return ENDINGS.has(two) && KINDS[codes[at + 2] ?? 0] !== KIND_LETTER ? 2 : 0;
}

/** Blank, comma, dot, slash, hyphen, ordinal signs. */
function isGapCode(code: number): boolean {
  return code === BLANK || (code >= COMMA && code <= 0x2f) || code === 0xba || code === 0xaa || code === 0xb0;
}

export const dateWritten: WordRecognizer = {
  kind: 'word',
  name: 'generic/date-written',
  entity: 'DATE',
  words: [...FULL_MONTHS, ...SHORT_MONTHS],
  needsDigits: true,
  find,
  examples: {
    match: [
      'nasci em «12 de março de 1985» em Santos',
      'no dia «1º de maio» tem consulta',
      'validade «12/mar/85»',
      'el «3 de enero del 2020» me operaron',
      'born on «March 12th, 1985» in Ohio',
      'on the «3rd of May, 2021» we met',
      'since «12 March» it hurts',
      'desde «março de 2023»',
      'em «mar/2023» operei',
      'desde «fev 2023» sem dor',
      'lote de «12MAR2023»',
      'see you «May 5» at 3',
      'em «abr/24» saiu',
      'dob «nov 2nd» ok',
      'citar el «1 dic» a las 8',
      'entre «3 e 7 de dezembro» e «5 a 9 de maio»',
      'del «3 al 7 de diciembre» estoy fuera',
      'from «December 3 to 7» or «March 3rd-5th»',
      'the «3 or 4 of January», «May 5» in the morning',
    ],
    reject: [
      'fiz os exames em março',
      'you may 5 times a day',
      'tomo 10 mar',
      'fim de março',
      'I march 40 minutes a day',
      'agora são 10 set',
      'EPOC, FEV1 38%',
      'digite 1 - Novembro',
      'clinica Mayo 24 %',
      'May 3 units of Humalog be enough?',
      'en el Hospital 12 de Octubre',
    ],
  },
};
