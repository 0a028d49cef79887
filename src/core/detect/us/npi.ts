/**
 * NPI: national provider identifier of the United States, issued by CMS to clinicians and organisations.
 * Shape: 10 digits beginning 1 or 2. Check: Luhn over 80840 and the number; one in ten passes, so that it needs a cue.
 * Source: CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit"; 45 CFR 162.406.
 */
import { passesLuhn } from '../check-digit.ts';
import type { NumberWindow } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const PREFIX = [8, 0, 8, 4, 0];
const prefixed = Uint8Array.from([...PREFIX, ...new Array<number>(10).fill(0)]);

/** The check digit of ten digits. */
export function hasNpiCheckDigit(digits: Uint8Array): boolean {
  for (let index = 0; index < 10; index++) prefixed[PREFIX.length + index] = digits[index]!;
  return (digits[0] === 1 || digits[0] === 2) && passesLuhn(prefixed, prefixed.length);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || window.plus || window.parentheses) return NONE;
  return hasNpiCheckDigit(window.digits) ? CERTAIN : CUED;
}

export const npi: NumberRecognizer = {
  kind: 'number',
  name: 'us/npi',
  entity: 'LICENSE',
  digits: [10],
  cues: ['npi', 'npis', 'provider id', 'provider number', 'provider no', 'national provider identifier'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'NPI «1234567893»',
      'npi# «1234567890», she said',
      'provider number is «1245319599»',
      'NPI: «124-531-9599»',
      'my npi «1245 319 599»',
    ],
    reject: [
      'order 1245319599',
      'call the provider at 10:30',
      'npi missing on 2 forms',
      '1234567893',
      'provider saw 12 patients on 03/12/2024',
    ],
  },
};
