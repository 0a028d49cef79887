/**
 * CPF: the tax number of a natural person in Brazil, issued by the Receita Federal; also the number of the new identity
 * card (CIN) and of the SUS card since 2025.
 * Shape: 11 digits, printed 529.982.247-25. Check: two digits, modulo 11 with weights 10..2 and 11..2; equal digits are
 * never issued.
 * Source: Receita Federal, Instrução Normativa RFB 2.172/2024; rule as in @brazilian-utils/brazilian-utils isValidCpf.
 */
import { isRepeated, modulo11Digit, weightedSum } from '../check-digit.ts';
import {
  DOT,
  formOf,
  HYPHEN,
  hasSeparator,
  IRREGULAR,
  type NumberWindow,
  SLASH,
  separatorsOf,
} from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = formOf(3, 3, 3, 2);
const PRINTED_SEPARATORS = separatorsOf(DOT, DOT, HYPHEN);
const DIGITS = 11;
const CLOSE = 18;
const FIRST_WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];
const SECOND_WEIGHTS = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

function hasCpfCheckDigits(digits: Uint8Array): boolean {
  return (
    modulo11Digit(weightedSum(digits, 0, FIRST_WEIGHTS)) === digits[9] &&
    modulo11Digit(weightedSum(digits, 0, SECOND_WEIGHTS)) === digits[10] &&
    !isRepeated(digits, 11)
  );
}

/** 529.982.247 25: dots, and any mark before the check digits. */
function isNearlyPrinted(window: NumberWindow): boolean {
  return window.form === PRINTED && Math.floor(window.separators / 8) === separatorsOf(DOT, DOT);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  // One digit too few or too many: mistyped, and weaker than any eleven.
  if (window.count !== DIGITS) {
    const mistyped = cueDistance <= CLOSE && (window.form === IRREGULAR || !hasSeparator(window, SLASH));
    return mistyped ? SHAPED : NONE;
  }
  const valid = hasCpfCheckDigits(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  const printed = window.form === PRINTED && window.separators === PRINTED_SEPARATORS;
  if (!valid) return printed || isNearlyPrinted(window) ? SHAPED : NONE;
  if (printed) return CERTAIN;
  return window.groupCount <= 4 && window.smallestGroup >= 2 ? CHECKED : NONE;
}

export const cpf: NumberRecognizer = {
  kind: 'number',
  name: 'br/cpf',
  entity: 'CPF',
  digits: [DIGITS - 1, DIGITS, DIGITS + 1],
  cues: ['cpf', 'cic', 'cpfs'],
  rate,
  examples: {
    match: [
      'meu CPF é «529.982.247-25» obrigada',
      'segue: «52998224725»',
      'cpf eh «529 982 247 25» ta',
      'CPF do meu filho «529.982.247-26», acho que digitei errado',
      'cpf:«52998224725»',
      '«771.940.882 31» troquei no fim',
      'o errado era cpf «215.889.04-30»',
      'meu cpf «5 2 9 9 8 2 2 4 7 2 5»',
      '«529.982.247 25» é o dele',
      'o número «529.982.247/25» é dele',
      'doc «１２３.４５６.７８９-０９»',
    ],
    reject: [
      'pressão 12/8 e glicose 98 em jejum',
      'o código é 52998224724',
      'liga no +55 11 98765-4321',
      'número 111.111.111',
      'tomei 500 mg às 10 h e 250 mg às 22 h',
      'guia 5299822472',
      'cpf novo em 12/03/2024 10:30',
    ],
  },
};
