import { KIND_DIGIT, KINDS } from '../text/character-tables.ts';
import { originalOffset, type TextView } from '../text/text-view.ts';

/** Letters and digits that a code may have together. */
export const MAX_CODE = 40;

/** Letters and digits in groups, as recognizers of codes see a candidate. Reused: nothing of it may be kept. */
export interface CodeWindow {
  /** Folded letters and digits, separators left out. */
  readonly characters: Uint16Array;
  length: number;
  letters: number;
  digits: number;
  /** Single marks between groups: '-', '.', '/', after a cue also '#', ':' and '_'. */
  separators: number;
  /** Single blanks between groups; only recognizers with `blanks` are asked when there are any. */
  blanks: number;
  /** Characters before the first blank and before the last one, 0 without blanks. */
  firstBlank: number;
  lastBlank: number;
  /** Groups that separators and blanks part. */
  groups: number;
  /** Every letter was typed as a capital. */
  capitals: boolean;
}

/** Makes an empty window. */
export function createCodeWindow(): CodeWindow {
  return {
    characters: new Uint16Array(MAX_CODE),
    length: 0,
    letters: 0,
    digits: 0,
    separators: 0,
    blanks: 0,
    firstBlank: 0,
    lastBlank: 0,
    groups: 0,
    capitals: true,
  };
}

/** Empties the window; one group begins. */
export function resetCode(window: CodeWindow): void {
  window.length = 0;
  window.letters = 0;
  window.digits = 0;
  window.separators = 0;
  window.blanks = 0;
  window.firstBlank = 0;
  window.lastBlank = 0;
  window.groups = 1;
  window.capitals = true;
}

/** Notes a blank after the last token. */
export function appendBlank(window: CodeWindow): void {
  if (window.blanks++ === 0) window.firstBlank = window.length;
  window.lastBlank = window.length;
}

/** Adds a token; false when the window cannot hold it. */
export function appendToken(window: CodeWindow, view: TextView, start: number, end: number): boolean {
  if (window.length + end - start > MAX_CODE) return false;
  const isNumber = KINDS[view.codes[start]!] === KIND_DIGIT;
  if (isNumber) window.digits += end - start;
  else window.letters += end - start;
  for (let at = start; at < end; at++) {
    window.characters[window.length++] = view.codes[at]!;
    if (!isNumber && window.capitals) window.capitals = isCapital(view, at);
  }
  return true;
}

function isCapital(view: TextView, at: number): boolean {
  const original = view.raw.charCodeAt(originalOffset(view, at));
  if (original < 0x80) return original < 0x61;
  const character = String.fromCharCode(original);
  return character !== character.toLowerCase();
}
