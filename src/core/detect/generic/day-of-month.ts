/**
 * Day of the month without its month.
 * Shape: dia 19, dias 3, 10 e 17, el 24, jueves 16, sexta dia 14, on the 5th, Friday the 13th, no dia 3 do 4; a number
 * of 1 to 31 that neither a unit nor a time follows. The word before it stays.
 * Source: custom of the three languages.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { WEEKDAYS } from '../date-words.ts';
import { daysAfter, isDay, numberedMonthEnd } from '../day-lists.ts';
import { isUnit } from '../measurements.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore, wordValue } from '../words-around.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashWord));

const THE = hashWord('the');
const SPANISH_THE = hashWord('el');
const DAY_WORDS = setOf('dia dias');
const ENGLISH_WEEKDAYS = setOf('monday tuesday wednesday thursday friday saturday sunday');
const PORTUGUESE_WEEKDAYS = setOf('segunda terca quarta quinta sexta');
/** Between a weekday or "dia" and the number. */
const FILLERS = setOf('feira dia el the o');
const ENDINGS = setOf('st nd rd th o');
/** "3x por dia 2 comprimidos", "cada dia 5". */
const BEFORE_DAILY = setOf('por ao cada x al per todo um un bom buen buenos meio medio outro algum');
/** After a number: an amount, a floor, a share. */
const NOT_AFTER = setOf(
  'comprimido comprimidos comp cp cps gotas doses dose vezes veces pessoas pastillas tabletas por pct percent andar piso quilos kilos pontos puntos am pm hs h hrs x turno semana semanas',
);
/** "dia 3 de febre" counts days, "dia 20 de cada mês" is a rule. */
const OF = setOf('de do');
const NOT_OF = setOf(
  'cada todo ciclo febre tratamento vida internacao pos antibiotico uso quimio sintoma sintomas ATB cycle evolucao todos'.toLowerCase(),
);
const BEFORE_ENGLISH_DAY = setOf(
  'on by until till til since before after for from to called night or and through thru this is was starting end monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun due',
);
const NOT_AFTER_ORDINAL = setOf(
  'grade st street ave avenue floor time day dose tri trimester week weeks degree person one child year night line message toe finger rib step hour visit attempt and metatarsal digit round cycle percentile',
);
const RANGE_WORDS = setOf('a to ate');
const SPANISH_IN = hashWord('en');
const LEAST_SURE_DAY = 13;

const word = createWord();
const next = createWord();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  const hash = hashBetween(codes, start, end);
  if (hash === THE) return findOrdinal(view, start, end, found);
  if (DAY_WORDS.has(hash) && isDaily(view, start)) return false;
  if (!readNumber(view, end) || !isDay(view, word.start, word.end)) return false;
  const isEnglish = ENGLISH_WEEKDAYS.has(hash);
  // "Friday 8 to 3" are hours.
  if (isEnglish && wordValue(view, word) < LEAST_SURE_DAY) return false;
  const first = word.start;
  const last = DAY_WORDS.has(hash) ? numberedMonthEnd(view, daysAfter(view, word.end)) : word.end;
  if (isAmount(view, last) || (PORTUGUESE_WEEKDAYS.has(hash) && isOrdinalSign(codes[last]))) return false;
  if (hash === SPANISH_THE && (isJoinedNumber(view, last) || isPlace(view, start))) return false;
  if (isWeekday(hash) && isHours(view, start, last)) return false;
  found.start = first;
  found.end = isOrdinalSign(codes[last]) ? last + 1 : last;
  return true;
}

function hashBetween(codes: Uint16Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + codes[at]!) | 0;
  return hash;
}

function isOrdinalSign(code: number | undefined): boolean {
  return code === 0xba || code === 0xaa || code === 0xb0;
}

/** Reads the number after a word, over "-feira", ",", "dia" and the like, into `word`. */
function readNumber(view: TextView, from: number): boolean {
  let at = from;
  for (let steps = 0; steps < 3 && readWordAfter(view, at, 3, word); steps++) {
    if (word.isNumber) return isPlainGap(view, at, word.start);
    if (!FILLERS.has(word.hash)) return false;
    at = word.end;
  }
  return false;
}

/** Blanks, a comma, a colon; no hyphen, quote or bracket. */
function isPlainGap(view: TextView, from: number, to: number): boolean {
  if (from === to) return false;
  for (let at = from; at < to; at++) {
    const code = view.codes[at]!;
    if (code !== 0x20 && code !== 0x2c && code !== 0x3a) return false;
  }
  return true;
}

function isDaily(view: TextView, start: number): boolean {
  if (view.codes[start - 1] === 0x2f) return true;
  return readWordBefore(view, start, 1, word) && (word.isNumber || BEFORE_DAILY.has(word.hash));
}

/** Whether what follows says that the number counts or measures something. */
function isAmount(view: TextView, end: number): boolean {
  const code = view.codes[end];
  if (code === 0x25 || code === 0x2a || code === 0x20ac) return true;
  if (!readWordAfter(view, end, 2, next) || next.isNumber) return false;
  if (isUnit(view, next.start, next.end) || NOT_AFTER.has(next.hash)) return true;
  return OF.has(next.hash) && readWordAfter(view, next.end, 1, next) && NOT_OF.has(next.hash);
}

/** "el 55 3914 0628": groups of a longer number. */
function isJoinedNumber(view: TextView, end: number): boolean {
  return readWordAfter(view, end, 1, next) && next.isNumber;
}

/** "está en el 3": a floor or a room. */
function isPlace(view: TextView, start: number): boolean {
  return readWordBefore(view, start, 1, next) && next.hash === SPANISH_IN;
}

function isWeekday(hash: number): boolean {
  return hash !== SPANISH_THE && !DAY_WORDS.has(hash);
}

/** "de lunes a viernes 8 a 20 h". */
function isHours(view: TextView, start: number, end: number): boolean {
  if (readWordBefore(view, start, 1, next) && RANGE_WORDS.has(next.hash)) return true;
  const follows = readWordAfter(view, end, 1, next) && RANGE_WORDS.has(next.hash);
  return follows && readWordAfter(view, next.end, 1, next) && next.isNumber;
}

/** "the 25th", "the 30th or the 31st". */
function findOrdinal(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!readWordAfter(view, end, 1, word) || !word.isNumber || word.end - word.start > 2) return false;
  const value = wordValue(view, word);
  const first = word.start;
  if (value < 1 || value > 31 || !readWordAfter(view, word.end, 0, next) || !ENDINGS.has(next.hash)) return false;
  const last = next.end;
  const follows = readWordAfter(view, last, 1, next);
  if (follows && (NOT_AFTER_ORDINAL.has(next.hash) || KINDS[view.codes[last]!] === KIND_DIGIT)) return false;
  const announced = readWordBefore(view, start, 2, word) && BEFORE_ENGLISH_DAY.has(word.hash);
  if (!announced && follows && !isFunctionWord(next.hash)) return false;
  found.start = first;
  found.end = last;
  return true;
}

const FUNCTION_WORDS = setOf(
  'at for with and or is was if to from so but because i we he she they it its please works would will thank thanks ok of in im instead then that until',
);

function isFunctionWord(hash: number): boolean {
  return FUNCTION_WORDS.has(hash);
}

export const dayOfMonth: WordRecognizer = {
  kind: 'word',
  name: 'generic/day-of-month',
  entity: 'DATE',
  words: ['dia', 'dias', 'el', 'the', ...WEEKDAYS],
  needsDigits: true,
  find,
  examples: {
    match: [
      'volto dia «19», tá?',
      'fecha: los dias «3, 10 y 17»',
      'quarta, «19», 9h no abrigo',
      'pásate el «24» a las 8',
      'jueves «16» a las 9:20',
      'segunda-feira dia «8» cedo',
      'see her Friday the «17th», ok',
      'he comes on the «5th» for labs',
      'serve dia «1º» de manhã?',
      'nasci dia «12 do 3 de 1985» aqui',
      'volta dia «5 do 11», tá?',
      'friday «13» please',
    ],
    reject: [
      'tomo 3 por dia 2 comprimidos',
      'o dia 3 de febre',
      'dia 40 e dia 9:30',
      'el 90 % y el 10 mg',
      'el 55 3914 0628',
      'Friday 8 to 3',
      'na segunda 38,9 de febre',
      'the 5th floor, the 2nd dose',
      'dia 20 de cada mês',
      'por dia 3 do 4 frasco',
      'el 5 x 1',
    ],
  },
};
