/**
 * DNI and NIF of Spain: identity number of a citizen, issued by the Policía Nacional; the tax number is the same.
 * Shape: 8 digits and a letter, 12345678Z, 12.345.678-Z. Check: the letter is TRWAGMYFPDXBNJZSQVHLCKE at the number
 * modulo 23; a wrong or missing letter needs a cue. Argentina's and Peru's DNI: 7 or 8 digits, no check, a cue.
 * Source: Real Decreto 1553/2005; Ministerio del Interior, "Cálculo del dígito de control del NIF-NIE".
 */
import { isLetter } from '../announced-code.ts';
import { isDate } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { DOT, formOf, type NumberWindow, separatorsOf } from '../number-window.ts';
import {
  CERTAIN,
  CHECKED,
  type CodeRecognizer,
  CUED,
  NO_CUE,
  NONE,
  type NumberRecognizer,
  SHAPED,
} from '../recognizer.ts';

const CONTROL = 'trwagmyfpdxbnjzsqvhlcke';
const DIGITS = 8;
/** Letters that are also words: "44763531 y". */
const WORDS = new Set([...'aey'].map((letter) => letter.charCodeAt(0)));
const CUES = [
  ...['dni', 'dnis', 'nif', 'dni nie', 'dni nif', 'd n i', 'documento', 'documento de identidad', 'nro de documento'],
  ...['numero de documento', 'doc', 'documento nacional'],
];

/** The control letter of digits `from` to `to`, as a folded code. */
export function controlLetter(characters: ArrayLike<number>, from: number, to: number, leading = 0): number {
  let number = leading;
  for (let at = from; at < to; at++) number = number * 10 + characters[at]! - 0x30;
  return CONTROL.charCodeAt(number % 23);
}

function rateCode(code: CodeWindow, cueDistance: number): number {
  const { characters, length } = code;
  if (code.letters !== 1 || !isLetter(characters[length - 1]!)) return NONE;
  const letter = characters[length - 1]!;
  const cued = cueDistance < NO_CUE;
  const apart = code.blanks > 0 && code.lastBlank === length - 1;
  if (apart && WORDS.has(letter) && !code.capitals) return NONE;
  if (length === DIGITS + 1 && controlLetter(characters, 0, DIGITS) === letter) return cued ? CERTAIN : CHECKED;
  return cued && !(apart && !code.capitals) ? CUED : NONE;
}

export const dniWithLetter: CodeRecognizer = {
  kind: 'code',
  name: 'es/dni-with-letter',
  entity: 'DNI',
  lengths: [8, 9],
  cues: CUES,
  blanks: true,
  rate: rateCode,
  examples: {
    match: [
      'mi dni es «12345678Z»',
      '«12.345.678-Z», gracias',
      'nif «12345678 z»',
      'DNI «44763531B» creo',
      'soy «00000000t»',
      'dni:«7123456-K»',
    ],
    reject: ['ref 12345678A', '12345678 y luego nada', 'dosis de 500mg', 'b12 y h1n1', 'dni caducado en 2019'],
  },
};

const PRINTED = [formOf(2, 3, 3), formOf(1, 3, 3)];

function rateNumber(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses || isDate(window)) return NONE;
  if (cueDistance < NO_CUE) return CUED;
  return PRINTED.includes(window.form) && window.separators === separatorsOf(DOT, DOT) && window.form === PRINTED[0]
    ? SHAPED
    : NONE;
}

export const dniNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/dni-number',
  entity: 'DNI',
  digits: [7, 8],
  cues: CUES,
  rate: rateNumber,
  examples: {
    match: [
      'DNI «31.209.774»',
      'mi documento es «31209774»',
      'dni «5.123.456» de mi abuelo',
      'soy «28.114.507», gracias',
      'dni «31 209 774»',
    ],
    reject: [
      'dni vencido el 12/03/2019, es asi',
      'son 28.114.507 pesos',
      'documento de 3 paginas',
      'ref 5.123.456',
      'dni 12-03-1985',
    ],
  },
};
