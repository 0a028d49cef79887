import { STATES } from './labels.ts';

/**
 * Sums of small weights, several in one integer. A row of the table is ROW_WORDS words of four bytes, each byte a weight
 * plus 128; a sum is SUM_WORDS words of two 16-bit lanes: for each word of a row first bytes 0 and 2, then bytes 1 and 3.
 * The 128 of each row is in the sums of all states alike, so that it decides nothing. No lane overflows below 257 rows.
 */
export const ROW_WORDS = 4;
export const SUM_WORDS = 8;
/** Bytes of a row: the states, filled up. */
export const ROW_BYTES = 16;
export const WEIGHT_ZERO = 128;
const LANES = 0x00ff00ff;

/** Adds rows of the table, the first `count` of `rows`, to the sum at `at`. */
export function addRows(sums: Int32Array, at: number, table: Int32Array, rows: Int32Array, count: number): void {
  let sum0 = sums[at]!;
  let sum1 = sums[at + 1]!;
  let sum2 = sums[at + 2]!;
  let sum3 = sums[at + 3]!;
  let sum4 = sums[at + 4]!;
  let sum5 = sums[at + 5]!;
  let sum6 = sums[at + 6]!;
  let sum7 = sums[at + 7]!;
  for (let one = 0; one < count; one++) {
    const from = rows[one]! * ROW_WORDS;
    const first = table[from]!;
    const second = table[from + 1]!;
    const third = table[from + 2]!;
    const fourth = table[from + 3]!;
    sum0 = (sum0 + (first & LANES)) | 0;
    sum1 = (sum1 + ((first >>> 8) & LANES)) | 0;
    sum2 = (sum2 + (second & LANES)) | 0;
    sum3 = (sum3 + ((second >>> 8) & LANES)) | 0;
    sum4 = (sum4 + (third & LANES)) | 0;
    sum5 = (sum5 + ((third >>> 8) & LANES)) | 0;
    sum6 = (sum6 + (fourth & LANES)) | 0;
    sum7 = (sum7 + ((fourth >>> 8) & LANES)) | 0;
  }
  sums[at] = sum0;
  sums[at + 1] = sum1;
  sums[at + 2] = sum2;
  sums[at + 3] = sum3;
  sums[at + 4] = sum4;
  sums[at + 5] = sum5;
  sums[at + 6] = sum6;
  sums[at + 7] = sum7;
}

/** Adds the sum at `from` of other sums to the sum at `at`. */
export function addSum(sums: Int32Array, at: number, others: Int32Array, from: number): void {
  sums[at]! += others[from]!;
  sums[at + 1]! += others[from + 1]!;
  sums[at + 2]! += others[from + 2]!;
  sums[at + 3]! += others[from + 3]!;
  sums[at + 4]! += others[from + 4]!;
  sums[at + 5]! += others[from + 5]!;
  sums[at + 6]! += others[from + 6]!;
  sums[at + 7]! += others[from + 7]!;
}

/** Takes a sum apart: one number a state, with its bias, from `to` on. */
export function unpackSum(sums: Int32Array, at: number, biases: Int32Array, numbers: Int32Array, to: number): void {
  for (let word = 0, state = 0; state < STATES; word += 2, state += 4) {
    const even = sums[at + word]!;
    const odd = sums[at + word + 1]!;
    numbers[to + state] = (even & 0xffff) + biases[state]!;
    numbers[to + state + 1] = (odd & 0xffff) + biases[state + 1]!;
    numbers[to + state + 2] = (even >>> 16) + biases[state + 2]!;
    numbers[to + state + 3] = (odd >>> 16) + biases[state + 3]!;
  }
}
