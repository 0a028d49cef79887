/**
 * Rows of the weight table. Feature hashing (Weinberger et al., 2009, "Feature Hashing for Large Scale Multitask
 * Learning"): a feature is a number, and its row is that number mixed and cut to the size of the table.
 */

const ROW_BITS = 18;
/** Rows of the table, a power of two. */
export const ROWS: number = 1 << ROW_BITS;

/** Mixes a value into a hash. */
export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Row of a feature. */
export function rowOf(hash: number): number {
  return Math.imul(hash, 0x85ebca6b) >>> (32 - ROW_BITS);
}
