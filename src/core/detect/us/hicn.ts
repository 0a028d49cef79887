/**
 * HICN: claim number of Medicare before 2020, still on old cards and in old letters; issued by SSA and CMS.
 * Shape: a social security number and a letter with at most one more sign (123-45-6789A, B1, C2, D, M, T, W6), or a
 * railroad prefix (A, MA, WA, WD, CA, PD, JA, H …) and 6 or 9 digits. No check digit; a prefix needs a cue.
 * Source: SSA, POMS HI 00901.001 ff. and GN 00201.010.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, SHAPED } from '../recognizer.ts';

const SUFFIX_LETTERS = new Set([...'abcdefjkmtw'].map((letter) => letter.charCodeAt(0)));
const NUMBER_DIGITS = 9;

function isSuffixed(code: CodeWindow): boolean {
  const { characters, length } = code;
  for (let at = 0; at < NUMBER_DIGITS; at++) if (isLetter(characters[at]!)) return false;
  if (length < NUMBER_DIGITS + 1 || length > NUMBER_DIGITS + 2) return false;
  return SUFFIX_LETTERS.has(characters[NUMBER_DIGITS]!);
}

function isPrefixed(code: CodeWindow): boolean {
  const { characters, length, letters } = code;
  if (letters > 3 || (code.digits !== 6 && code.digits !== NUMBER_DIGITS)) return false;
  for (let at = 0; at < length; at++) if (at < letters !== isLetter(characters[at]!)) return false;
  return true;
}

function rate(code: CodeWindow, cueDistance: number): number {
  if (isSuffixed(code)) {
    if (cueDistance < NO_CUE) return CHECKED;
    return code.separators !== 1 ? SHAPED : NONE;
  }
  return cueDistance < NO_CUE && isPrefixed(code) ? CUED : NONE;
}

export const hicn: CodeRecognizer = {
  kind: 'code',
  name: 'us/hicn',
  entity: 'MBI',
  lengths: [7, 8, 9, 10, 11, 12],
  cues: ['hicn', 'hic', 'medicare', 'medicare number', 'medicare claim', 'railroad', 'railroad medicare'],
  rate,
  examples: {
    match: [
      'old medicare «536-22-1874A»',
      'HICN «536221874B1»',
      'her card: «536-22-1874-C2»',
      'number «536-22-1874T» it says',
      'railroad medicare «WA536221874»',
      'hic# «MA536221»',
    ],
    reject: [
      'tracking 1Z536221874',
      'call 536-221-8745 ext 2',
      'railroad st 12',
      'medicare part b since 2019',
      'lot 536221874X',
    ],
  },
};
