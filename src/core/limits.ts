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

/** How many bytes of quarantined records one route of one process keeps whole: so many at once, and so many in that time. */
export interface PayloadAllowance {
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Some 100,000 chat messages at once, and at most nine gibibytes a day: an honest mistake is kept whole until somebody
 * was called, and a flood does not fill the brokers' disks.
 */
export const DEFAULT_PAYLOAD_BUDGET: PayloadAllowance = { bytes: 64 * 1024 * 1024, seconds: 600 };
