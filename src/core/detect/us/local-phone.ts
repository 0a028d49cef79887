/**
 * Telephone numbers of the North American Numbering Plan without area code.
 * Shape: 7 digits, 555-0123, beginning 2-9; run together or with blanks only after a cue. No check digit.
 * Source: NANPA, "About the North American Numbering Plan"; ATIS-0300115.
 */
import { BLANK, DOT, formOf, HYPHEN, type NumberWindow, numberAt } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WRITTEN = formOf(3, 4);
const FICTION = 555;

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses || window.digits[0]! < 2) return NONE;
  const written = window.form === WRITTEN && [HYPHEN, DOT, BLANK].includes(window.separators);
  if (cueDistance < NO_CUE) return written ? CERTAIN : CUED;
  if (!written || window.separators === BLANK || numberAt(window, 5, 7) === 0) return NONE;
  return window.separators === HYPHEN || numberAt(window, 0, 3) === FICTION ? SHAPED : NONE;
}

export const localPhone: NumberRecognizer = {
  kind: 'number',
  name: 'us/local-phone',
  entity: 'PHONE',
  digits: [7],
  cues: [
    ...PHONE_CUES,
    'beeper',
    'pager',
    'landline',
    'reach me',
    'text me',
    'call me',
    'my number',
    'fx',
    'ph',
    'tty',
  ],
  rate,
  examples: {
    match: [
      'call «555-0123» after 5',
      'my cell is «5550123»',
      'fax «555 0123»',
      'it is «555.0199»',
      'pager «226-7719»',
    ],
    reject: [
      'room 123-4567',
      'order 5550123',
      'between 200 and 3000 steps',
      'bp 120/80 and 555',
      'i call 3 or 4 times',
    ],
  },
};
