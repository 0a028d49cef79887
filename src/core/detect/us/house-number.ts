/** Reading backward through a folded text: words, and the number of a house before a street. Offsets are folded. */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';

const BLANK = 0x20;
const DOT = 0x2e;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const APOSTROPHE = 0x27;
const MOST_DIGITS = 6;
const LONGEST_WORD = 20;
/** "E.", "St.": a dot after a longer word ends the sentence. */
const LONGEST_SHORT_FORM = 2;

/** Start of the word or number, letters and digits mixed, that ends before a blank (or dot and blank) before `at`; -1 if none. */
export function previousWordStart(view: TextView, at: number): number {
  const { codes } = view;
  let end = at - 1;
  if (end < 1 || codes[end] !== BLANK) return -1;
  const dotted = codes[end - 1] === DOT;
  if (dotted) end--;
  let start = end;
  while (start > 0 && end - start < LONGEST_WORD && isInWord(codes[start - 1]!)) start--;
  if (dotted && end - start > LONGEST_SHORT_FORM) return -1;
  return start === end || codes[start] === HYPHEN || codes[start] === APOSTROPHE ? -1 : start;
}

function isInWord(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT || code === HYPHEN || code === APOSTROPHE || code === SLASH;
}

/** Start of the house number whose last part begins at `word`: 1490, 41-17, 41A, 812 1/2; -1 when it is none. */
export function houseNumberStart(view: TextView, word: number): number {
  const { codes } = view;
  if (KINDS[codes[word]!] !== KIND_DIGIT || isMarkBefore(codes, word)) return -1;
  let at = word;
  while (KINDS[codes[at]!] === KIND_DIGIT) at++;
  if (at - word > MOST_DIGITS) return -1;
  if (codes[at] === SLASH) return halfHouseStart(view, word, at);
  if (codes[at] === HYPHEN) {
    at++;
    while (KINDS[codes[at]!] === KIND_DIGIT) at++;
  } else if (KINDS[codes[at]!] === KIND_LETTER && KINDS[codes[at + 1]!] !== KIND_LETTER) at++;
  return codes[at] === BLANK ? word : -1;
}

/** "812 1/2": the house before its half. */
function halfHouseStart(view: TextView, word: number, slash: number): number {
  if (slash - word !== 1 || view.codes[slash + 1] !== 0x32 || view.codes[slash + 2] !== BLANK) return -1;
  const house = previousWordStart(view, word);
  return house < 0 || KINDS[view.codes[house]!] !== KIND_DIGIT ? -1 : house;
}

/** A price, decimal number, date or phone: no house. */
function isMarkBefore(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1];
  return (
    before === 0x24 ||
    before === DOT ||
    before === 0x3a ||
    before === HYPHEN ||
    before === SLASH ||
    before === 0x3c ||
    before === 0x3e
  );
}
