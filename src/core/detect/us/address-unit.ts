/**
 * Apartment or suite in the United States that stands without its street.
 * Shape: apt, apartment, ste or suite and a code with a digit or one capital: "Apt 3R", "Suite 300". Room, bed, unit and
 * lot alone say nothing of a home.
 * Source: USPS Publication 28, section 213.
 */
import type { TextView } from '../../text/text-view.ts';
import { isWordCharacter } from '../br/address-text.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { unitEnd } from './address-tail.ts';

function find(view: TextView, start: number, _end: number, found: FoundRange): boolean {
  if (start > 0 && isWordCharacter(view, start - 1)) return false;
  const stop = unitEnd(view, start);
  if (stop < 0) return false;
  found.start = start;
  found.end = stop;
  return true;
}

export const usAddressUnit: WordRecognizer = {
  kind: 'word',
  name: 'us/address-unit',
  entity: 'LOCATION',
  needsDigits: true,
  words: ['apt', 'apartment', 'ste', 'suite'],
  find,
  examples: {
    match: [
      'in «Apt 3R», no bell',
      '«apt 4» by the stairs',
      'come to «Suite 300»',
      '«Ste. 215» Westminster',
      '«apartment 12B» ok',
    ],
    reject: ['my apt is at 10', 'suite of tests', 'an apartment with 2 rooms', 'apt to fall', 'captain 3'],
  },
};
