/**
 * Date of which the day or the year is written in words.
 * Shape: doze de março de mil novecentos e oitenta e cinco, vinte e quatro de junho de quarenta e oito, 12 de março de
 * oitenta e cinco, tres de mayo de 1979, march twelfth nineteen eighty five; dia vinte e um, dia primeiro.
 * Source: custom of the three languages.
 */
import type { TextView } from '../../text/text-view.ts';
import { ENGLISH_MONTHS, FULL_MONTHS } from '../calendar-words.ts';
import { numberWord, ORDINAL, TEN } from '../number-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { readSmallBefore, readSpokenAfter, type SpokenNumber } from '../spoken-numbers.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore, wordValue } from '../words-around.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashWord));

const ENGLISH = new Set(ENGLISH_MONTHS.map(hashWord));
const DAY = hashWord('dia');
/** Also a verb: "you may first rest". */
const MAY = hashWord('may');
const DAY_LINKS = setOf('de d del of the do mes dias dia');
const YEAR_LINKS = setOf('de d del do of ano in');
const MOST_LINKS = 4;
const WIDEST_GAP = 2;

const word = createWord();
const day: SpokenNumber = { start: 0, end: 0, value: 0 };
const year: SpokenNumber = { start: 0, end: 0, value: 0 };

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + view.codes[at]!) | 0;
  if (hash === DAY) return findAfterDay(view, start, end, found);
  const spokenDay = readDayBefore(view, start);
  found.start = spokenDay ? day.start : start;
  found.end = end;
  let last = end;
  let spoken = spokenDay;
  if (!spokenDay && ENGLISH.has(hash) && readEnglishDay(view, end)) {
    last = day.end;
    spoken = true;
  }
  const yearEnd = readYear(view, last);
  if (yearEnd > 0) {
    spoken ||= year.end > 0;
    found.end = yearEnd;
  } else {
    found.end = last;
  }
  if (!spoken || (hash === MAY && !spokenDay && yearEnd === 0)) return false;
  if (!spokenDay && last === end) found.start = digitsBefore(view, start);
  return true;
}

/** Reads the day in words before a month, over "de", "of the", "dias do mês de". */
function readDayBefore(view: TextView, before: number): boolean {
  let at = before;
  for (let links = 0; links <= MOST_LINKS; links++) {
    if (readSmallBefore(view, at, day)) {
      return day.value >= 1 && day.value <= 31 && (links > 0 || isOrdinalWord(view, day));
    }
    if (!readWordBefore(view, at, WIDEST_GAP, word) || !DAY_LINKS.has(word.hash)) return false;
    at = word.start;
  }
  return false;
}

function isOrdinalWord(view: TextView, number: SpokenNumber): boolean {
  return readWordBefore(view, number.end, 0, word) && (numberWord(word.hash) & 15) === ORDINAL;
}

/** "twelfth", "twenty first", "four" before a year. */
function readEnglishDay(view: TextView, from: number): boolean {
  if (!readWordAfter(view, from, WIDEST_GAP, word)) return false;
  const first = numberWord(word.hash);
  if (first === 0) return false;
  day.start = word.start;
  day.end = word.end;
  day.value = first >> 4;
  if ((first & 15) === ORDINAL) return true;
  if ((first & 15) !== TEN || !readWordAfter(view, word.end, 1, word)) return false;
  const second = numberWord(word.hash);
  day.end = word.end;
  return (second & 15) === ORDINAL && second >> 4 < 10;
}

/** End of the year that follows, in words (then `year` holds it) or in digits; 0 when there is none. */
function readYear(view: TextView, from: number): number {
  let at = from;
  year.end = 0;
  for (let links = 0; links <= MOST_LINKS && readWordAfter(view, at, WIDEST_GAP, word); links++) {
    if (word.isNumber) {
      const value = wordValue(view, word);
      const isYear = word.end - word.start === 4 && value >= 1880 && value <= 2099;
      return isYear || (word.end - word.start === 2 && links > 0) ? word.end : 0;
    }
    if (numberWord(word.hash) !== 0 && readSpokenAfter(view, at, year)) {
      const isFull = year.value >= 1880 && year.value <= 2099;
      if (isFull || (links > 0 && year.value >= 10 && year.value <= 99)) return year.end;
      year.end = 0;
      return 0;
    }
    if (!YEAR_LINKS.has(word.hash)) return 0;
    at = word.end;
  }
  return 0;
}

/** Start of the day in digits before a month, or of the month. */
function digitsBefore(view: TextView, before: number): number {
  if (readWordBefore(view, before, WIDEST_GAP, word) && !word.isNumber && DAY_LINKS.has(word.hash)) {
    readWordBefore(view, word.start, WIDEST_GAP, word);
  }
  return word.isNumber && word.end - word.start <= 2 ? word.start : before;
}

const NOT_AFTER_DAY = setOf('comprimidos vezes doses gotas horas hora');
const DAILY = setOf('por ao cada x');

/** "dia vinte e um", "dia primeiro". */
function findAfterDay(view: TextView, start: number, from: number, found: FoundRange): boolean {
  if (readWordBefore(view, start, 1, word) && DAILY.has(word.hash)) return false;
  if (!readSpokenAfter(view, from, day) || day.value < 1 || day.value > 31) return false;
  if (readWordAfter(view, day.end, 1, word) && NOT_AFTER_DAY.has(word.hash)) return false;
  found.start = day.start;
  found.end = day.end;
  return true;
}

export const dateSpoken: WordRecognizer = {
  kind: 'word',
  name: 'generic/date-spoken',
  entity: 'DATE',
  words: [...FULL_MONTHS, 'may', 'dia'],
  find,
  examples: {
    match: [
      'nasci em «doze de março de mil novecentos e oitenta e cinco» em Santos',
      'é «vinte e quatro de junho de quarenta e oito», dia de São João',
      'my dob is «november fourth nineteen fifty nine» ok',
      'nací el «tres de mayo de mil novecientos setenta y nueve»',
      'cirurgia em «quinze de março» do ano passado',
      'volta dia «vinte e um» cedo',
      'foi «12 de março de oitenta e cinco»',
      'nascida aos «dez dias do mês de abril do ano de mil novecentos e trinta» aqui',
      'on the «third of may 1979»',
    ],
    reject: [
      'em março fiz dois exames',
      'dois meses de março',
      'tomo dois por dia',
      'in march three doctors saw me',
      'dia noventa',
    ],
  },
};
