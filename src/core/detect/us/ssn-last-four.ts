/**
 * The last four digits of a social security number of the United States, which call centres ask for.
 * Shape: 4 digits directly after a cue. No check digit.
 * Source: custom; HIPAA 45 CFR 164.514(b)(2)(i)(G) covers parts of a number as well.
 */
import type { NumberWindow } from '../number-window.ts';
import { NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

/** " is ", ": ", " ends in ", " are ". */
const LONGEST_WAY = 12;

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || cueDistance > LONGEST_WAY || window.plus || window.parentheses) return NONE;
  return window.groupCount === 1 || window.smallestGroup === 1 ? SHAPED : NONE;
}

export const ssnLastFour: NumberRecognizer = {
  kind: 'number',
  name: 'us/ssn-last-four',
  entity: 'SSN',
  digits: [4],
  cues: [
    ...['ssn', 'ss', 'soc', 'social', 'social security', 'social security number', 'soc sec'],
    ...['last four', 'last four digits', 'last of social', 'last of ssn', 'last of my social'],
  ],
  needsCue: true,
  rate,
  examples: {
    match: [
      'last four of my social is «6082»',
      'ssn is «1874»',
      'my last four digits are «1874»',
      'social «1 8 7 4»',
      'last 4 of ssn: «1874»',
    ],
    reject: [
      'the social worker came at 10 and left at 12',
      'social distancing since march of 2020',
      'ssn missing, 3 forms left',
      'last four days were bad, slept 5 hours',
      'social security pays me $1200',
    ],
  },
};
