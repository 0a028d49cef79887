import { KIND_DIGIT, KIND_LETTER, KINDS } from './character-tables.ts';
import type { TextView } from './text-view.ts';

/**
 * Words (runs of letters) and numbers (runs of digits) of a text in order, and the punctuation marks that may begin
 * an address or a token. Flat arrays, reused for many texts.
 */
export interface Tokens {
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Int32Array;
  /** 1 for a number, 0 for a word. */
  isNumber: Uint8Array;
  numberCount: number;
  /** Digits of all numbers together. */
  digitCount: number;
  markCount: number;
  marks: Int32Array;
}

/** Makes an empty list of tokens. */
export function createTokens(): Tokens {
  return {
    count: 0,
    starts: new Int32Array(256),
    ends: new Int32Array(256),
    hashes: new Int32Array(256),
    isNumber: new Uint8Array(256),
    numberCount: 0,
    digitCount: 0,
    markCount: 0,
    marks: new Int32Array(256),
  };
}

/** Whether a folded code is a letter or a digit. */
export function isWordCode(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

const NO_MARKS = new Uint8Array(0x10000);

/**
 * Splits the view into tokens. `marks` is a table by folded code: non-zero for characters whose positions are wanted;
 * a dot is listed only between two letters or digits.
 */
export function readTokens(view: TextView, tokens: Tokens, marks: Uint8Array = NO_MARKS): void {
  const { codes, length } = view;
  if (tokens.starts.length < length) grow(tokens, length);
  const { starts, ends, hashes, isNumber } = tokens;
  let count = 0;
  let numberCount = 0;
  let digitCount = 0;
  let markCount = 0;
  let at = 0;
  while (at < length) {
    const code = codes[at]!;
    const kind = KINDS[code]!;
    if (kind === KIND_LETTER || kind === KIND_DIGIT) {
      const start = at;
      let hash = 0;
      let next = code;
      do {
        hash = (Math.imul(hash, 31) + next) | 0;
        next = codes[++at]!;
      } while (KINDS[next] === kind);
      starts[count] = start;
      ends[count] = at;
      hashes[count] = hash;
      if (kind === KIND_DIGIT) {
        isNumber[count++] = 1;
        numberCount++;
        digitCount += at - start;
      } else {
        isNumber[count++] = 0;
      }
      continue;
    }
    if (marks[code] !== 0 && (code !== 0x2e || isBetweenAlphanumerics(codes, at))) tokens.marks[markCount++] = at;
    at++;
  }
  tokens.count = count;
  tokens.numberCount = numberCount;
  tokens.digitCount = digitCount;
  tokens.markCount = markCount;
}

function isBetweenAlphanumerics(codes: Uint16Array, at: number): boolean {
  if (at === 0) return false;
  const after = KINDS[codes[at + 1]!];
  const before = KINDS[codes[at - 1]!];
  return (after === KIND_LETTER || after === KIND_DIGIT) && (before === KIND_LETTER || before === KIND_DIGIT);
}

function grow(tokens: Tokens, length: number): void {
  const size = length * 2;
  tokens.starts = new Int32Array(size);
  tokens.ends = new Int32Array(size);
  tokens.hashes = new Int32Array(size);
  tokens.isNumber = new Uint8Array(size);
  tokens.marks = new Int32Array(size);
}
