/**
 * CNS: number of the Cartão Nacional de Saúde of SUS, issued by the Brazilian Ministry of Health.
 * Shape: 15 digits, printed 700 5075 1234 5678. Numbers beginning 1 or 2 derive from the PIS, 7, 8, 9 are provisional,
 * 5 is used by e-SUS. Check: the sum of digits weighted 15..1 is a multiple of 11; numbers beginning 1 or 2 also end
 * in 000x or 001x.
 * Source: DATASUS, "Algoritmo de validação do CNS"; @brazilian-utils/brazilian-utils isValidCns.
 */
import { isRepeated, weightedSum } from '../check-digit.ts';
import { BLANK, formOf, type NumberWindow, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = formOf(3, 4, 4, 4);
const PRINTED_SEPARATORS = separatorsOf(BLANK, BLANK, BLANK);
const DIGITS = 15;
const WEIGHTS = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

function hasCnsCheckDigit(digits: Uint8Array): boolean {
  const first = digits[0]!;
  if (weightedSum(digits, 0, WEIGHTS) % 11 !== 0 || isRepeated(digits, 15)) return false;
  if (first === 1 || first === 2) return digits[11] === 0 && digits[12] === 0 && digits[13]! <= 1;
  return first === 5 || first >= 7;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  // One digit too few or too many (old cards also print the number of the copy).
  if (window.count !== DIGITS) return cueDistance < NO_CUE ? (window.largestGroup >= 3 ? CUED : SHAPED) : NONE;
  const valid = hasCnsCheckDigit(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  const printed = window.form === PRINTED && window.separators === PRINTED_SEPARATORS;
  if (!valid) return printed && window.digits[0]! >= 7 ? SHAPED : NONE;
  if (printed) return CERTAIN;
  return window.digits[0] !== 5 && window.groupCount <= 5 && window.smallestGroup >= 2 ? CHECKED : NONE;
}

export const cns: NumberRecognizer = {
  kind: 'number',
  name: 'br/cns',
  entity: 'CNS',
  digits: [DIGITS - 1, DIGITS, DIGITS + 1],
  cues: ['cns', 'sus', 'cadsus', 'cartao sus', 'cartao do sus', 'cartao nacional de saude', 'conecte sus'],
  rate,
  examples: {
    match: [
      'cns «898001160660761» do meu pai',
      'Cartão SUS: «700 0000 0000 0005»',
      'segue «898 0011 6066 0761» ok',
      'cartão do sus dela é «123456789012345»',
      'numero «898.0011.6066.0761»',
      'meu cartao sus «8980011606607611»',
      'cns «20000000000 0003»',
    ],
    reject: [
      'o sus não marcou 3 exames',
      'código 898001160660762',
      'imei 356938035643809',
      'cns',
      'paguei R$ 1.200,00 em 15/03/2024',
    ],
  },
};
