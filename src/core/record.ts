import type { RecordReason } from '../errors.ts';

/** A header value as kafkajs hands it over: once, several times under one name, or null. */
export type SourceHeader = Buffer | string | null | undefined | readonly (Buffer | string | null)[];

/** A batch of records that cannot be read, as it lies in the log: all that is known of them. */
export interface UnreadableBatch {
  readonly firstOffset: string;
  /** From its base offset to its end. */
  readonly bytes: Buffer;
}

/** One raw record of a source partition. */
export interface SourceRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, SourceHeader>> | undefined;
  /** The record has more headers than one may have: quarantine `limit_exceeded`, sealed with all of them. */
  readonly headerOverflow?: true;
  /** This is no record: it stands for a whole batch, at the offset of its last record: quarantine `unreadable_batch`. */
  readonly unreadable?: UnreadableBatch;
  /** Milliseconds since 1970 in decimal, as kafkajs gives it. */
  readonly timestamp: string;
  readonly offset: string;
}

/** One sanitized record, ready to be produced. */
export interface SinkRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | string>;
  readonly timestamp: string;
}

/** What becomes of one source record. Has no field that could hold an original value of a quarantined record. */
export type Outcome =
  | { readonly kind: 'forward'; readonly record: SinkRecord }
  | {
      readonly kind: 'quarantine';
      readonly reason: RecordReason;
      readonly fieldPath?: string;
      /** The form of a blocked value only: `ddd.ddd.ddd-dd`. */
      readonly mask?: string;
      /** Which check of the guard blocked it. */
      readonly check?: string;
      /** True when the guard met a value that a treatment of ours should have removed: opens the breaker. */
      readonly fault?: boolean;
    };
