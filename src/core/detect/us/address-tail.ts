/** What follows the street in an address of the United States: direction, apartment, floor. Offsets are folded. */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isCapital, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from '../br/address-text.ts';
import { DIRECTIONS, UNIT_WORDS } from './street-words.ts';

const HASH = 0x23;
const HYPHEN = 0x2d;
const MOST_PARTS = 3;
const LONGEST_CODE = 7;
const ZIP_DIGITS = 5;

/** End of the address whose street ends at `end`. */
export function addressTailEnd(view: TextView, end: number): number {
  let last = directionEnd(view, end);
  for (let part = 0; part < MOST_PARTS; part++) {
    const next = unitEnd(view, skipMarks(view, last, ',.'));
    if (next < 0) break;
    last = next;
  }
  return zipEnd(view, last);
}

function directionEnd(view: TextView, end: number): number {
  const at = skipMarks(view, end, '.');
  const stop = wordEnd(view, at);
  return at > end &&
    DIRECTIONS.has(wordAt(view, at, stop)) &&
    (stop - at <= 2 || isCapital(view, at)) &&
    !isWordCharacter(view, stop)
    ? stop
    : end;
}

/** End of "Apt 3R", "#204", "Ste. 300", "2nd floor" at `at`, or -1. */
export function unitEnd(view: TextView, at: number): number {
  const { codes } = view;
  if (codes[at] === HASH) return codeEnd(view, skipBlanks(view, at + 1));
  if (KINDS[codes[at]!] === KIND_DIGIT) return floorEnd(view, at);
  const stop = wordEnd(view, at);
  if (!UNIT_WORDS.has(wordAt(view, at, stop))) return -1;
  return codeEnd(view, skipMarks(view, stop, '.#'));
}

/** "2nd floor", "3rd fl". */
function floorEnd(view: TextView, at: number): number {
  let stop = at;
  while (isWordCharacter(view, stop)) stop++;
  const word = skipBlanks(view, stop);
  const end = wordEnd(view, word);
  const text = wordAt(view, word, end);
  return stop - at >= 3 && stop - at <= 4 && (text === 'floor' || text === 'fl') ? end : -1;
}

/** A code with a digit, or one capital letter: 3R, 204, B, 1212-B. */
function codeEnd(view: TextView, at: number): number {
  const { codes } = view;
  let end = at;
  let digits = 0;
  while (
    end - at < LONGEST_CODE &&
    (isWordCharacter(view, end) || (codes[end] === HYPHEN && isWordCharacter(view, end + 1)))
  ) {
    if (KINDS[codes[end]!] === KIND_DIGIT) digits++;
    end++;
  }
  if (end === at || isWordCharacter(view, end)) return -1;
  return digits > 0 || (end - at === 1 && KINDS[codes[at]!] === KIND_LETTER && isCapital(view, at)) ? end : -1;
}

/** A ZIP right after: "Apt 3 02170". */
function zipEnd(view: TextView, end: number): number {
  const at = skipMarks(view, end, ',');
  let stop = at;
  while (KINDS[view.codes[stop]!] === KIND_DIGIT) stop++;
  return at > end && stop - at === ZIP_DIGITS && !isWordCharacter(view, stop) ? stop : end;
}
