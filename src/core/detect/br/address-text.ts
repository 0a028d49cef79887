/** Reading forward through folded text, for values whose parts are words. Offsets are folded; nothing is kept. */

import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import { originalOffset, type TextView } from '../../text/text-view.ts';
import { HOLE } from '../findings.ts';

const BLANK = 0x20;
const WIDEST_BLANK = 3;

/** Offset after the blanks at `at`, three at most. */
export function skipBlanks(view: TextView, at: number): number {
  let next = at;
  while (next - at < WIDEST_BLANK && view.codes[next] === BLANK) next++;
  return next;
}

/** Offset after the blanks, and the marks of this string, at `at`; four characters at most. */
export function skipMarks(view: TextView, at: number, marks: string): number {
  let next = at;
  while (next - at <= WIDEST_BLANK && next < view.length && isOneOf(view.codes[next]!, marks)) next++;
  return next;
}

function isOneOf(code: number, marks: string): boolean {
  if (code === BLANK) return true;
  for (let index = 0; index < marks.length; index++) if (marks.charCodeAt(index) === code) return true;
  return false;
}

/** End of the letters that begin at `at`; `at` when there are none. */
export function wordEnd(view: TextView, at: number): number {
  let end = at;
  while (KINDS[view.codes[end]!] === KIND_LETTER) end++;
  return end;
}

/** End of the digits that begin at `at`; `at` when there are none. */
export function digitsEnd(view: TextView, at: number): number {
  let end = at;
  while (KINDS[view.codes[end]!] === KIND_DIGIT) end++;
  return end;
}

/** A letter or digit stands at `at`. */
export function isWordCharacter(view: TextView, at: number): boolean {
  if (at < 0 || at >= view.length) return false;
  const kind = KINDS[view.codes[at]!];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

const LONGEST_WORD = 24;
/** A dot after a longer word ends the sentence. */
const LONGEST_SHORT_FORM = 4;

/** The folded word from `start` to `end`, cut after 24 letters. */
export function wordAt(view: TextView, start: number, end: number): string {
  const last = Math.min(end, start + LONGEST_WORD);
  let word = '';
  for (let at = start; at < last; at++) word += String.fromCharCode(view.codes[at]!);
  return word;
}

/** The word that ends before the blanks and marks before `at`, in the same line; empty when there is none. */
export function wordBefore(view: TextView, at: number): string {
  let end = at;
  while (end > 0 && at - end < WIDEST_BLANK && isOneOf(view.codes[end - 1]!, ',:.-(')) end--;
  let start = end;
  while (start > 0 && end - start < LONGEST_WORD && KINDS[view.codes[start - 1]!] === KIND_LETTER) start--;
  return wordAt(view, start, end);
}

/** The letter at `at` is a capital in the original; what was found there before is none. */
export function isCapital(view: TextView, at: number): boolean {
  if (view.codes[at] === HOLE) return false;
  const letter = view.raw.charAt(originalOffset(view, at));
  return letter !== letter.toLowerCase();
}

/** The word is written with a capital first and small letters after it: Silva, but not SILVA. */
export function isTitleCase(view: TextView, start: number, end: number): boolean {
  return isCapital(view, start) && (end - start === 1 || !isCapital(view, start + 1));
}

/** Offset of what a word of an address announces: after blanks, a colon, or the dot of a short form; `end` when nothing follows. */
export function afterCue(view: TextView, start: number, end: number): number {
  return skipMarks(view, end, end - start > LONGEST_SHORT_FORM ? ':' : '.:');
}
