import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { HOLE } from './findings.ts';

/** A run of letters or of digits. Reused by its reader. */
export interface WordAt {
  start: number;
  end: number;
  /** As tokens have it. */
  hash: number;
  isNumber: boolean;
}

/** Makes an empty word. */
export function createWord(): WordAt {
  return { start: 0, end: 0, hash: 0, isNumber: false };
}

const LONGEST_WORD = 40;
const LINE_BREAK = 0x0a;

/** Reads the word or number that begins after `from`, over at most `widest` marks and blanks, no line break and nothing found. */
export function readWordAfter(view: TextView, from: number, widest: number, word: WordAt): boolean {
  const { codes, length } = view;
  let at = from;
  while (at < length && at - from <= widest && !isWordCode(codes[at]!)) if (isEdge(codes[at++]!)) return false;
  if (at >= length || at - from > widest) return false;
  const kind = KINDS[codes[at]!];
  word.start = at;
  word.hash = 0;
  while (at - word.start < LONGEST_WORD && KINDS[codes[at]!] === kind) {
    word.hash = (Math.imul(word.hash, 31) + codes[at++]!) | 0;
  }
  word.end = at;
  word.isNumber = kind === KIND_DIGIT;
  return true;
}

/** Reads the word or number that ends before `before`, over at most `widest` marks and blanks, no line break and nothing found. */
export function readWordBefore(view: TextView, before: number, widest: number, word: WordAt): boolean {
  const { codes } = view;
  let at = before;
  while (at > 0 && before - at <= widest && !isWordCode(codes[at - 1]!)) if (isEdge(codes[--at]!)) return false;
  if (at === 0 || before - at > widest) return false;
  const kind = KINDS[codes[at - 1]!];
  word.end = at;
  while (at > 0 && word.end - at < LONGEST_WORD && KINDS[codes[at - 1]!] === kind) at--;
  word.start = at;
  word.hash = 0;
  for (let index = at; index < word.end; index++) word.hash = (Math.imul(word.hash, 31) + codes[index]!) | 0;
  word.isNumber = kind === KIND_DIGIT;
  return true;
}

/** The number that a word of digits writes; at most nine digits are read. */
export function wordValue(view: TextView, word: WordAt): number {
  let value = 0;
  for (let at = word.start; at < word.end && at - word.start < 9; at++) value = value * 10 + view.codes[at]! - 0x30;
  return value;
}

/** A line ends, or something was found. */
function isEdge(code: number): boolean {
  return code === LINE_BREAK || code === HOLE;
}

function isWordCode(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}
