/**
 * Street address in the United States.
 * Shape: house number (41-17, 812 1/2, 41A), one to four words of a name, word of a street, direction, apartment: "5301 W
 * Belmont Ave, Apt 3R". Without a number the name and the word need capitals: "Lyndale Ave".
 * Source: USPS Publication 28, "Postal Addressing Standards".
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { digitsEnd, isCapital, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from '../br/address-text.ts';
import { HOLE } from '../findings.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { addressTailEnd } from './address-tail.ts';
import { houseNumberStart, previousWordStart } from './house-number.ts';
import { DIRECTIONS, DOUBTFUL_STREETS, NOT_IN_STREETS, PLAIN_STREETS } from './street-words.ts';

const MOST_NAME_WORDS = 4;
const COMMA = 0x2c;
const DOT = 0x2e;
const DOUBTFUL = new Set(DOUBTFUL_STREETS);
const LEADS = new Set(['on', 'at', 'near', 'off', 'of', 'to', 'from', 'and', 'in']);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (isWordCharacter(view, end) || start < 2) return false;
  const doubtful = DOUBTFUL.has(wordAt(view, start, end));
  let capitals = 0;
  let nameStart = -1;
  let at = start;
  for (let count = 0; count <= MOST_NAME_WORDS; count++) {
    const word = previousWordStart(view, at);
    if (word < 0) break;
    const house = count === 0 ? -1 : houseNumberStart(view, word);
    if (house >= 0) {
      if (!isAddress(view, start, end, capitals, digitsEnd(view, house) - house, doubtful)) return false;
      found.start = house;
      found.end = addressTailEnd(view, end);
      return true;
    }
    if (count === MOST_NAME_WORDS || isStop(view, word)) break;
    if (isNamePart(view, word)) {
      if (capitals === count) nameStart = word;
      if (isCapital(view, word) || KINDS[view.codes[word]!] === KIND_DIGIT) capitals++;
    }
    at = word;
  }
  if (nameStart < 0 || capitals === 0 || !isCapital(view, start) || !startsCapital(view, nameStart)) return false;
  if (doubtful && !isLed(view, nameStart, end)) return false;
  found.start = nameStart;
  found.end = addressTailEnd(view, end);
  return true;
}

/** A capital in the name, or three digits and an end after the word of the street. */
function isAddress(
  view: TextView,
  start: number,
  end: number,
  capitals: number,
  digits: number,
  doubtful: boolean,
): boolean {
  if (!doubtful) return true;
  const ends = endsAddress(view, end);
  return capitals > 0 && isCapital(view, start)
    ? ends || !startsName(view, skipMarks(view, end, '.'))
    : ends && digits >= 2;
}

/** What follows the word of a street: a mark, the end, a direction, a number, or a word with a small letter. */
function endsAddress(view: TextView, end: number): boolean {
  // "Dr. Lovelace", "St. Mary".
  if (view.codes[end] === DOT && startsName(view, skipMarks(view, end, '.'))) return false;
  const next = skipBlanks(view, end);
  if (next === end || next >= view.length) return true;
  if (KINDS[view.codes[next]!] === KIND_DIGIT || !isWordCharacter(view, next)) return true;
  const word = wordAt(view, next, wordEnd(view, next));
  return DIRECTIONS.has(word) || NOT_IN_STREETS.has(word) || word === 'apt' || word === 'unit' || word === 'ste';
}

/** A capital, or a name that was found before. */
function startsName(view: TextView, at: number): boolean {
  return isCapital(view, at) || view.codes[at] === HOLE;
}

function isStop(view: TextView, word: number): boolean {
  const end = wordEnd(view, word);
  if (end === word) return false;
  const text = wordAt(view, word, end);
  return NOT_IN_STREETS.has(text) && !(DIRECTIONS.has(text) && end - word <= 2);
}

function isNamePart(view: TextView, word: number): boolean {
  return isWordCharacter(view, word);
}

function startsCapital(view: TextView, at: number): boolean {
  return isCapital(view, at) || KINDS[view.codes[at]!] === KIND_DIGIT;
}

/** "on Newbury St", but not "Main Dr Smith". */
function isLed(view: TextView, nameStart: number, end: number): boolean {
  const before = previousWordStart(view, nameStart);
  if (before < 0 || !LEADS.has(wordAt(view, before, wordEnd(view, before)))) return false;
  return view.codes[end] === COMMA || !isCapital(view, skipBlanks(view, end));
}

export const streetAddress: WordRecognizer = {
  kind: 'word',
  name: 'us/street-address',
  entity: 'LOCATION',
  words: [...PLAIN_STREETS, ...DOUBTFUL_STREETS],
  find,
  examples: {
    match: [
      'she lives at «1490 Cleveland Ave, #8F», East Point',
      'new address «61 newbury st apt 3», ok?',
      'went to «9920 E. 33rd Place» today',
      '«41-17 Bell Blvd», Bayside',
      'the pharmacy on «Lyndale Ave» called',
      'im at «2207 Live Oak Blvd Bldg 7» now',
      'send it to «816 Saltillo St Apt 4» Laredo',
      '«812 1/2 Juniper Ln», the half is me',
      'seen on «Newbury St», ok',
    ],
    reject: [
      'took 2 pills from dr smith',
      'saw 3 other doctors on the way',
      'call 2 times dr lee',
      'i have no way to drive 20 minutes',
      'Thank you Dr Patel',
      'walk 2 miles a day on the road',
      'ER at St Mary court ordered 3 visits',
      'it was 10 mg a place to start',
      'drawn 2230 before FFP. Accepting Dr. Iyer',
      'angle <180 deg. Findings discussed w/ Dr. Lovelace',
    ],
  },
};
