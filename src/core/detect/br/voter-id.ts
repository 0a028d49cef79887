/**
 * Título de eleitor: voter registration of Brazil, issued by the Justiça Eleitoral.
 * Shape: 12 digits (13 for older ones of SP and MG): number, state 01 to 28, two check digits; often 4-4-4.
 * Check: modulo 11, weights 2..9 over the number, then 7, 8, 9 over state and first digit; 10 gives 0, for SP and MG a
 * remainder of 0 gives 1.
 * Source: TSE, Resolução 23.659/2021; rule as in @brazilian-utils/brazilian-utils isValidVoterId.
 */
import { weightedSum } from '../check-digit.ts';
import { BLANK, formOf, type NumberWindow, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9];
const LAST_STATE = 28;

function checkDigit(sum: number, state: number): number {
  const remainder = sum % 11;
  if (remainder === 0 && (state === 1 || state === 2)) return 1;
  return remainder === 10 ? 0 : remainder;
}

/** Whether twelve digits have a state and both check digits of a título. */
export function hasVoterCheckDigits(digits: Uint8Array): boolean {
  const state = digits[8]! * 10 + digits[9]!;
  if (state < 1 || state > LAST_STATE) return false;
  const first = checkDigit(weightedSum(digits, 0, WEIGHTS), state);
  const second = checkDigit(7 * digits[8]! + 8 * digits[9]! + 9 * first, state);
  return first === digits[10] && second === digits[11];
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const valid = window.count === 12 && hasVoterCheckDigits(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  if (!valid) return NONE;
  const printed = window.form === formOf(4, 4, 4) && window.separators === separatorsOf(BLANK, BLANK);
  return printed ? CHECKED : window.groupCount === 1 ? SHAPED : NONE;
}

export const voterId: NumberRecognizer = {
  kind: 'number',
  name: 'br/voter-id',
  entity: 'NATIONAL_ID',
  digits: [12, 13],
  cues: ['titulo', 'titulo de eleitor', 'titulo eleitoral', 'eleitor', 'e titulo', 'inscricao eleitoral'],
  rate,
  examples: {
    match: [
      'titulo «235551572003» zona',
      'meu titulo de eleitor é «6977 7818 2054»',
      'título: «6977.7818.2054»',
      'meu titulo serve? é «697778182055»',
      'eleitor nº «0043568709068»',
    ],
    reject: ['o título do exame', 'código 697778182055', 'título 12', 'eleitor desde 2004', 'título em 12/03/2024'],
  },
};
