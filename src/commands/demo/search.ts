/** Byte strings that are looked for all at once, however many there are. */
export interface Needles {
  readonly patterns: readonly Buffer[];
  /** Which planted value each pattern stands for. */
  readonly values: readonly number[];
}

export interface Search {
  /** Calls back with the index of each pattern that occurs. */
  find(haystack: Buffer, found: (pattern: number) => void): void;
}

/** Shorter patterns would be found by chance; such values are checked field by field instead. */
export const SHORTEST_PATTERN = 6;
const WINDOW = SHORTEST_PATTERN;
const BUCKETS = 1 << 22;

/** Hash of the window that begins at `at`. */
function windowHash(bytes: Buffer, at: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  const high = bytes[at + 4]! | (bytes[at + 5]! << 8);
  return ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high + 1, 0x85ebca6b)) >>> 10) & (BUCKETS - 1);
}

/**
 * Prepares a search: each pattern is filed under its rarest window of 6 bytes (many begin alike, as `https://` does),
 * so that nearly every place of a haystack costs one look into a table.
 */
export function prepareSearch(patterns: readonly Buffer[]): Search {
  const frequency = new Uint32Array(BUCKETS);
  for (const pattern of patterns) {
    for (let at = 0; at + WINDOW <= pattern.length; at++) frequency[windowHash(pattern, at)]!++;
  }
  const first = new Int32Array(BUCKETS).fill(-1);
  const next = new Int32Array(patterns.length);
  const windowAt = new Int32Array(patterns.length);
  patterns.forEach((pattern, index) => {
    if (pattern.length < WINDOW) throw new RangeError(`a pattern has at least ${WINDOW} bytes`);
    let rarest = 0;
    for (let at = 1; at + WINDOW <= pattern.length; at++) {
      if (frequency[windowHash(pattern, at)]! < frequency[windowHash(pattern, rarest)]!) rarest = at;
    }
    const bucket = windowHash(pattern, rarest);
    windowAt[index] = rarest;
    next[index] = first[bucket]!;
    first[bucket] = index;
  });

  const find = (haystack: Buffer, found: (pattern: number) => void): void => {
    for (let at = 0; at + WINDOW <= haystack.length; at++) {
      for (let index = first[windowHash(haystack, at)]!; index >= 0; index = next[index]!) {
        const start = at - windowAt[index]!;
        const pattern = patterns[index]!;
        const end = start + pattern.length;
        if (start < 0 || end > haystack.length) continue;
        if (haystack.compare(pattern, 0, pattern.length, start, end) === 0) found(index);
      }
    }
  };
  return { find };
}
