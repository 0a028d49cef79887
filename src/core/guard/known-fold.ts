import { ASCII_FOLD, DROPPED, EXPANDED, expansionOf, foldCodePoint } from './fold-table.ts';
import { classOf, DIGIT, LETTER } from './folded-text.ts';
import { isOrdinaryWord } from './ordinary-words.ts';

/** What a known value can be searched as; 0 when it is not eligible. */
export const WORDS = 1;
export const NUMBER = 2;
const NOT_ELIGIBLE = 0;

// Longer values are recognised by their beginning: what is bounded cannot be made slow or large.
const LONGEST = 64;
const WIDEST_EXPANSION = 3;
const FEWEST_DIGITS = 6;
const FEWEST_LETTERS = 5;
const SPACE = 0x20;
const ZERO = 48;

/** Folded units of values, one behind the other, and where the last one lies. */
export interface FoldedValue {
  units: Uint16Array;
  used: number;
  start: number;
  end: number;
  cut: boolean;
}

/** Makes an empty store of folded values. */
export function createFoldedValue(): FoldedValue {
  return { units: new Uint16Array(1024), used: 0, start: 0, end: 0, cut: false };
}

/**
 * Folds a value behind the others and says what it is: WORDS (kept with one space between) when it has two words or
 * more, or one of five letters that is no ordinary word, or six digits beside letters; NUMBER (kept as its digits
 * without leading zeros) when it has no letter and six significant digits; else 0.
 */
export function foldValue(folded: FoldedValue, value: string): number {
  reserve(folded);
  const { units, used } = folded;
  const full = used + LONGEST;
  let end = used;
  let letters = 0;
  let digits = 0;
  let significant = 0;
  let gap = false;
  let gaps = 0;
  let part = 0;
  let index = 0;
  while (index < value.length && end < full) {
    const code = value.charCodeAt(index);
    let unit: number;
    if (code < 128) {
      unit = ASCII_FOLD[code]!;
      index += 1;
    } else {
      const codePoint = value.codePointAt(index)!;
      unit = foldCodePoint(codePoint);
      if (unit === EXPANDED) {
        const expansion = expansionOf(codePoint);
        unit = expansion[part]!;
        part = (part + 1) % expansion.length;
      }
      if (part === 0) index += codePoint > 0xffff ? 2 : 1;
      if (unit === DROPPED) continue;
    }
    const kind = classOf(unit);
    if (kind !== LETTER && kind !== DIGIT) {
      gap = true;
      continue;
    }
    if (gap && end > used) {
      units[end++] = SPACE;
      gaps += 1;
    }
    gap = false;
    units[end++] = unit;
    if (kind === LETTER) letters += 1;
    else {
      digits += 1;
      if (unit !== ZERO || significant > 0) significant += 1;
    }
  }
  if (letters === 0) {
    keep(folded, packDigits(units, used, end), index < value.length);
    return significant >= FEWEST_DIGITS ? NUMBER : NOT_ELIGIBLE;
  }
  keep(folded, end, index < value.length);
  if (gaps > 0 || digits >= FEWEST_DIGITS) return WORDS;
  return letters >= FEWEST_LETTERS && !isOrdinaryWord(units, used, end) ? WORDS : NOT_ELIGIBLE;
}

function keep(folded: FoldedValue, end: number, cut: boolean): void {
  folded.start = folded.used;
  folded.end = end;
  folded.cut = cut;
  folded.used = end;
}

/** Closes the gaps between digits and drops leading zeros, in place; gives the new end. */
function packDigits(units: Uint16Array, from: number, end: number): number {
  let write = from;
  for (let read = from; read < end; read++) {
    const unit = units[read]!;
    if (unit === SPACE || (unit === ZERO && write === from)) continue;
    units[write++] = unit;
  }
  return write;
}

function reserve(folded: FoldedValue): void {
  if (folded.used + LONGEST + WIDEST_EXPANSION <= folded.units.length) return;
  const larger = new Uint16Array(folded.units.length * 2);
  larger.set(folded.units.subarray(0, folded.used));
  folded.units = larger;
}
