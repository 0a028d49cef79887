/** The number of a house after the name of its street, read forward. Offsets are folded. */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { digitsEnd, isCapital, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { NUMBER_WORDS, QUANTITY_WORDS } from './address-words.ts';

const DOT = 0x2e;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const COMMA = 0x2c;
const COLON = 0x3a;
const PERCENT = 0x25;
const MOST_HOUSE_DIGITS = 5;
const NONE = -1;

/** End of the number of a house after its street (", 318", "nº 77/302", "s/n", "trezentos e vinte"), or -1. */
export function houseNumberEnd(view: TextView, at: number): number {
  let next = skipMarks(view, at, ',;.-:');
  if (next === at) return NONE;
  const letters = wordEnd(view, next);
  const word = wordAt(view, next, letters);
  if (word === 's' && view.codes[letters] === SLASH && view.codes[letters + 1] === 0x6e) {
    return view.codes[letters + 2] === 0xba ? letters + 3 : letters + 2;
  }
  if (word === 'sn') return letters;
  if (NUMBER_WORDS.has(word)) return spokenEnd(view, next);
  if (word === 'n' || word === 'no' || word === 'num' || word === 'numero' || word === 'nr') {
    next = skipMarks(view, letters, '.:º°');
  } else if (letters > next) return NONE;
  return plainNumberEnd(view, next);
}

/** End of a number of a house with its letter or second number, or -1 for a time, date, dose or price. */
function plainNumberEnd(view: TextView, at: number): number {
  const { codes } = view;
  let end = digitsEnd(view, at);
  if (end === at || end - at > MOST_HOUSE_DIGITS) return NONE;
  if (codes[end] === DOT && end - at <= 2 && digitsEnd(view, end + 1) === end + 4) end += 4;
  if (codes[end] === PERCENT || codes[end] === COLON) return NONE;
  if ((codes[end] === DOT || codes[end] === COMMA) && KINDS[codes[end + 1]!] === KIND_DIGIT) return NONE;
  if (codes[end] === SLASH || codes[end] === HYPHEN) {
    const second = digitsEnd(view, end + 1);
    if (second > end + 1) return isHouseAndFlat(view, at, end, second) ? second : NONE;
    const letter = wordEnd(view, end + 1);
    return letter - end === 2 && !isWordCharacter(view, letter) ? letter : end;
  }
  const blank = skipBlanks(view, end);
  const word = wordEnd(view, blank);
  if (word > blank && isQuantity(view, blank, word, end - at)) return NONE;
  if (word - blank === 1 && !isWordCharacter(view, word) && isHouseLetter(view, blank, end)) return word;
  return word > blank && blank === end ? NONE : end;
}

/** "20 min", "2 x", but "1050 x rua Pio XII". */
function isQuantity(view: TextView, start: number, end: number, digits: number): boolean {
  if (isCapital(view, start) && end - start === 1) return false;
  const word = wordAt(view, start, end);
  return QUANTITY_WORDS.has(word) && (word !== 'x' || digits < 3);
}

/** "171 A", "512d", "512 d,": a capital or touching letter, or a small one that ends the address. */
function isHouseLetter(view: TextView, at: number, numberEnd: number): boolean {
  if (at === numberEnd || isCapital(view, at)) return true;
  const next = view.codes[at + 1]!;
  return view.codes[at]! >= 0x62 && view.codes[at]! <= 0x64 && (next === 0 || next === COMMA || next === DOT);
}

/** "77/302" and "305-801", but no date. */
function isHouseAndFlat(view: TextView, at: number, slash: number, end: number): boolean {
  if (end - slash > MOST_HOUSE_DIGITS || view.codes[end] === SLASH || view.codes[end] === HYPHEN) return false;
  return slash - at > 2 || end - slash > 3;
}

function spokenEnd(view: TextView, at: number): number {
  let end = at;
  for (let next = at; ; ) {
    const wordStop = wordEnd(view, next);
    const word = wordAt(view, next, wordStop);
    if (NUMBER_WORDS.has(word)) end = wordStop;
    else if (word !== 'e') break;
    next = skipBlanks(view, wordStop);
    if (next === wordStop) break;
  }
  const after = skipBlanks(view, end);
  return QUANTITY_WORDS.has(wordAt(view, after, wordEnd(view, after))) ? NONE : end;
}
