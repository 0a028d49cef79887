/**
 * CIF of Spain: tax number of a legal entity, issued by the Agencia Tributaria.
 * Shape: a letter for the kind, 7 digits, a control digit or letter, B12345674. Check: Luhn-like sum modulo 10.
 * Source: Orden EHA/451/2008; Decreto 2423/1975.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, type CodeRecognizer, CUED, EVIDENT, NO_CUE, NONE } from '../recognizer.ts';

const KINDS_OF_ENTITY = new Set([...'abcdefghjnpqrsuvw'].map((letter) => letter.charCodeAt(0)));
const CONTROL_LETTERS = 'jabcdefghi';
const DIGITS = 7;

/** Whether the control sign of nine characters fits. */
export function hasCifControl(characters: Uint16Array): boolean {
  if (!KINDS_OF_ENTITY.has(characters[0]!)) return false;
  let sum = 0;
  for (let at = 1; at <= DIGITS; at++) {
    if (isLetter(characters[at]!)) return false;
    const digit = characters[at]! - 0x30;
    const value = at % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  const control = (10 - (sum % 10)) % 10;
  const last = characters[DIGITS + 1]!;
  return isLetter(last) ? CONTROL_LETTERS.charCodeAt(control) === last : last - 0x30 === control;
}

function rate(code: CodeWindow, cueDistance: number): number {
  const valid = hasCifControl(code.characters);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : code.digits >= DIGITS ? CUED : NONE;
  return valid && code.blanks === 0 ? EVIDENT : NONE;
}

export const cif: CodeRecognizer = {
  kind: 'code',
  name: 'es/cif',
  entity: 'NATIONAL_ID',
  lengths: [9],
  cues: ['cif', 'c i f', 'nif', 'empresa', 'razon social'],
  blanks: true,
  rate,
  examples: {
    match: [
      'CIF «A58818501» de la empresa',
      'la clínica «B-12345674»',
      'cif: «b12345674»',
      'CIF «B12345675», revise',
      'datos de «Q2826000H»',
    ],
    reject: ['codigo B12345675', 'vitamina b12 1000', 'cif pendiente', 'g6pd y h1n1', 'A5881850'],
  },
};
