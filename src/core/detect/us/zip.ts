/**
 * ZIP codes of the United States.
 * Shape: 5 digits, or 5 and 4 (73507-1188), after "zip" or a state (TX 73507, Ohio 44101). No check digit.
 * Source: USPS Publication 28, section 212; USPS state abbreviations.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isCapital, isWordCharacter, skipMarks } from '../br/address-text.ts';
import { formOf, HYPHEN, type NumberWindow } from '../number-window.ts';
import { CUED, type FoundRange, NO_CUE, NONE, type NumberRecognizer, type WordRecognizer } from '../recognizer.ts';

const PLUS_FOUR = formOf(5, 4);
const LONGEST_WAY = 12;

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const extended = window.form === PLUS_FOUR && window.separators === HYPHEN;
  if (cueDistance === NO_CUE) return NONE;
  return extended || (cueDistance <= LONGEST_WAY && window.count === 5 && window.groupCount === 1) ? CUED : NONE;
}

export const zip: NumberRecognizer = {
  kind: 'number',
  name: 'us/zip',
  entity: 'LOCATION',
  digits: [5, 9],
  cues: ['zip', 'zips', 'zip code', 'zipcode', 'zip codes', 'postal code', 'billing zip'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'zip «73507»',
      'my zip code is «10452»',
      'ZIP: «54301-1188»',
      'billing zip «60615» ok',
      'zip codes «96795-1204»',
    ],
    reject: ['took 10000 steps', 'zip lock bag of 12', 'order 73507', 'zip it', 'call 735-071-1188'],
  },
};

/** Two letters that are no everyday words in small letters. */
const PLAIN_STATES =
  'ak ar az ca co ct dc fl ga ia il ks ky md mi mn mo ms mt nc nd nh nj nm nv ny oh pr ri sc sd tn tx ut va vt wa wi wv wy';
const WORD_STATES = 'al de hi id in la ma me ne ok or pa';
const STATE_NAMES =
  'alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois ' +
  'indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana ' +
  'nebraska nevada hampshire jersey york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont ' +
  'virginia washington wisconsin wyoming mexico tex ark okla tenn mich minn wisc penn fla calif ariz colo conn ill';
const TWO_LETTERS = new Set([...PLAIN_STATES.split(' '), ...WORD_STATES.split(' ')]);
const ZIP_DIGITS = 5;
const PLUS_DIGITS = 4;

function digitsFrom(view: TextView, at: number): number {
  let end = at;
  while (KINDS[view.codes[end]!] === KIND_DIGIT) end++;
  return end - at;
}

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const at = skipMarks(view, end, ',.');
  if (at === end || digitsFrom(view, at) !== ZIP_DIGITS || (start > 0 && isWordCharacter(view, start - 1)))
    return false;
  let stop = at + ZIP_DIGITS;
  if (view.codes[stop] === 0x2d && digitsFrom(view, stop + 1) === PLUS_DIGITS) stop += PLUS_DIGITS + 1;
  if (isWordCharacter(view, stop) || view.codes[stop] === 0x25) return false;
  if (end - start === 2 && !isState(view, start, end)) return false;
  found.start = at;
  found.end = stop;
  return true;
}

/** "TX 77020", "tx 77020", but "in 10000 steps". */
function isState(view: TextView, start: number, end: number): boolean {
  const word = String.fromCharCode(view.codes[start]!, view.codes[start + 1]!);
  if (!TWO_LETTERS.has(word)) return false;
  return !WORD_STATES.includes(word) || (isCapital(view, start) && isCapital(view, end - 1));
}

export const stateZip: WordRecognizer = {
  kind: 'word',
  name: 'us/state-zip',
  entity: 'LOCATION',
  needsDigits: true,
  words: [...PLAIN_STATES.split(' '), ...WORD_STATES.split(' '), ...STATE_NAMES.split(' ')],
  find,
  examples: {
    match: [
      'Lawton, OK «73507»',
      'elkins wv «26241»',
      'Garland, TX «75040-1188».',
      'lives in Ohio «44101», ok',
      'new york «10452»',
    ],
    reject: ['in 10000 steps', 'ok 12345', 'or 50000 units', 'texas 2020', 'la 12345678'],
  },
};
