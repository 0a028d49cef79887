/**
 * MBI: Medicare beneficiary identifier of the United States, issued by CMS.
 * Shape: 11 letters and digits, printed 1EG4-TE5-MK73; digits at places 1, 4, 7, 10, 11, letters at 2, 5, 8, 9, either
 * at 3 and 6, never S, L, O, I, B, Z. No check digit; the shape is rare enough by itself.
 * Source: CMS, "Understanding the Medicare Beneficiary Identifier (MBI) Format".
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

/** By place: 9 a digit (the first not 0), A a letter, X either. */
const SHAPE = '9AX9AX9AA99';
const LETTERS = new Set([...'acdefghjkmnpqrtuvwxy'].map((letter) => letter.charCodeAt(0)));
const FEWEST_DIGITS = 3;

function hasMbiShape(characters: Uint16Array): boolean {
  if (characters[0] === 0x30) return false;
  for (let at = 0; at < SHAPE.length; at++) {
    const isLetterHere = isLetter(characters[at]!);
    if (SHAPE[at] === (isLetterHere ? '9' : 'A')) return false;
    if (isLetterHere && !LETTERS.has(characters[at]!)) return false;
  }
  return true;
}

function rate(code: CodeWindow, cueDistance: number): number {
  if (code.length === SHAPE.length && hasMbiShape(code.characters)) return cueDistance < NO_CUE ? CERTAIN : CHECKED;
  return cueDistance < NO_CUE && code.digits >= FEWEST_DIGITS && code.blanks === 0 && code.letters >= 2 ? CUED : NONE;
}

export const mbi: CodeRecognizer = {
  kind: 'code',
  name: 'us/mbi',
  entity: 'MBI',
  lengths: [10, 11, 12],
  cues: ['mbi', 'medicare', 'medicare id', 'medicare number', 'medicare no', 'medicare beneficiary'],
  blanks: true,
  rate,
  examples: {
    match: [
      'her medicare is «1EG4-TE5-MK73»',
      'MBI «1EG4TE5MK73»',
      'mbi: «1eg4 te5 mk73»',
      'card says «2VA2-ME6-MK99» ok',
      'medicare number «1EG4-TE5-MK7» one is missing',
    ],
    reject: [
      'medicare part b and part d',
      'code SL04-TE5-MK73',
      'b12 1000mcg x30',
      'covid-19 booster 2x in 2024',
      'medicare open enrollment ends dec 7th',
    ],
  },
};
