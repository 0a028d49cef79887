import { ASCII_FOLD, DROPPED, EXPANDED, expansionOf, foldCodePoint, SPACE } from './fold-table.ts';

/** Classes of a unit. Bit 0: part of a word; bit 1: a digit; bit 2: an at sign; none: a separator. */
export const LETTER = 1;
export const DIGIT = 3;
const AT_SIGN = 4;
const SEPARATOR = 0;
const WORD_BIT = 1;
const DOT = 46;

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

/** For each ASCII byte its class (from bit 16) and its folded unit (below). */
export const ASCII_ENTRIES = Int32Array.from(ASCII_FOLD, (unit) => (ASCII_CLASS[unit]! << 16) | unit);

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

/** The tail of an internet address, a version or a decimal fraction, whose own groups begin further left. */
export function continuesDottedChain(text: FoldedText, start: number): boolean {
  return start >= 2 && text.units[start - 1] === DOT && classOf(text.units[start - 2]!) === DIGIT;
}

/**
 * Folds UTF-8 bytes and indexes words and runs of digits, in one pass. A malformed sequence reads as spaces, since
 * bytes leaves may hold anything.
 */
export function foldBytes(text: FoldedText, bytes: Uint8Array, start: number, end: number): void {
  if (end - start > text.units.length) reserve(text, end - start);
  const { units, wordStarts, runStarts, runEnds } = text;
  let length = 0;
  let words = 0;
  let runs = 0;
  let digits = 0;
  let atSigns = 0;
  let before = SEPARATOR;
  let position = start;
  while (position < end) {
    const byte = bytes[position]!;
    let entry: number;
    if (byte < 128) {
      entry = ASCII_ENTRIES[byte]!;
      position += 1;
    } else {
      entry = foldSequence(bytes, position, end);
      position = sequenceEnd;
      if (entry === DROPPED) continue;
    }
    units[length] = entry;
    const kind = entry >>> 16;
    if (kind !== before) {
      if ((kind & WORD_BIT) > (before & WORD_BIT)) wordStarts[words++] = length;
      if (before === DIGIT) {
        runEnds[runs - 1] = length;
        digits += length - runStarts[runs - 1]!;
      }
      if (kind === DIGIT) runStarts[runs++] = length;
      else if (kind === AT_SIGN) atSigns += 1;
      before = kind;
    }
    length += 1;
  }
  if (before === DIGIT) {
    runEnds[runs - 1] = length;
    digits += length - runStarts[runs - 1]!;
  }
  text.length = length;
  text.wordCount = words;
  text.runCount = runs;
  text.digitCount = digits;
  text.hasAtSign = atSigns > 0;
}

// Where foldSequence stopped: state of the module, since a returned pair would be an object a character.
let sequenceEnd = 0;
let expansionPart = 0;

/** Entry (class and unit) of the sequence at a position, or DROPPED; sets `sequenceEnd`, which stays put while an expansion lasts. */
function foldSequence(bytes: Uint8Array, position: number, end: number): number {
  const codePoint = decode(bytes, position, end);
  sequenceEnd = position + (codePoint < 0 ? 1 : widthOf(bytes[position]!));
  let unit = codePoint < 0 ? SPACE : foldCodePoint(codePoint);
  if (unit === DROPPED) return DROPPED;
  if (unit === EXPANDED) {
    const expansion = expansionOf(codePoint);
    unit = expansion[expansionPart]!;
    expansionPart = (expansionPart + 1) % expansion.length;
    if (expansionPart > 0) sequenceEnd = position;
  }
  return (classOf(unit) << 16) | unit;
}

function reserve(text: FoldedText, size: number): void {
  const capacity = Math.max(size, text.units.length * 2);
  text.units = new Uint16Array(capacity);
  text.wordStarts = new Int32Array(capacity);
  text.runStarts = new Int32Array(capacity);
  text.runEnds = new Int32Array(capacity);
}

function widthOf(lead: number): number {
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The code point of the sequence at a position, or -1 when it is malformed. */
function decode(bytes: Uint8Array, position: number, end: number): number {
  const lead = bytes[position]!;
  const width = widthOf(lead);
  if (lead < 0xc2 || position + width > end) return -1;
  let codePoint = lead & (0xff >> (width + 1));
  for (let offset = 1; offset < width; offset++) {
    const byte = bytes[position + offset]!;
    if ((byte & 0xc0) !== 0x80) return -1;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint >= 128 && codePoint <= 0x10ffff ? codePoint : -1;
}
