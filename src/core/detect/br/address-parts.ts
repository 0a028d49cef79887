/** What follows a street in a Brazilian address: complements, districts, towns. Offsets are folded. */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { titleRunEnd } from './address-name.ts';
import { houseNumberEnd } from './address-number.ts';
import { digitsEnd, isCapital, isTitleCase, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { BARE_UNITS, DEPARTMENTS, UNITS } from './address-words.ts';

const DOT = 0x2e;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const PERCENT = 0x25;
const DIRECTIONS = new Set(['norte', 'sul', 'leste', 'oeste']);
const ORDINALS = 'ºª°';
const MOST_UNIT_DIGITS = 5;
const LONGEST_SHORT_FORM = 4;
const MOST_PARTS = 8;
const NONE = -1;

/** End of a part like "apto 204", "bl C", "fundos", "5º andar" at `at`, or -1. */
export function unitEnd(view: TextView, at: number): number {
  const end = wordEnd(view, at);
  if (end === at) return floorEnd(view, at);
  const word = wordAt(view, at, end);
  if (BARE_UNITS.has(word)) return end;
  if (word === 'setor') return sectorEnd(view, end);
  if (!UNITS.has(word)) return NONE;
  const short = end - at <= LONGEST_SHORT_FORM;
  let value = skipMarks(view, end, short ? '.:' : ':');
  if (view.codes[end] === COLON && !isDigit(view, value)) return NONE;
  const filler = wordEnd(view, value);
  if (view.codes[value] === 0x6e && (filler - value === 1 || filler - value === 3)) {
    const after = skipMarks(view, filler, '.:º°');
    if (KINDS[view.codes[after]!] === KIND_DIGIT) value = after;
  }
  return unitValueEnd(view, value, word);
}

/** End of "204", "73-B", "2ª", "C", or of a tower's name. */
function unitValueEnd(view: TextView, at: number, unit: string): number {
  const { codes } = view;
  const digits = digitsEnd(view, at);
  if (digits > at) {
    if (digits - at > MOST_UNIT_DIGITS || codes[digits] === COLON || codes[digits] === PERCENT) return NONE;
    let end = digits;
    if (codes[end] === DOT && digitsEnd(view, end + 1) === end + 4) end += 4;
    if (codes[end] === SLASH || codes[end] === HYPHEN) {
      const second = digitsEnd(view, end + 1);
      if (second > end + 1) return second;
      const letter = wordEnd(view, end + 1);
      return letter - end === 2 ? letter : end;
    }
    const letter = wordEnd(view, end);
    if (letter - end > 1) return NONE;
    return letter > end ? letter : directionEnd(view, unit, end);
  }
  const end = wordEnd(view, at);
  if (end - at === 1 && !isDigit(view, end)) {
    const code = codes[at]!;
    const isLinkWord = code === 0x61 || code === 0x65 || code === 0x6f;
    return isCapital(view, at) || !isLinkWord || isBeforeUnit(view, end) ? end : NONE;
  }
  const named = unit === 'torre' || unit === 'bloco' || unit === 'bl';
  return named && end > at && isTitleCase(view, at, end) ? end : NONE;
}

/** The small letter of "bloco a ap 304", which is no word there. */
function isBeforeUnit(view: TextView, end: number): boolean {
  const next = skipMarks(view, end, ',-');
  return next >= view.length || UNITS.has(wordAt(view, next, wordEnd(view, next)));
}

/** "setor oeste", but no department. */
function sectorEnd(view: TextView, at: number): number {
  const next = skipBlanks(view, at);
  const end = wordEnd(view, next);
  return end - next > 3 && !DEPARTMENTS.has(wordAt(view, next, end)) ? end : NONE;
}

/** "quadra 204 sul": quadras of Brasília and Palmas have a side. */
function directionEnd(view: TextView, unit: string, end: number): number {
  if (unit !== 'quadra' && unit !== 'qd') return end;
  const next = skipBlanks(view, end);
  const stop = wordEnd(view, next);
  return next > end && DIRECTIONS.has(wordAt(view, next, stop)) ? stop : end;
}

function isDigit(view: TextView, at: number): boolean {
  return KINDS[view.codes[at]!] === KIND_DIGIT;
}

/** "5º andar", "2ª etapa". */
function floorEnd(view: TextView, at: number): number {
  const digits = digitsEnd(view, at);
  if (digits === at || digits - at > 2) return NONE;
  let next = digits;
  if (ORDINALS.includes(String.fromCharCode(view.codes[next]!))) next++;
  next = skipBlanks(view, next);
  const end = wordEnd(view, next);
  const word = wordAt(view, next, end);
  return word === 'andar' || word === 'etapa' ? end : NONE;
}

/**
 * End of everything that continues an address after `at`: complements, and districts and towns in title case after a
 * comma, dash or slash; `at` when there is nothing.
 */
export function continuationEnd(view: TextView, at: number): number {
  let end = at;
  for (let part = 0; part < MOST_PARTS; part++) {
    const next = skipMarks(view, end, ',;-/(');
    if (next === end) break;
    const unit = unitEnd(view, next);
    const partEnd = unit > 0 ? unit : hasMark(view, end, next) ? afterMarkEnd(view, end, next) : NONE;
    if (partEnd < 0) break;
    end = partEnd;
  }
  return end;
}

/** A flat's number after a dash ("305 - 801"), or a district or town. */
function afterMarkEnd(view: TextView, end: number, at: number): number {
  if (!isDigit(view, at)) return districtEnd(view, at);
  const isFlat = view.codes[at - 2] === HYPHEN && isDigit(view, end - 1) && digitsEnd(view, at) - at >= 2;
  return isFlat ? houseNumberEnd(view, at - 1) : NONE;
}

function hasMark(view: TextView, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (view.codes[at] !== 0x20) return true;
  return false;
}

/** End of a district or town in title case at `at`, or -1. */
export function districtEnd(view: TextView, at: number): number {
  let next = at;
  const firstEnd = wordEnd(view, at);
  const first = wordAt(view, at, firstEnd);
  if (first === 'bairro') next = skipMarks(view, firstEnd, ':');
  const end = titleRunEnd(view, next);
  if (end < 0) return NONE;
  const blank = skipBlanks(view, end);
  return blank > end && isDigit(view, blank) ? NONE : end;
}
