/**
 * CBU and CVU of Argentina: standard number of a bank account or virtual wallet.
 * Shape: 22 digits, bank and branch 7 and a check digit, account 13 and a check digit. Check: weights 7, 1, 3, 9 from the
 * right, modulo 10, in each block.
 * Source: BCRA, Comunicación A 2559 (SNP), annex on the CBU.
 */
import type { NumberWindow } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const DIGITS = 22;
const BRANCH_BLOCK = 8;
const WEIGHTS = [3, 1, 7, 9];

function hasBlockCheck(digits: ArrayLike<number>, from: number, to: number): boolean {
  let sum = 0;
  for (let at = to - 2, place = 0; at >= from; at--, place++) sum += digits[at]! * WEIGHTS[place % 4]!;
  return (10 - (sum % 10)) % 10 === digits[to - 1];
}

/** Whether both check digits of a CBU fit. */
export function hasCbuCheckDigits(digits: ArrayLike<number>): boolean {
  return hasBlockCheck(digits, 0, BRANCH_BLOCK) && hasBlockCheck(digits, BRANCH_BLOCK, DIGITS);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const valid = window.count === DIGITS && hasCbuCheckDigits(window.digits);
  if (valid) return CERTAIN;
  return cueDistance < NO_CUE ? CUED : window.groupCount <= 2 && window.count === DIGITS ? SHAPED : NONE;
}

export const cbu: NumberRecognizer = {
  kind: 'number',
  name: 'es/cbu',
  entity: 'ACCOUNT',
  digits: [21, 22],
  cues: ['cbu', 'cvu', 'c b u', 'c v u', 'cbus'],
  rate,
  examples: {
    match: [
      'CBU «2850590940090418135201», a nombre',
      'cbu «28505909 40090418135201»',
      '«2850590940090418135201» gracias',
      'cvu: «0000003100010000000001»',
      'mi cbu es «2850590940090418135202» creo',
    ],
    reject: [
      'cbu pendiente',
      'codigo 123456789012345678901',
      'cvu desde 2019, mercado pago',
      'alias y cbu 2 veces',
      'deposito de 1200',
    ],
  },
};
