/**
 * Position on the earth.
 * Shape: latitude and longitude with four decimals or more (-23.5505, -46.6333; Lat 4.6097 Lon -74.0817), degrees and
 * minutes (23°33'01"S 46°38'02"W), plus codes (588M+QX). Check: latitude to 90, longitude to 180 degrees.
 * Source: ISO 6709:2022; Open Location Code specification.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const DOT = 0x2e;
const PLUS = 0x2b;
const DEGREE = 0xb0;
const MINUS = 0x2d;
const FEWEST_DECIMALS = 4;
const WIDEST_GAP = 12;
const LONGEST_DEGREES = 24;
const GAP_LETTERS = new Set([...'lonatgitudewsn'].map((letter) => letter.charCodeAt(0)));
const GAP_MARKS = new Set([...' ,;:/=°º'].map((mark) => mark.charCodeAt(0)));
const DEGREE_MARKS = new Set([...' \'"°º.,´′″“”'].map((mark) => mark.charCodeAt(0)));
const DIRECTIONS = new Set([...'nsweo'].map((letter) => letter.charCodeAt(0)));
const PLUS_ALPHABET = new Set([...'23456789cfghjmpqrvwx'].map((letter) => letter.charCodeAt(0)));

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  if (codes[at] === DOT) return findDecimal(codes, at, floor, found);
  return codes[at] === PLUS ? findPlusCode(codes, at, floor, found) : findDegrees(codes, at, floor, found);
}

const isDigit = (code: number | undefined): boolean => KINDS[code ?? 0] === KIND_DIGIT;

function findDecimal(codes: Uint16Array, at: number, floor: number, found: FoundRange): boolean {
  const start = degreesStart(codes, at, floor);
  const end = decimalsEnd(codes, at + 1);
  if (start === at || end - at <= FEWEST_DECIMALS || numberOf(codes, start, at) > 90) return false;
  let next = end;
  while (next - end < WIDEST_GAP && (GAP_MARKS.has(codes[next]!) || GAP_LETTERS.has(codes[next]!))) next++;
  if (next === end) return false;
  if (codes[next] === MINUS || codes[next] === PLUS) next++;
  let dot = next;
  while (dot - next < 4 && isDigit(codes[dot])) dot++;
  if (dot === next || codes[dot] !== DOT || numberOf(codes, next, dot) > 180) return false;
  const last = decimalsEnd(codes, dot + 1);
  if (last - dot <= FEWEST_DECIMALS) return false;
  found.start = start > floor && codes[start - 1] === MINUS ? start - 1 : start;
  found.end = last;
  return true;
}

/** Start of one to three digits before a dot; `at` when there are more or none. */
function degreesStart(codes: Uint16Array, at: number, floor: number): number {
  let start = at;
  while (start > floor && at - start < 4 && isDigit(codes[start - 1])) start--;
  return at - start > 3 || KINDS[codes[start - 1] ?? 0] === KIND_LETTER ? at : start;
}

function decimalsEnd(codes: Uint16Array, from: number): number {
  let end = from;
  while (end - from < 16 && isDigit(codes[end])) end++;
  return end;
}

function numberOf(codes: Uint16Array, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) value = value * 10 + codes[index]! - 0x30;
  return value;
}

/** Degrees, minutes and perhaps seconds with a direction, twice. */
function findDegrees(codes: Uint16Array, at: number, floor: number, found: FoundRange): boolean {
  const start = degreesStart(codes, at, floor);
  if (start === at) return false;
  const first = directionEnd(codes, at);
  if (first < 0) return false;
  let next = first;
  while (next - first < 4 && GAP_MARKS.has(codes[next]!)) next++;
  let degree = next;
  while (degree - next < 4 && isDigit(codes[degree])) degree++;
  if (degree === next || codes[degree] !== DEGREE) return false;
  const last = directionEnd(codes, degree);
  if (last < 0) return false;
  found.start = start;
  found.end = last;
  return true;
}

/** End of the letter of direction that follows minutes and seconds, -1 when there is none. */
function directionEnd(codes: Uint16Array, degree: number): number {
  let end = degree + 1;
  while (end - degree < LONGEST_DEGREES && (isDigit(codes[end]) || DEGREE_MARKS.has(codes[end]!))) end++;
  return DIRECTIONS.has(codes[end]!) && isDigit(codes[degree + 1]) ? end + 1 : -1;
}

function findPlusCode(codes: Uint16Array, at: number, floor: number, found: FoundRange): boolean {
  let start = at;
  let letters = 0;
  let digits = 0;
  const count = (code: number): void => {
    if (code > 0x39) letters++;
    else digits++;
  };
  while (start > floor && at - start < 9 && PLUS_ALPHABET.has(codes[start - 1]!)) count(codes[--start]!);
  let end = at + 1;
  while (end - at < 4 && PLUS_ALPHABET.has(codes[end]!)) count(codes[end++]!);
  const size = at - start;
  const isWhole = KINDS[codes[start - 1] ?? 0] === 0 || KINDS[codes[start - 1] ?? 0] === 3;
  if ((size !== 4 && size !== 6 && size !== 8) || end - at < 3 || !isWhole || letters < 2 || digits < 2) return false;
  if (KINDS[codes[end]!] === KIND_LETTER || isDigit(codes[end])) return false;
  found.start = start;
  found.end = end;
  return true;
}

export const coordinates: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/coordinates',
  entity: 'LOCATION',
  marks: '.+°',
  find,
  examples: {
    match: [
      'estou em «-23.5505, -46.6333» agora',
      'Lat «4.6097 Lon -74.0817»',
      'local: «588M+QX» Santos',
      'pin «40.712776,-74.005974»',
      'em «23°33\'01"S 46°38\'02"W» perto do rio',
    ],
    reject: [
      'glicose 98.5, 102.3',
      'creatinina 1.234 e 0.987',
      'fator RH +',
      '37.5 °C e 38° ontem',
      'A+B e O+',
      'valores 1.200, 1.300',
    ],
  },
};
