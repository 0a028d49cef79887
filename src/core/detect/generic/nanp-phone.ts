/**
 * Telephone numbers of the North American Numbering Plan (US, Canada) without a plus sign.
 * Shape: area code and exchange, both beginning 2-9, and 4 digits; 415-555-2671, (415) 555-2671, 1-415-555-2671.
 * No check digit.
 * Source: NANPA, "About the North American Numbering Plan".
 */
import { formOf, type NumberWindow } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, CHECKED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const WRITTEN = new Set([formOf(3, 3, 4), formOf(1, 3, 3, 4), formOf(3, 7), formOf(1, 3, 7)]);

function rate(window: NumberWindow, cueDistance: number): number {
  const { digits, count } = window;
  const area = count - 10;
  if (area === 1 && digits[0] !== 1) return NONE;
  // Codes such as 411 or 911 are services, never area codes or exchanges.
  if (digits[area]! < 2 || digits[area + 3]! < 2) return NONE;
  if (digits[area + 1] === 1 && digits[area + 2] === 1) return NONE;
  const written = WRITTEN.has(window.form);
  if (cueDistance < NO_CUE) return written || window.groupCount === 1 ? CERTAIN : NONE;
  return written ? CHECKED : NONE;
}

export const nanpPhone: NumberRecognizer = {
  kind: 'number',
  name: 'generic/nanp-phone',
  entity: 'PHONE',
  digits: [10, 11],
  cues: PHONE_CUES,
  rate,
  examples: {
    match: [
      'call me at «(415) 555-2671» after 5',
      'my cell is «415-555-2671»',
      'fax «1-800-555-2671»',
      '«415.555.2671»',
      'phone: «4155552671»',
    ],
    reject: [
      'room 415, floor 5',
      'order 1234567890',
      'bp was 120/80, pulse 78',
      'call 911 or 411-000-1234 now',
      'it was 123-456-7890',
    ],
  },
};
