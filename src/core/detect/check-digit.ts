/** Check-digit sums over arrays of small numbers (digit values, or letter values for codes). */

/** Sum of `values[from + i] * weights[i]`. */
export function weightedSum(values: ArrayLike<number>, from: number, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += values[from + index]! * weights[index]!;
  return sum;
}

/** Brazilian rule of CPF and CNPJ: 11 minus the remainder, 0 when the remainder is below 2. */
export function modulo11Digit(sum: number): number {
  const remainder = sum % 11;
  return remainder < 2 ? 0 : 11 - remainder;
}

/** Luhn check (ISO/IEC 7812-1) over the first `count` digits, the last one being the check digit. */
export function passesLuhn(digits: ArrayLike<number>, count: number): boolean {
  let sum = 0;
  for (let index = count - 1, double = false; index >= 0; index--, double = !double) {
    const value = double ? digits[index]! * 2 : digits[index]!;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** True when all of the first `count` digits are the same: passes many checks, never issued. */
export function isRepeated(digits: ArrayLike<number>, count: number): boolean {
  for (let index = 1; index < count; index++) if (digits[index] !== digits[0]) return false;
  return true;
}
