/**
 * Highways, county roads and exits of the United States, which place an accident or a house.
 * Shape: Hwy 17, Highway 61, Route 9, County Road 14, FM 1960, I-80, US-41, Exit 107.
 * Source: FHWA, "Route Numbering"; AASHTO.
 */
import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isCapital, isWordCharacter, skipMarks, wordAt } from '../br/address-text.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';

const MOST_DIGITS = 4;
const HYPHEN = 0x2d;
/** Iodine. */
const ISOTOPES = new Set([123, 124, 125, 131]);

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  if (start > 0 && isWordCharacter(view, start - 1)) return false;
  const at = codes[end] === HYPHEN ? end + 1 : skipMarks(view, end, '#');
  let stop = at;
  let value = 0;
  while (stop - at <= MOST_DIGITS && KINDS[codes[stop]!] === KIND_DIGIT) value = value * 10 + codes[stop++]! - 0x30;
  if (stop === at || stop - at > MOST_DIGITS || isWordCharacter(view, stop) || codes[stop] === 0x2f) return false;
  if (!isRoad(view, start, end, stop - at, value)) return false;
  found.start = start;
  found.end = stop;
  return true;
}

function isRoad(view: TextView, start: number, end: number, digits: number, value: number): boolean {
  const word = wordAt(view, start, end);
  const capital = isCapital(view, start);
  if (word === 'i' || word === 'us')
    return capital && view.codes[end] === HYPHEN && digits >= 2 && !ISOTOPES.has(value);
  if (word === 'fm') return capital && digits >= 3;
  return word !== 'exit' || digits >= 2;
}

export const usHighway: WordRecognizer = {
  kind: 'word',
  name: 'us/highway',
  entity: 'LOCATION',
  needsDigits: true,
  words: [
    'hwy',
    'highway',
    'route',
    'rte',
    'interstate',
    'county road',
    'county rd',
    'state road',
    'fm',
    'i',
    'us',
    'exit',
  ],
  find,
  examples: {
    match: [
      'crash on «I-80» near Elko',
      'past «county road 14», Elkins',
      'wreck at «FM 1960» near Humble',
      'on «Hwy 17» by the lot',
      'off «Route 9», then left',
      'at «exit 107» with chest pain',
    ],
    reject: ['I-131 ablation', 'us 2 kids', 'i 80 kg', 'route po 2x', 'fm 12', 'exit 2 hours later'],
  },
};
