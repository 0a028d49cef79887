/**
 * Day and month in numbers, without a year.
 * Shape: 14/03, 17/8, 1º/11, 22-23/10, 2 a 9/8, day or month first; 23.07, 4-12 after a word that dates follow. What is
 * also a blood pressure (12/8), a score (8/10), a fraction or an interval (12/12h) needs a word of dates beside it.
 * Source: custom of Brazil, Spain, Latin America and the US.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { IS_DATE, IS_RATIO, isAfterDateWord, judgeDate, UNKNOWN } from '../date-words.ts';
import { daysBefore } from '../day-lists.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const COMMA = 0x2c;
const HYPHEN = 0x2d;

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  const mark = codes[at]!;
  const ordinal = isOrdinal(codes[at - 1] ?? 0) ? 1 : 0;
  const dayEnd = at - ordinal;
  const start = digitsBefore(codes, dayEnd);
  const end = digitsAfter(codes, at + 1);
  if (start < floor || start === dayEnd || end === at + 1 || !isBare(codes, start, end, ordinal === 1)) return false;
  const first = valueBetween(codes, start, dayEnd);
  const second = valueBetween(codes, at + 1, end);
  if (first < 1 || second < 1 || Math.min(first, second) > 12 || Math.max(first, second) > 31) return false;
  const accepted =
    mark === SLASH
      ? ordinal === 1 || isDate(view, start, end, first, second)
      : isAfterDateWord(view, start) && end - at === 3 && second <= 12 && (mark === HYPHEN || dayEnd - start === 2);
  if (!accepted) return false;
  found.start = mark === SLASH ? Math.max(floor, daysBefore(view, start)) : start;
  found.end = ordinal === 1 ? yearEnd(codes, end) : end;
  return true;
}

function digitsBefore(codes: Uint16Array, before: number): number {
  let start = before;
  while (start > 0 && before - start < 3 && KINDS[codes[start - 1]!] === KIND_DIGIT) start--;
  return start;
}

function digitsAfter(codes: Uint16Array, from: number): number {
  let end = from;
  while (end - from < 3 && KINDS[codes[end]!] === KIND_DIGIT) end++;
  return end;
}

/** One or two digits on each side and nothing that makes them part of something longer. */
function isBare(codes: Uint16Array, start: number, end: number, ordinal: boolean): boolean {
  const before = codes[start - 1] ?? 0x20;
  const after = codes[end] ?? 0x20;
  if (isWordCode(before) || isWordCode(after) || before === 0x2b || before === 0x24 || after === 0x25 || after === 0x2b)
    return false;
  if (isJoint(before) && before !== HYPHEN && KINDS[codes[start - 2] ?? 0] === KIND_DIGIT) return false;
  return ordinal || !isJoint(after) || KINDS[codes[end + 1] ?? 0] !== KIND_DIGIT;
}

function isJoint(code: number): boolean {
  return code === SLASH || code === DOT || code === HYPHEN || code === COMMA || code === 0x3a;
}

function isWordCode(code: number): boolean {
  return KINDS[code] === KIND_LETTER || KINDS[code] === KIND_DIGIT;
}

function isOrdinal(code: number): boolean {
  return code === 0xba || code === 0xaa || code === 0xb0;
}

function valueBetween(codes: Uint16Array, start: number, end: number): number {
  return end - start > 2
    ? 0
    : end - start === 2
      ? codes[start]! * 10 + codes[start + 1]! - 0x210
      : codes[start]! - 0x30;
}

/** The more else the two numbers can be, the clearer must be what stands around them. */
function isDate(view: TextView, start: number, end: number, first: number, second: number): boolean {
  const judged = judgeDate(view, start, end);
  if (judged === IS_RATIO || judged === IS_DATE) return judged === IS_DATE;
  const padded = view.codes[start] === 0x30 || view.codes[end - 2] === 0x30;
  if (padded) return true;
  if (
    first === second ||
    (first === 24 && second === 7) ||
    (first < second && (second <= 4 || second === 8) && first <= 3)
  )
    return false;
  const scored = first <= second && (second === 5 || second === 6 || second === 10);
  const pressed = first >= 10 && first <= 22 && second >= 5 && second <= 12 && first > second;
  return judged !== UNKNOWN || !(scored || pressed);
}

/** "/2024" after a day with an ordinal sign, which ends a run of digits. */
function yearEnd(codes: Uint16Array, from: number): number {
  if (codes[from] !== SLASH) return from;
  let end = from + 1;
  while (end - from < 6 && KINDS[codes[end]!] === KIND_DIGIT) end++;
  return end - from === 3 || end - from === 5 ? end : from;
}

export const dayAndMonth: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/day-and-month',
  entity: 'DATE',
  marks: '/.-',
  find,
  examples: {
    match: [
      'consulta dia «12/8» às 9h',
      'voltei em «17/8» de madrugada',
      'até «30/9», ou «4/03»',
      'sexta, «22/11», «10/12» às 8h',
      'niver «1º/11/1951»',
      'follow up on «8/10» at noon',
      'de «22-23/10» e «2 a 9/8»',
      'recebida em «23-07»',
      'el «14-12» no puedo',
      'desde «14.02» com dor',
      'saiu em «26/6» ok',
      'medi a pressão em «12/08»',
      'control de tensión el «12/8»',
      'la tensión hoy 11/7, el «11/7» nos vemos',
    ],
    reject: [
      'pressão 12/8 e 13/9 hoje',
      'PA de 14/9, Apgar 8/9',
      'dor 8/10 no peito',
      '1/2 comprimido de 12/12h ou 8/8h',
      'amoxicilina 875 12/12 7 d',
      'seretide 50/250, 24/7, 20/20',
      'força 4/5 e sopro 2/6',
      'hemoglobina 14.02 e 5.5',
      'protocolo 12/1234 e 1/2/3/4',
      'tomei 3/4 da dose',
      'tuve la presión en 16/10',
      'pressões: 120/80, 130/85, 11/7 e 16/12',
      'página 3/12, sesión 7/12 y parcela 5/10',
      'curso 10/12 aulas',
      'Apgars 8/9, cpap 10/5',
    ],
  },
};
