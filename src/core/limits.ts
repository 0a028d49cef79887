/** Bounds that hold before any costly work is done on a record. */
export interface Limits {
  /** Bytes of a record's value. */
  readonly recordBytes: number;
  /** UTF-8 bytes of one text leaf. */
  readonly textBytes: number;
  /** Nesting of records, arrays, maps and unions. */
  readonly depth: number;
  /** Items of one array or map, over all its blocks. */
  readonly items: number;
}

export const DEFAULT_LIMITS: Limits = { recordBytes: 1_048_576, textBytes: 65_536, depth: 64, items: 100_000 };
