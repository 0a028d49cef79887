import { ASCII_FOLD, DROPPED, EXPANDED, expansionOf, foldCodePoint, SPACE } from './fold-table.ts';

export const SEPARATOR = 0;
export const LETTER = 1;
export const DIGIT = 2;
const AT_SIGN = 3;

/** A piece of text folded for comparison, with an index of what the checks look at. Reused for every piece. */
export interface FoldedText {
  units: Uint16Array;
  length: number;
  /** Positions where a word (letters and digits) begins. */
  wordStarts: Int32Array;
  wordCount: number;
  /** Runs of digits: first position and the position after the last. */
  runStarts: Int32Array;
  runEnds: Int32Array;
  runCount: number;
  digitCount: number;
  hasAtSign: boolean;
  /** Where the last successful check found its match. */
  hitStart: number;
  hitEnd: number;
}

const ASCII_CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 97 && code <= 122) return LETTER;
  return code === 64 ? AT_SIGN : SEPARATOR;
});

/** Makes an empty text with room for short chat messages; it grows as needed. */
export function createFoldedText(): FoldedText {
  const text = { units: new Uint16Array(0), wordStarts: new Int32Array(0), runStarts: new Int32Array(0) };
  const counts = { length: 0, wordCount: 0, runCount: 0, digitCount: 0, hitStart: 0, hitEnd: 0 };
  const folded: FoldedText = { ...text, ...counts, runEnds: new Int32Array(0), hasAtSign: false };
  reserve(folded, 1024);
  return folded;
}

/** LETTER, DIGIT or another class of a folded unit; letters beyond ASCII are all that lies above it. */
export function classOf(unit: number): number {
  return unit < 128 ? ASCII_CLASS[unit]! : LETTER;
}

/** Tells whether the position is inside the text and holds a letter or a digit. */
export function isWordAt(text: FoldedText, position: number): boolean {
  if (position < 0 || position >= text.length) return false;
  const kind = classOf(text.units[position]!);
  return kind === LETTER || kind === DIGIT;
}

/** Folds and indexes UTF-8 bytes; a malformed sequence reads as spaces, since bytes leaves may hold anything. */
export function foldBytes(text: FoldedText, bytes: Uint8Array, start: number, end: number): void {
  if (end - start > text.units.length) reserve(text, end - start);
  const units = text.units;
  let length = 0;
  let position = start;
  while (position < end) {
    const byte = bytes[position]!;
    if (byte < 128) {
      units[length++] = ASCII_FOLD[byte]!;
      position += 1;
      continue;
    }
    const width = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const codePoint = byte >= 0xc2 && position + width <= end ? decode(bytes, position, width) : -1;
    if (codePoint < 128) {
      units[length++] = SPACE;
      position += 1;
      continue;
    }
    length = appendFolded(units, length, codePoint);
    position += width;
  }
  text.length = length;
  indexUnits(text);
}

function reserve(text: FoldedText, size: number): void {
  const capacity = Math.max(size, text.units.length * 2);
  text.units = new Uint16Array(capacity);
  text.wordStarts = new Int32Array(capacity);
  text.runStarts = new Int32Array(capacity);
  text.runEnds = new Int32Array(capacity);
}

/** The code point of a sequence of `width` bytes, or -1 when a continuation byte is missing. */
function decode(bytes: Uint8Array, position: number, width: number): number {
  let codePoint = bytes[position]! & (0xff >> (width + 1));
  for (let offset = 1; offset < width; offset++) {
    const byte = bytes[position + offset]!;
    if ((byte & 0xc0) !== 0x80) return -1;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint <= 0x10ffff ? codePoint : -1;
}

/** Appends what a code point folds to and returns the new length; shared with the folding of known values. */
export function appendFolded(units: Uint16Array, length: number, codePoint: number): number {
  const folded = foldCodePoint(codePoint);
  if (folded === DROPPED) return length;
  if (folded !== EXPANDED) {
    units[length] = folded;
    return length + 1;
  }
  const expansion = expansionOf(codePoint);
  units.set(expansion, length);
  return length + expansion.length;
}

function indexUnits(text: FoldedText): void {
  const { units, length, wordStarts, runStarts, runEnds } = text;
  let words = 0;
  let runs = 0;
  let digits = 0;
  let before = SEPARATOR;
  text.hasAtSign = false;
  for (let position = 0; position < length; position++) {
    const unit = units[position]!;
    const kind = unit < 128 ? ASCII_CLASS[unit]! : LETTER;
    if (kind === DIGIT) digits += 1;
    if (kind === before) continue;
    if (before === DIGIT) runEnds[runs - 1] = position;
    if (kind === AT_SIGN) text.hasAtSign = true;
    else if (kind !== SEPARATOR && before !== LETTER && before !== DIGIT) wordStarts[words++] = position;
    if (kind === DIGIT) runStarts[runs++] = position;
    before = kind;
  }
  if (before === DIGIT) runEnds[runs - 1] = length;
  text.wordCount = words;
  text.runCount = runs;
  text.digitCount = digits;
}
