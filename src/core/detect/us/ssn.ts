/**
 * SSN: social security number of the United States, issued by the Social Security Administration.
 * Shape: 9 digits, printed 536-22-1874; area not 000, 666 or 900-999, group not 00, serial not 0000. No check digit;
 * without its printed groups it needs a cue.
 * Source: SSA, POMS RM 10201.030 and RM 10201.035 (assignment of numbers, numbers never issued).
 */
import { isPrintedInThree } from '../announced-number.ts';
import { formOf, HYPHEN, type NumberWindow, numberAt, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = formOf(3, 2, 4);
const PRINTED_SEPARATORS = separatorsOf(HYPHEN, HYPHEN);

function canBeIssued(window: NumberWindow): boolean {
  const area = numberAt(window, 0, 3);
  return (
    area !== 0 && area !== 666 && area < 900 && numberAt(window, 3, 5) !== 0 && numberAt(window, 5, window.count) !== 0
  );
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const issued = canBeIssued(window);
  if (cueDistance < NO_CUE) return issued ? CERTAIN : CUED;
  if (window.form === PRINTED && window.separators === PRINTED_SEPARATORS) return issued ? CHECKED : SHAPED;
  return issued && isPrintedInThree(window, 3, 2, 4) ? SHAPED : NONE;
}

export const ssn: NumberRecognizer = {
  kind: 'number',
  name: 'us/ssn',
  entity: 'SSN',
  digits: [9],
  cues: [
    ...['ssn', 'ssns', 'ss', 'soc', 'socials', 'social', 'social security', 'social security number'],
    ...['social security no', 'soc sec', 'seguro social'],
  ],
  rate,
  examples: {
    match: [
      'my SSN is «536-22-1874» thanks',
      'ssn# «536221874»',
      'social: «536 22 1874»',
      'it is «536.22.1874»',
      'on file: «212-09-8817», correct?',
      'social security number «000-12-3456» i think',
      'her soc «53 622 1874»',
    ],
    reject: [
      'call 911 or 536-221-8745',
      'the social worker saw 3 of us',
      'ref 536221874',
      'zip 53622-1874',
      'on 12-03-1985 at 10:30',
      'bp 120/80, hr 72, spo2 98',
    ],
  },
};
