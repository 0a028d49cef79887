/**
 * Telephone numbers with a country code, of any country.
 * Shape: + or 00, country code, 8 to 15 digits in all (ITU-T E.164), groups of at least 2 digits. No check digit.
 * Source: ITU-T E.164 (11/2010) and its list of assigned country codes.
 */
import { formOf, IRREGULAR, type NumberWindow, numberAt } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, CHECKED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

/** Two-digit country codes; 1 and 7 stand alone, all others have three digits and begin 2, 3, 4, 5, 6, 8 or 9. */
const TWO_DIGIT_CODES = new Set([
  20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
  63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
]);
const THREE_DIGIT_STARTS = new Set([
  21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99,
]);

function hasCountryCode(window: NumberWindow, from: number): boolean {
  const first = window.digits[from]!;
  const pair = numberAt(window, from, from + 2);
  return first === 1 || first === 7 || TWO_DIGIT_CODES.has(pair) || THREE_DIGIT_STARTS.has(pair);
}

function rate(window: NumberWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (window.plus) {
    return window.count <= 15 && hasCountryCode(window, 0) && window.form !== IRREGULAR ? CHECKED : NONE;
  }
  if (window.count < 11 || window.digits[0] !== 0 || window.digits[1] !== 0 || !hasCountryCode(window, 2)) return NONE;
  if (cued) return CERTAIN;
  return window.groupCount > 1 && window.form !== formOf(5, 6) && window.smallestGroup >= 2 ? SHAPED : NONE;
}

export const internationalPhone: NumberRecognizer = {
  kind: 'number',
  name: 'generic/international-phone',
  entity: 'PHONE',
  digits: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
  cues: PHONE_CUES,
  rate,
  examples: {
    match: [
      'llámame al «+34 612 345 678»',
      'call me at «+1 (415) 555-2671»',
      'desde Lisboa «+351 912 345 678»',
      'mi numero: «+54 9 11 2345-6789»',
      'tel. «0034 612 345 678»',
      '«+525512345678»',
      'por whatsapp al «+34 633 41 87 20»',
    ],
    reject: ['fator RH +', 'ganhei +5 kg em 2 meses', 'exame + 2 dias', 'soma 10 + 20 + 30', 'código 00123456789'],
  },
};
