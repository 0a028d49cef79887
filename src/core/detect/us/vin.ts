/**
 * VIN: vehicle identification number, given by the maker; also "chassis", "bastidor", "número de serie".
 * Shape: 17 letters and digits without I, O, Q. Check (North America): place 9 is the weighted sum of all places modulo
 * 11, X for ten; other makers leave it out, so that those need a cue.
 * Source: ISO 3779:2009; 49 CFR 565.15.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const LENGTH = 17;
const CHECK_PLACE = 8;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Values of the letters a to z, 0 for those never used. */
const LETTER_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const X = 0x78;

/** Whether the check sign of a VIN fits; false when a letter is not allowed. */
export function hasVinCheckSign(characters: Uint16Array): boolean {
  let sum = 0;
  for (let at = 0; at < LENGTH; at++) {
    const character = characters[at]!;
    const value = isLetter(character) ? LETTER_VALUES[character - 0x61] : character - 0x30;
    if (value === undefined || (value === 0 && isLetter(character))) return false;
    sum += value * WEIGHTS[at]!;
  }
  const check = characters[CHECK_PLACE]!;
  return sum % 11 === (check === X ? 10 : check - 0x30);
}

function rate(code: CodeWindow, cueDistance: number): number {
  const valid = code.length === LENGTH && code.letters >= 2 && hasVinCheckSign(code.characters);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : code.digits >= 5 ? CUED : NONE;
  return valid && code.blanks === 0 ? CHECKED : NONE;
}

export const vin: CodeRecognizer = {
  kind: 'code',
  name: 'us/vin',
  entity: 'VEHICLE',
  lengths: [15, 16, 17, 18],
  cues: ['vin', 'vins', 'chassis', 'bastidor', 'numero de bastidor', 'chasis', 'numero de chasis', 'niv'],
  blanks: true,
  rate,
  examples: {
    match: [
      'VIN «1HGCM82633A004352»',
      'the car «1M8GDM9AXKP042788» was hit',
      'vin# «1hgcm82633a004352» thanks',
      'bastidor «VSSZZZ5FZHR123456»',
      'chasis: «8AP17177NC3012345»',
    ],
    reject: [
      'red vin with dinner 2x',
      'tracking 1HGCM82633A004353',
      'folio ABCDEFGHJKLMNPRST',
      'chasis roto hace 3 dias',
      'order 12345678901234567',
    ],
  },
};
