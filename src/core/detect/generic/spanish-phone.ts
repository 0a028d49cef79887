/**
 * Telephone numbers of Spain and Portugal without country code.
 * Shape: 9 digits; Spain 6, 7 (mobile), 8, 9 (fixed), Portugal 2 (fixed), 9 (mobile); 612 345 678, 612 34 56 78.
 * No check digit.
 * Source: CNMC, Plan Nacional de Numeración Telefónica; ANACOM, Plano Nacional de Numeração.
 */
import { formOf, type NumberWindow, SLASH } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WRITTEN = new Set([formOf(3, 3, 3), formOf(3, 2, 2, 2), formOf(2, 3, 2, 2)]);

function rate(window: NumberWindow, cueDistance: number): number {
  const first = window.digits[0]!;
  if (window.plus || window.parentheses || (first < 6 && first !== 2)) return NONE;
  const written = WRITTEN.has(window.form) && window.separators % 8 !== SLASH;
  if (cueDistance < NO_CUE) return written || window.groupCount === 1 ? CERTAIN : NONE;
  return written ? SHAPED : NONE;
}

export const spanishPhone: NumberRecognizer = {
  kind: 'number',
  name: 'generic/spanish-phone',
  entity: 'PHONE',
  digits: [9],
  cues: PHONE_CUES,
  rate,
  examples: {
    match: [
      'mi movil es «612 345 678»',
      'llámame al «612 34 56 78»',
      'el fijo: «91 345 67 89»',
      'tel «912345678»',
      'o meu número é «912 345 678»',
    ],
    reject: [
      'expediente 612345678',
      'dosis 100 200 300',
      'tensión 12/8',
      'pesa 612 gramos y mide 34 cm',
      'son 300 400 500 euros',
      'glicemia 218 219 220',
      'glucemia: 180 210 190 200 233',
    ],
  },
};
