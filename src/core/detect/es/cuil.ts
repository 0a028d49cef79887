/**
 * CUIL and CUIT of Argentina: labour and tax number, issued by ANSES and ARCA.
 * Shape: 11 digits, printed 20-12345678-6; kind 20, 23, 24, 25, 26, 27, 30, 33, 34. Check: weights 5432765432, modulo 11.
 * Source: AFIP, Resolución General 10/1997; ANSES, "CUIL".
 */
import { weightedSum } from '../check-digit.ts';
import { formOf, type NumberWindow, numberAt } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, EVIDENT, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const KINDS = new Set([20, 23, 24, 25, 26, 27, 30, 33, 34]);
const PRINTED = formOf(2, 8, 1);

/** Whether the last of eleven digits fits. */
export function hasCuilCheckDigit(digits: ArrayLike<number>): boolean {
  const control = (11 - (weightedSum(digits, 0, WEIGHTS) % 11)) % 11;
  return (control === 10 ? 9 : control) === digits[10];
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const isKind = KINDS.has(numberAt(window, 0, 2));
  const valid = window.count === 11 && isKind && hasCuilCheckDigit(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  if (window.form === PRINTED) return valid ? CHECKED : isKind ? SHAPED : NONE;
  return valid && window.groupCount === 1 ? EVIDENT : NONE;
}

export const cuil: NumberRecognizer = {
  kind: 'number',
  name: 'es/cuil',
  entity: 'NATIONAL_ID',
  digits: [10, 11],
  cues: ['cuil', 'cuit', 'cuils', 'cuits', 'cuit cuil', 'c u i l', 'c u i t'],
  rate,
  examples: {
    match: [
      'CUIL «20-12345678-6»',
      'cuit «30500010912»',
      'es «27-27884301-4», Swiss',
      'mi cuil: «20 12345678 7» creo',
      'cuit de la obra social «30-50001091-2»',
    ],
    reject: [
      'codigo 20123456787',
      'cuil pendiente de 2 papeles',
      'turno 20-12-2024',
      'cel 11-12345678-6',
      'cuit desde 2019, monotributo',
    ],
  },
};
