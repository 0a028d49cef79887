/**
 * ITIN: individual taxpayer identification number of the United States, issued by the IRS to people without an SSN.
 * Shape: 9 digits, 9xx-gg-xxxx with group 50-65, 70-88, 90-92 or 94-99. No check digit.
 * Source: IRS, Internal Revenue Manual 3.21.263.
 */
import { isPrintedInThree } from '../announced-number.ts';
import { formOf, HYPHEN, type NumberWindow, numberAt, separatorsOf } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

function isIssued(window: NumberWindow): boolean {
  const group = numberAt(window, 3, 5);
  if (window.digits[0] !== 9) return false;
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const issued = isIssued(window);
  if (cueDistance < NO_CUE) return issued ? CERTAIN : CUED;
  if (!issued || !isPrintedInThree(window, 3, 2, 4)) return NONE;
  return window.form === formOf(3, 2, 4) && window.separators === separatorsOf(HYPHEN, HYPHEN) ? CERTAIN : SHAPED;
}

export const itin: NumberRecognizer = {
  kind: 'number',
  name: 'us/itin',
  entity: 'NATIONAL_ID',
  digits: [9],
  cues: ['itin', 'itins', 'taxpayer', 'taxpayer id', 'tax id', 'tax number', 'individual taxpayer'],
  rate,
  examples: {
    match: [
      'my ITIN is «912-70-1234»',
      'itin «912701234»',
      'on file «912-70-1234» ok',
      'taxpayer id: «900 88 4321»',
      'itin «812701234», i may be wrong',
      'number «978.99.4410»',
    ],
    reject: [
      'the number 912-45-1234 is wrong',
      'call 912-701-2345',
      'ref 912701234',
      'itin pending, 2 forms left',
      '9 12 70 tablets',
      'taxpayer since 2019',
    ],
  },
};
