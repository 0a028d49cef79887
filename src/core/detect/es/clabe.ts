/**
 * CLABE of Mexico: standard number of a bank account.
 * Shape: 18 digits, bank 3, place 3, account 11, check digit. Check: digits weighted 3, 7, 1, each modulo 10.
 * Source: Banco de México, Circular 14/2017; ABM, "CLABE".
 */
import { IRREGULAR, type NumberWindow, numberAt } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WEIGHTS = [3, 7, 1];
const DIGITS = 18;

/** Whether the last of eighteen digits fits. */
export function hasClabeCheckDigit(digits: ArrayLike<number>): boolean {
  let sum = 0;
  for (let at = 0; at < DIGITS - 1; at++) sum += (digits[at]! * WEIGHTS[at % 3]!) % 10;
  return (10 - (sum % 10)) % 10 === digits[DIGITS - 1];
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const bank = numberAt(window, 0, 3);
  const valid = window.count === DIGITS && hasClabeCheckDigit(window.digits) && bank >= 1 && bank <= 903;
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  if (!valid || window.form === IRREGULAR) return NONE;
  return window.groupCount === 1 ? CHECKED : SHAPED;
}

export const clabe: NumberRecognizer = {
  kind: 'number',
  name: 'es/clabe',
  entity: 'ACCOUNT',
  digits: [17, 18, 19],
  cues: ['clabe', 'clabes', 'clave interbancaria', 'interbancaria', 'cta', 'cuenta', 'deposito', 'transferencia'],
  rate,
  examples: {
    match: [
      'CLABE «032180000118359719»',
      'clabe «072 180 00417722905 3»',
      '«032180000118359719» es mía',
      'mi clabe «01232001548830291» creo',
      'clave interbancaria: «0321 8000 0118 3597 19»',
    ],
    reject: [
      'codigo 032180000118359718 del lote',
      'clabe pendiente',
      'folio 12345678901234567',
      'deposito de 1200 pesos',
      'transferencia del 12/03/2024',
    ],
  },
};
