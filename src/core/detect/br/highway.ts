/**
 * Place on a Brazilian highway: where an accident happened or a farm lies.
 * Shape: BR-116, or a state's code and three digits (SP-332) with a kilometre beside it: "BR-116 km 222", "km 102 da
 * BR-116", "km 34 da Rodovia Transamazônica", "KM 6 da GO-330".
 * Source: DNIT, Plano Nacional de Viação (names of highways).
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { titleRunEnd } from './address-name.ts';
import { digitsEnd, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { FEDERAL_UNITS } from './address-words.ts';

const LINKS = new Set(['da', 'do', 'de', 'na', 'no']);
const ROADS = new Set(['rodovia', 'rod', 'estrada', 'via']);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  // Codes of states are also everyday words ("se", "to"): what follows decides first.
  if (!isBeforeDigit(view, end) || (start > 0 && isWordCharacter(view, start - 1))) return false;
  const isKilometre = wordAt(view, start, end) === 'km';
  const stop = isKilometre ? fromKilometre(view, end) : fromRoad(view, start, end);
  if (stop < 0) return false;
  found.start = start;
  found.end = stop;
  return true;
}

/** A digit stands at `end` or after one blank, dot or hyphen. */
function isBeforeDigit(view: TextView, end: number): boolean {
  const code = view.codes[end]!;
  const next = code === 0x20 || code === 0x2d || code === 0x2e ? view.codes[end + 1]! : code;
  return next >= 0x30 && next <= 0x39;
}

/** End of a highway's name "BR-116" or "sp 332" of which the letters end at `end`, or -1. */
function roadNumberEnd(view: TextView, end: number): number {
  const next = skipMarks(view, end, '-');
  const stop = digitsEnd(view, next);
  return next - end <= 1 && stop - next === 3 && !isWordCharacter(view, stop) && view.codes[stop] !== 0x2e ? stop : -1;
}

function fromRoad(view: TextView, start: number, end: number): number {
  const road = roadNumberEnd(view, end);
  if (road < 0) return -1;
  const kilometre = kilometreEnd(view, skipMarks(view, road, ',-'));
  if (kilometre > 0) return kilometre;
  return wordAt(view, start, end) === 'br' && view.codes[end] === 0x2d ? road : -1;
}

/** End of "km 14" or "km 148,5" at `at`, or -1. */
function kilometreEnd(view: TextView, at: number): number {
  const word = wordEnd(view, at);
  if (wordAt(view, at, word) !== 'km') return -1;
  const next = skipMarks(view, word, '.');
  const stop = digitsEnd(view, next);
  if (stop === next || stop - next > 4) return -1;
  const fraction = view.codes[stop] === 0x2c || view.codes[stop] === 0x2b ? digitsEnd(view, stop + 1) : stop;
  return fraction > stop + 1 ? fraction : stop;
}

/** "km 102 da BR-116", "km 34 da Rodovia Transamazônica". */
function fromKilometre(view: TextView, end: number): number {
  const number = skipMarks(view, end, '.');
  const numberEnd = digitsEnd(view, number);
  if (numberEnd === number || numberEnd - number > 4) return -1;
  const link = skipMarks(view, numberEnd, ',');
  const linkEnd = wordEnd(view, link);
  const next = LINKS.has(wordAt(view, link, linkEnd)) ? skipBlanks(view, linkEnd) : link;
  const word = wordEnd(view, next);
  if (next === numberEnd || word === next) return -1;
  const name = wordAt(view, next, word);
  if (FEDERAL_UNITS.has(name) || name === 'br') return roadNumberEnd(view, word);
  return ROADS.has(name) ? titleRunEnd(view, skipBlanks(view, word)) : -1;
}

export const highway: WordRecognizer = {
  kind: 'word',
  name: 'br/highway',
  entity: 'LOCATION',
  needsDigits: true,
  words: ['br', 'km', ...FEDERAL_UNITS],
  find,
  examples: {
    match: [
      'moto x auto na «BR-116 km 222», trazido',
      'to no «KM 102 da BR-116» parado',
      'porteira na «SP-332 km 148», portão azul',
      '«km 34 da Rodovia Transamazônica» e a ambulância',
      'sai pela «BR-135» e segue',
    ],
    reject: ['corri 10 km 3 vezes', 'PA 120 x 80', 'nota R$ 100', 'AL-332 do lote', 'km 14', 'sp 100 mg', 'MS 234'],
  },
};
