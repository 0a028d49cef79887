/**
 * Licence plates of vehicles in the United States, issued by each state.
 * Shape: 5 to 8 letters and digits (8KXL204, KXB 0914), or 5 to 7 digits. Not checked: a cue directly before.
 * Source: AAMVA, License Plate Standard; state departments of motor vehicles.
 */

import { isAnnouncedCode } from '../announced-code.ts';
import { countsFrom } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const LONGEST_WAY = 20;
const MOST_LETTERS = 5;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || cueDistance > LONGEST_WAY || code.letters > MOST_LETTERS || code.digits < 2)
    return NONE;
  if (code.blanks > 0 && !code.capitals && code.letters > 3) return NONE;
  return code.blanks > 0
    ? code.groups <= 3
      ? CUED
      : NONE
    : isAnnouncedCode(code, Math.min(cueDistance, 8), 5)
      ? CUED
      : NONE;
}

export const licensePlate: CodeRecognizer = {
  kind: 'code',
  name: 'us/license-plate',
  entity: 'VEHICLE',
  lengths: countsFrom(5, 8),
  cues: [
    ...['plate', 'plates', 'license plate', 'license plates', 'licence plate', 'plate no', 'plate number', 'lic plate'],
    ...['tag', 'tags', 'tag no', 'tag number', 'car tag', 'registration plate'],
  ],
  blanks: true,
  needsCue: true,
  rate,
  examples: {
    match: [
      'plates «C128874»',
      'license plate «8KXL204» blue honda',
      'plate «KXB 0914»',
      'tag# «CJ-40-881»',
      'my plate is «7ABC123»',
    ],
    reject: [
      'a plate of food at 10am',
      'plates and screws, 3 of them',
      'skin tags x12',
      'plate 500mg',
      'plates since covid-19',
    ],
  },
};
