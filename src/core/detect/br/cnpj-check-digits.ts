import { modulo11Digit, weightedSum } from '../check-digit.ts';

const FIRST_WEIGHTS = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const SECOND_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Checks the 14 values of a CNPJ, numeric or alphanumeric (value of a character = its ASCII code - 48).
 * Source: Receita Federal, Instrução Normativa RFB 2.229/2024, annex.
 */
export function hasCnpjCheckDigits(values: ArrayLike<number>): boolean {
  return (
    modulo11Digit(weightedSum(values, 0, FIRST_WEIGHTS)) === values[12] &&
    modulo11Digit(weightedSum(values, 0, SECOND_WEIGHTS)) === values[13]
  );
}
