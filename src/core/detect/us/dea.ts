/**
 * DEA number: registration to prescribe controlled substances in the United States, issued by the Drug Enforcement
 * Administration.
 * Shape: a type letter, a letter of the surname or 9, and 7 digits. Check: digits 1, 3, 5 and twice digits 2, 4, 6 sum
 * to a number that ends in digit 7.
 * Source: DEA Diversion Control Division, 21 CFR 1301; check digit rule as printed in its registrant manual.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const TYPES = new Set([...'abcdefghjklmprstux'].map((letter) => letter.charCodeAt(0)));
const DIGITS = 7;
const NINE = 0x39;

/** Whether the characters are a DEA number with its check digit. */
export function isDeaNumber(characters: Uint16Array): boolean {
  if (!TYPES.has(characters[0]!) || !(isLetter(characters[1]!) || characters[1] === NINE)) return false;
  let sum = 0;
  for (let at = 0; at < DIGITS; at++) {
    if (isLetter(characters[at + 2]!)) return false;
    const digit = characters[at + 2]! - 0x30;
    if (at === DIGITS - 1) return sum % 10 === digit;
    sum += at % 2 === 0 ? digit : digit * 2;
  }
  return false;
}

function rate(code: CodeWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (code.length === DIGITS + 2 && isDeaNumber(code.characters)) {
    if (cued) return CERTAIN;
    // A short word before a local telephone number passes the check once in ten times.
    return code.blanks === 0 || (code.capitals && code.blanks === 1) ? CHECKED : NONE;
  }
  return cued && code.digits >= DIGITS - 1 && isLetter(code.characters[0]!) ? CUED : NONE;
}

export const dea: CodeRecognizer = {
  kind: 'code',
  name: 'us/dea',
  entity: 'LICENSE',
  lengths: [8, 9, 10, 11, 12, 13],
  cues: ['dea', 'deas', 'dea number', 'dea no', 'dea registration'],
  blanks: true,
  rate,
  examples: {
    match: [
      'DEA «BB1388568»',
      'her number is «F91234563» ok',
      'dea# «ap5836727»',
      'dea number «BB1388567» maybe mistyped',
      'DEA: «BB 1388568»',
      'signed «BB 1388568»',
    ],
    reject: [
      'order BB1388567',
      'dea called about 30 tabs',
      'dea schedule 2 or 3 drugs',
      'call at 555 0199',
      'at 5550199 thanks',
      'h1n1 and covid-19',
      'take b12 1000mcg',
    ],
  },
};
