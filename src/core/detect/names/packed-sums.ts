import { STATES } from './labels.ts';

/**
 * Sums of small weights, several in one integer. A row of the table is ROW_WORDS words of four bytes, each byte a weight
 * plus 128; a sum is SUM_WORDS words of two 16-bit lanes: for each word of a row first bytes 0 and 2, then bytes 1 and 3.
 * The 128 of each row is in the sums of all states alike, so that it decides nothing. No lane overflows below 257 rows.
 */
export const ROW_WORDS = 3;
export const SUM_WORDS = 6;
/** Bytes of a row: the states, filled up. */
export const ROW_BYTES = 12;
export const WEIGHT_ZERO = 128;
const LANES = 0x00ff00ff;
const NEVER_ABOVE = 0x7fffffff;

/** Adds rows of the table, the first `count` of `rows`, to the sum at `at`. */
export function addRows(sums: Int32Array, at: number, table: Int32Array, rows: Int32Array, count: number): void {
  let sum0 = sums[at]!;
  let sum1 = sums[at + 1]!;
  let sum2 = sums[at + 2]!;
  let sum3 = sums[at + 3]!;
  let sum4 = sums[at + 4]!;
  let sum5 = sums[at + 5]!;
  for (let one = 0; one < count; one++) {
    const from = rows[one]! * ROW_WORDS;
    const first = table[from]!;
    const second = table[from + 1]!;
    const third = table[from + 2]!;
    sum0 = (sum0 + (first & LANES)) | 0;
    sum1 = (sum1 + ((first >>> 8) & LANES)) | 0;
    sum2 = (sum2 + (second & LANES)) | 0;
    sum3 = (sum3 + ((second >>> 8) & LANES)) | 0;
    sum4 = (sum4 + (third & LANES)) | 0;
    sum5 = (sum5 + ((third >>> 8) & LANES)) | 0;
  }
  sums[at] = sum0;
  sums[at + 1] = sum1;
  sums[at + 2] = sum2;
  sums[at + 3] = sum3;
  sums[at + 4] = sum4;
  sums[at + 5] = sum5;
}

/** Sets `sum` to the sum of `count` sums of others: the first at `places[from]`, each next one SUM_WORDS beyond its place. */
export function sumOthers(sum: Int32Array, others: Int32Array, places: Int32Array, from: number, count: number): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  let sum5 = 0;
  for (let one = 0; one < count; one++) {
    const at = places[from + one]! + one * SUM_WORDS;
    sum0 = (sum0 + others[at]!) | 0;
    sum1 = (sum1 + others[at + 1]!) | 0;
    sum2 = (sum2 + others[at + 2]!) | 0;
    sum3 = (sum3 + others[at + 3]!) | 0;
    sum4 = (sum4 + others[at + 4]!) | 0;
    sum5 = (sum5 + others[at + 5]!) | 0;
  }
  sum[0] = sum0;
  sum[1] = sum1;
  sum[2] = sum2;
  sum[3] = sum3;
  sum[4] = sum4;
  sum[5] = sum5;
}

/** Whether the number of any state is greater than that of state 0 plus the limit of that state (see `limitsOf`). */
export function isAnyAbove(sum: Int32Array, limits: Int32Array): boolean {
  const first = sum[0]! & 0xffff;
  for (let word = 0, state = 0; word < SUM_WORDS; word += 2, state += 4) {
    const even = sum[word]!;
    const odd = sum[word + 1]!;
    if ((even & 0xffff) - first > limits[state]! || (odd & 0xffff) - first > limits[state + 1]!) return true;
    if ((even >>> 16) - first > limits[state + 2]! || (odd >>> 16) - first > limits[state + 3]!) return true;
  }
  return false;
}

/** What a sum without biases must exceed that of state 0 by, for its number to lie above that of state 0 less a margin. */
export function limitsOf(biases: Int32Array, margin: number): Int32Array {
  const limits = new Int32Array(ROW_BYTES).fill(NEVER_ABOVE);
  for (let state = 1; state < STATES; state++) limits[state] = biases[0]! - margin - biases[state]!;
  return limits;
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
