/** Reading addresses in Spanish forward: names of streets, numbers of houses, parts of buildings. Offsets are folded. */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { digitsEnd, isCapital, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from '../br/address-text.ts';
import { BARE_UNITS, NOT_IN_NAMES, PARTICLES, SIDES, UNIT_WORDS } from './address-words.ts';

const NONE = -1;
const MOST_NAME_WORDS = 6;
const MOST_UNITS = 5;
const MOST_HOUSE_DIGITS = 5;
const POSTAL_DIGITS = 5;
const HASH = 0x23;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const DOT = 0x2e;
const COMMA = 0x2c;
const ORDINALS = new Set([0xba, 0xaa, 0xb0]);
const NUMBER_WORDS = new Set(['n', 'no', 'num', 'nro', 'numero', 'nr', '']);

/** Name of a street: its end, and the end of its words with a capital first, -1 when there are none. */
export interface StreetName {
  end: number;
  capitalEnd: number;
}

/** Reads one to six words of a name at `at`. */
export function readStreetName(view: TextView, at: number): StreetName {
  const name: StreetName = { end: NONE, capitalEnd: NONE };
  let next = at;
  let inCapitals = true;
  for (let count = 0; count < MOST_NAME_WORDS; count++) {
    const end = wordEnd(view, next);
    if (end === next || KINDS[view.codes[end]!] === KIND_DIGIT) break;
    const word = wordAt(view, next, end);
    if (!PARTICLES.has(word)) {
      const capital = isCapital(view, next);
      if (!capital && (NOT_IN_NAMES.has(word) || UNIT_WORDS.has(word))) break;
      if (name.end > 0 && (UNIT_WORDS.has(word) || word === 'n' || word === 'no' || word === 'num' || word === 'nro'))
        break;
      inCapitals &&= capital;
      name.end = end;
      if (inCapitals) name.capitalEnd = end;
    }
    const after = end - next <= 3 ? skipMarks(view, end, '.') : skipBlanks(view, end);
    if (after === end) break;
    next = after;
  }
  return name;
}

/** End of a number of a house (", 12", "nº 12", "# 34-61", "s/n", "12 bis") after `at`, or -1. */
export function houseEnd(view: TextView, at: number): number {
  const { codes } = view;
  let next = skipMarks(view, at, ',.:-');
  const letters = wordEnd(view, next);
  const word = wordAt(view, next, letters);
  if (word === 's' && codes[letters] === SLASH && codes[letters + 1] === 0x6e) return letters + 2;
  if (word === 'km') next = skipMarks(view, letters, '.');
  else if (!NUMBER_WORDS.has(word)) return NONE;
  else if (letters > next) next = skipMarks(view, letters, '.:º°ª#');
  if (codes[next] === HASH) next = skipBlanks(view, next + 1);
  if (next === at) return NONE;
  const end = digitsEnd(view, next);
  if (end === next || end - next > MOST_HOUSE_DIGITS) return NONE;
  return houseTail(view, end);
}

/** Letter or second number of a house; -1 for a time, decimal number, price or quantity. */
function houseTail(view: TextView, end: number): number {
  const { codes } = view;
  const mark = codes[end];
  if (mark === 0x25 || mark === 0x3a || mark === 0x24) return NONE;
  if ((mark === DOT || mark === COMMA) && KINDS[codes[end + 1]!] === KIND_DIGIT) return NONE;
  let last = end;
  if (isWordCharacter(view, last)) {
    // "48h" is a time.
    if (codes[last] === 0x68 || codes[last] === 0x78) return NONE;
    last++;
  }
  if (isWordCharacter(view, last)) return NONE;
  if (codes[last] === HYPHEN && isWordCharacter(view, last + 1)) {
    last++;
    while (isWordCharacter(view, last)) last++;
  }
  const word = skipBlanks(view, last);
  const text = wordAt(view, word, wordEnd(view, word));
  if (text === 'bis') return word + 3;
  return QUANTITIES.has(text) ? NONE : last;
}

const QUANTITIES = new Set(
  'mg ml kg g gr cm mm veces min minutos h hs hrs horas hora dias dia semanas meses anos euros pesos pastillas comprimidos pasos km metros m'.split(
    ' ',
  ),
);

/** End of an address whose number ends at `end`: floor, door, block, flat, and a postal code. */
export function unitsEnd(view: TextView, end: number): number {
  let last = end;
  for (let part = 0; part < MOST_UNITS; part++) {
    const next = unitEnd(view, skipMarks(view, last, ',.-'));
    if (next < 0) break;
    last = next;
  }
  const at = skipMarks(view, last, ',.');
  const stop = digitsEnd(view, at);
  return at > last && stop - at === POSTAL_DIGITS && !isWordCharacter(view, stop) ? stop : last;
}

/** End of one part ("2º dcha", "piso 4", "esc. B", "bajo", "7ºD") at `at`, or -1. */
export function unitEnd(view: TextView, at: number): number {
  if (KINDS[view.codes[at]!] === KIND_DIGIT) return floorEnd(view, at);
  const end = wordEnd(view, at);
  const word = wordAt(view, at, end);
  if (BARE_UNITS.has(word)) return isWordCharacter(view, end) ? NONE : end;
  if (!UNIT_WORDS.has(word)) return NONE;
  return codeEnd(view, skipMarks(view, end, '.:#º°'));
}

/** "2º dcha", "3.º B", "4ºC", "2do piso", "5to B", "1.C". */
function floorEnd(view: TextView, at: number): number {
  const { codes } = view;
  const digits = digitsEnd(view, at);
  if (digits - at > 2) return NONE;
  let end = codes[digits] === DOT ? digits + 1 : digits;
  const signed = ORDINALS.has(codes[end]!);
  if (signed) end++;
  const letters = wordEnd(view, end);
  const suffix = wordAt(view, end, letters);
  const spelled = suffix === 'do' || suffix === 'to' || suffix === 'er' || suffix === 'ro' || suffix === 'o';
  if (!signed && !spelled) {
    const side = skipBlanks(view, digits);
    const sideEnd = wordEnd(view, side);
    return side > digits && sideEnd - side >= 3 && SIDES.has(wordAt(view, side, sideEnd)) ? sideEnd : NONE;
  }
  if (spelled) end = letters;
  return sideEndAfter(view, end);
}

/** Side or letter of the door after a floor. */
function sideEndAfter(view: TextView, end: number): number {
  const next = skipMarks(view, end, '-');
  const stop = wordEnd(view, next);
  if (stop === next || isWordCharacter(view, stop)) return doorEnd(view, end);
  const isDoor = stop - next === 1 && (isCapital(view, next) || next === end);
  return isDoor || SIDES.has(wordAt(view, next, stop)) ? stop : end;
}

/** "entlo 2ª", "3º 2ª": a second number with its sign. */
function doorEnd(view: TextView, end: number): number {
  const next = skipBlanks(view, end);
  const stop = digitsEnd(view, next);
  return stop > next && ORDINALS.has(view.codes[stop]!) ? stop + 1 : end;
}

/** A code with a digit, or one letter, with a second part after a hyphen: 34, B, B-3, 2ºD, 1403. */
function codeEnd(view: TextView, at: number): number {
  const { codes } = view;
  let end = at;
  let digits = 0;
  while (end - at < 8 && (isWordCharacter(view, end) || (codes[end] === HYPHEN && isWordCharacter(view, end + 1)))) {
    if (KINDS[codes[end]!] === KIND_DIGIT) digits++;
    end++;
  }
  if (end === at || isWordCharacter(view, end)) return NONE;
  if (digits === 0) return end - at === 1 && isCapital(view, at) ? end : NONE;
  return ORDINALS.has(codes[end]!) ? sideEndAfter(view, end + 1) : end;
}
