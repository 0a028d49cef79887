import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { HOLE } from './findings.ts';
import { createWord, readWordAfter } from './words-around.ts';

/** A run of characters without blanks after a cue: a password, a login. */
export interface ValueAfter {
  start: number;
  end: number;
  letters: number;
  digits: number;
  /** Marks inside. */
  marks: number;
  /** A colon, an equals sign or a quote stands between the cue and the value. */
  pointed: boolean;
  /** A word such as "é" or "is" stands between. */
  stated: boolean;
  /** Nothing but the end of the line or of the sentence follows. */
  last: boolean;
}

const MOST_FILLERS = 5;
const LONGEST_VALUE = 64;
const WIDEST_GAP = 4;
const LINE_BREAK = 0x0a;
const QUOTES = new Set([...'"\'«»“”‘’`'].map((mark) => mark.charCodeAt(0)));
const POINTERS = new Set([...':=>"\'«“'].map((mark) => mark.charCodeAt(0)));
const TRAILING = new Set([...'.,;:?)"\'»”!'].map((mark) => mark.charCodeAt(0)));

const word = createWord();

/** Makes an empty value. */
export function createValueAfter(): ValueAfter {
  return { start: 0, end: 0, letters: 0, digits: 0, marks: 0, pointed: false, stated: false, last: false };
}

/** Reads the value after the cue that ends at `end`, over some filling words; `statements` among them say what the value is. */
export function readValueAfter(
  view: TextView,
  end: number,
  fillers: ReadonlySet<number>,
  statements: ReadonlySet<number>,
  value: ValueAfter,
): boolean {
  value.pointed = false;
  value.stated = false;
  let at = end;
  for (let count = 0; count <= MOST_FILLERS; count++) {
    const start = valueStart(view, at, value);
    if (start < 0) return false;
    readValue(view, start, value);
    if (value.end === start) return false;
    const isWord = readWordAfter(view, start, 0, word) && word.end >= value.end;
    const isStatement = isWord && statements.has(word.hash);
    if (!isWord || (!isStatement && !fillers.has(word.hash)) || value.pointed) return true;
    value.stated ||= isStatement;
    at = word.end;
  }
  return false;
}

/** Where the next characters begin that are neither blanks nor marks that point to a value; -1 at the end of the line. */
function valueStart(view: TextView, from: number, value: ValueAfter): number {
  const { codes, length } = view;
  let at = from;
  while (at < length && at - from <= WIDEST_GAP) {
    const code = codes[at]!;
    if (code === LINE_BREAK) return -1;
    if (POINTERS.has(code)) value.pointed = true;
    else if (code !== 0x20 && code !== 0x28 && code !== 0x2d && !QUOTES.has(code)) break;
    at++;
  }
  return at < length && at > from && at - from <= WIDEST_GAP ? at : -1;
}

function readValue(view: TextView, start: number, value: ValueAfter): void {
  const { codes, length } = view;
  let end = start;
  while (end < length && end - start < LONGEST_VALUE && isValueCode(codes[end]!)) end++;
  const isCut = end < length && isValueCode(codes[end]!);
  const whole = end;
  while (end > start && TRAILING.has(codes[end - 1]!)) end--;
  value.start = start;
  value.end = isCut ? start : end;
  value.letters = 0;
  value.digits = 0;
  for (let at = start; at < end; at++) {
    const kind = KINDS[codes[at]!];
    if (kind === KIND_LETTER) value.letters++;
    else if (kind === KIND_DIGIT) value.digits++;
  }
  value.marks = end - start - value.letters - value.digits;
  value.last = whole >= length || codes[whole] === LINE_BREAK || whole > end;
}

function isValueCode(code: number): boolean {
  return code > 0x20 && code !== HOLE && !QUOTES.has(code) && (code < 0xd800 || code > 0xdfff);
}
