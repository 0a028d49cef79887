/**
 * CURP of Mexico: population register key, issued by RENAPO.
 * Shape: 4 letters, date of birth yymmdd, H, M or X, 2 letters of the state, 3 consonants, a letter or digit, a digit.
 * Check: weights 18..2 over an alphabet of 37 signs, modulo 10; a wrong one is still taken, the shape is rare.
 * Source: DOF 18-10-2021, Instructivo Normativo para la Asignación de la CURP.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const LENGTH = 18;
const SEXES = new Set([...'hmx'].map((letter) => letter.charCodeAt(0)));
const N = 0x6e;
const LETTER_A = 10;

/** Whether six characters from `at` are a date yymmdd; also part of RFC and clave de elector. */
export function isShortDate(characters: Uint16Array, at: number): boolean {
  for (let index = at; index < at + 6; index++) if (isLetter(characters[index]!)) return false;
  const month = (characters[at + 2]! - 0x30) * 10 + characters[at + 3]! - 0x30;
  const day = (characters[at + 4]! - 0x30) * 10 + characters[at + 5]! - 0x30;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Whether all characters from `from` to `to` are letters. */
export function areLetters(characters: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isLetter(characters[at]!)) return false;
  return true;
}

function hasCurpShape(characters: Uint16Array): boolean {
  return (
    areLetters(characters, 0, 4) &&
    isShortDate(characters, 4) &&
    SEXES.has(characters[10]!) &&
    areLetters(characters, 11, 16) &&
    !isLetter(characters[17]!)
  );
}

/** Value of a sign in the alphabet 0-9, A-N, Ñ, O-Z; Ñ is folded to N before. */
function alphabetValue(character: number): number {
  if (!isLetter(character)) return character - 0x30;
  return character - 0x61 + LETTER_A + (character > N ? 1 : 0);
}

/** Whether the last digit of a CURP fits. */
export function hasCurpCheckDigit(characters: Uint16Array): boolean {
  let sum = 0;
  for (let at = 0; at < LENGTH - 1; at++) sum += alphabetValue(characters[at]!) * (LENGTH - at);
  return (10 - (sum % 10)) % 10 === characters[LENGTH - 1]! - 0x30;
}

function rate(code: CodeWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (code.length === LENGTH && hasCurpShape(code.characters)) {
    return hasCurpCheckDigit(code.characters) ? CERTAIN : cued ? CUED : CHECKED;
  }
  return cued && code.digits >= 6 && code.letters >= 8 && code.blanks === 0 ? CUED : NONE;
}

export const curp: CodeRecognizer = {
  kind: 'code',
  name: 'es/curp',
  entity: 'CURP',
  lengths: [16, 17, 18, 19],
  cues: ['curp', 'curps', 'c u r p', 'clave unica'],
  blanks: true,
  rate,
  examples: {
    match: [
      'mi CURP es «HEGG560427MVZRRL04»',
      'curp «hegg560427mvzrrl04»',
      '«HEGG 560427 MVZRRL 04» gracias',
      'CURP: «HEGG560427MVZRRL05» creo',
      'curp «HEGG560427MVZRRL4»',
    ],
    reject: [
      'curp pendiente',
      'codigo HEGG569927MVZRRL04',
      'curp de mis 2 hijos',
      'tomo losartan50 y metformina850',
      'HEGG560427ZVZRRL04',
    ],
  },
};
