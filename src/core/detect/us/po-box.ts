/**
 * Post office boxes and rural routes of the United States.
 * Shape: PO Box 9925, P.O. Box 212, RR 2 Box 118, HC 42 box 9, Rural Route 3 Box 41A.
 * Source: USPS Publication 28, sections 24 to 28.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isWordCharacter, skipMarks, wordAt, wordEnd } from '../br/address-text.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { previousWordStart } from './house-number.ts';

const MOST_DIGITS = 6;
const ROUTES = new Set(['rr', 'hc', 'rt', 'rte', 'route', 'rfd']);
const DOT = 0x2e;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const stop = boxNumberEnd(view, skipMarks(view, end, '#.:'));
  if (stop < 0 || (start > 0 && isWordCharacter(view, start - 1))) return false;
  const first = beginning(view, start);
  if (first < 0) return false;
  found.start = first;
  found.end = stop;
  return true;
}

function boxNumberEnd(view: TextView, at: number): number {
  let end = at;
  while (KINDS[view.codes[end]!] === KIND_DIGIT) end++;
  if (end === at || end - at > MOST_DIGITS) return -1;
  if (isWordCharacter(view, end)) end++;
  return isWordCharacter(view, end) ? -1 : end;
}

/** Start of "po", "p.o.", "rr 2" before the box, or -1. */
function beginning(view: TextView, box: number): number {
  const before = previousWordStart(view, box);
  if (before < 0) return -1;
  const word = wordAt(view, before, wordEnd(view, before));
  if (word === 'po' || word === 'pob') return before;
  if (word === 'o') return dottedStart(view, before);
  if (KINDS[view.codes[before]!] !== KIND_DIGIT) return -1;
  const route = previousWordStart(view, before);
  if (route < 0 || !ROUTES.has(wordAt(view, route, wordEnd(view, route)))) return -1;
  const rural = previousWordStart(view, route);
  const name = rural < 0 ? '' : wordAt(view, rural, wordEnd(view, rural));
  return name === 'rural' || name === 'star' ? rural : route;
}

/** "P.O." and "P. O.". */
function dottedStart(view: TextView, o: number): number {
  let at = o - 1;
  if (view.codes[at] === 0x20) at--;
  if (view.codes[at] === DOT) at--;
  return view.codes[at] === 0x70 && !isWordCharacter(view, at - 1) ? at : -1;
}

export const poBox: WordRecognizer = {
  kind: 'word',
  name: 'us/po-box',
  entity: 'LOCATION',
  needsDigits: true,
  words: ['box'],
  find,
  examples: {
    match: [
      'c/o «PO Box 9925», St. Louis',
      'mail to «P.O. Box 212» please',
      'lives «RR 2 Box 118» Uniontown',
      '«HC 42 box 9»',
      'at «RURAL ROUTE 3 BOX 41A»!!',
      'new: «p o box 318», Crownpoint',
    ],
    reject: ['1 box 30 tabs', 'a box of 100 strips', 'pill box 7 days', 'the box 2 weeks ago', 'took po box'],
  },
};
