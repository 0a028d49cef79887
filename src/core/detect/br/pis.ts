/**
 * PIS, PASEP, NIT, NIS: number of a worker or of a person in a social programme of Brazil, issued by Caixa, Banco do
 * Brasil and INSS; also printed on the Carteira de Trabalho.
 * Shape: 11 digits, printed 122.43933.28-6. Check: modulo 11, weights 3,2,9,8,7,6,5,4,3,2; one random number in ten passes.
 * Source: Caixa, Cadastro NIS; rule as in @brazilian-utils/brazilian-utils isValidPis.
 */
import { isRepeated, weightedSum } from '../check-digit.ts';
import { DOT, formOf, HYPHEN, type NumberWindow, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = formOf(3, 5, 2, 1);
const PRINTED_SEPARATORS = separatorsOf(DOT, DOT, HYPHEN);
const WEIGHTS = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/** Whether the check digit of eleven digits is that of a PIS. */
export function hasPisCheckDigit(digits: Uint8Array): boolean {
  const digit = 11 - (weightedSum(digits, 0, WEIGHTS) % 11);
  return (digit >= 10 ? 0 : digit) === digits[10] && !isRepeated(digits, 11);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  if (cueDistance < NO_CUE) {
    if (window.count !== 11) return SHAPED;
    return hasPisCheckDigit(window.digits) ? CERTAIN : CUED;
  }
  return window.count === 11 && window.form === PRINTED && window.separators === PRINTED_SEPARATORS ? CHECKED : NONE;
}

export const pis: NumberRecognizer = {
  kind: 'number',
  name: 'br/pis',
  entity: 'PIS',
  digits: [10, 11, 12],
  cues: [
    ...['pis', 'pasep', 'nit', 'nis', 'pispasep', 'ctps', 'carteira de trabalho', 'inss', 'cadunico', 'cad unico'],
    ...['bolsa familia', 'numero do beneficio', 'nb'],
  ],
  rate,
  examples: {
    match: [
      'Meu PIS é «122.43933.28-6», o RH pediu',
      'conta do bolsa vem no nis «12366844079»',
      'carteira de trabalho «127.90966.90-9»',
      'NIT «122.48483.59-9». Vitória',
      'o número «125.68299.22-5» consta',
      'pis/pasep: «12243933286»',
    ],
    reject: [
      'o inss negou em 12/03/2024',
      'código 12243933286',
      'pis 2 vezes',
      '122.4393.328-6',
      'liga no +55 12 24393 3286',
    ],
  },
};
