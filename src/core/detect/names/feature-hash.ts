/**
 * Rows of the weight table. Feature hashing (Weinberger et al., 2009, "Feature Hashing for Large Scale Multitask
 * Learning"): a feature is a number, and its row is that number mixed and cut to the size of the table.
 */

/** Rows of the table, a power of two. */
export const ROWS: number = 1 << 19;

/** Mixes a value into a hash. */
export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Row of a feature. */
export function rowOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) & (ROWS - 1);
}
