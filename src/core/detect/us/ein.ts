/**
 * EIN: employer identification number of the United States, issued by the IRS; a sole owner's one means a person.
 * Shape: 9 digits, printed 36-4417720; the prefix is one of those that IRS campuses use. No check digit.
 * Source: IRS, "How EINs are assigned and valid EIN prefixes".
 */
import { formOf, HYPHEN, type NumberWindow, numberAt } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const NEVER_USED = new Set([0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97]);
const PRINTED = formOf(2, 7);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const printed = window.form === PRINTED && window.separators === HYPHEN;
  const used = !NEVER_USED.has(numberAt(window, 0, 2));
  if (cueDistance < NO_CUE) return printed && used ? CERTAIN : CUED;
  return printed && used ? SHAPED : NONE;
}

export const ein: NumberRecognizer = {
  kind: 'number',
  name: 'us/ein',
  entity: 'NATIONAL_ID',
  digits: [9],
  cues: [
    'ein',
    'fein',
    'tin',
    'tax id',
    'tax id number',
    'federal tax id',
    'employer id',
    'employer identification number',
  ],
  rate,
  examples: {
    match: [
      'our EIN is «36-4417720»',
      'tax id: «364417720»',
      'fein «07-4417720», check it',
      'bill «36-4417720» please',
      'EIN# «95 4417720»',
      'ein «36 441 7720»',
    ],
    reject: [
      'order 07-4417720',
      'ref 364417720',
      'employer since 2019, 12 years',
      '12-03-1985',
      'tax id missing on 3 forms',
      'call 364-417-7201',
    ],
  },
};
