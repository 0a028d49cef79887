/**
 * Código postal of Portugal; a full one means a street or a part of it.
 * Shape: 4 and 3 digits, 1234-567; with a blank or run together only after a cue. No check digit.
 * Source: CTT, "Códigos postais".
 */
import { formOf, HYPHEN, type NumberWindow } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses || window.digits[0] === 0) return NONE;
  const written = window.form === formOf(4, 3) && window.separators === HYPHEN;
  if (cueDistance < NO_CUE)
    return written ? CERTAIN : window.form === formOf(4, 3) || window.groupCount === 1 ? CUED : NONE;
  return written ? SHAPED : NONE;
}

export const portuguesePostalCode: NumberRecognizer = {
  kind: 'number',
  name: 'es/portuguese-postal-code',
  entity: 'LOCATION',
  digits: [7],
  cues: ['codigo postal', 'cod postal', 'c postal', 'morada'],
  rate,
  examples: {
    match: [
      'moro em «1250-096» Lisboa',
      'código postal «4000 123»',
      'cod. postal: «4000123»',
      'fica em «1100-063» Lisboa',
      'morada nova, «4900-347»',
    ],
    reject: ['ref 1250096', 'cp 0123-456', 'de 2019-2020', 'sala 12-345', 'tensão 120/80'],
  },
};
