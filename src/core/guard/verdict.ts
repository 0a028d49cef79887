import type { KnownValue } from '../entity.ts';

/**
 * What the policy let a string, bytes or fixed leaf (or a map's keys) be.
 * - text: free text after detection
 * - kept: kept because it has the shape of a pattern or token
 * - closed: uuid, ulid, epoch, digits or one of a list; not searched for names or numbers
 *
 * A leaf without a class was treated, and must be wholly made of what Sigilo wrote.
 */
export type LeafClass = 'text' | 'kept' | 'closed';

/** A sink record as the guard sees it: its Avro body, and which bytes of it Sigilo made. */
export interface GuardInput {
  bytes: Buffer;
  /** The Avro body without the five bytes of framing. */
  start: number;
  end: number;
  /** Pairs of start and end, positions in `bytes`, ascending: tokens, placeholders, generalized text, `#2` of map keys. */
  emitted: Int32Array;
  emittedCount: number;
  known: readonly KnownValue[];
  /** Length of the source record's value. */
  sourceBytes: number;
}

/** Why a record must not be sent. `fault` tells a bug of ours from something that data can provoke. */
export interface GuardHit {
  check: 'known_value' | 'identifier' | 'email' | 'phone' | 'card' | 'canary' | 'structure' | 'growth' | 'untreated';
  fieldPath: string;
  /** The form of the match only (`ddd.ddd.ddd-dd`). */
  mask?: string;
  fault: boolean;
}

/** The second opinion on one sink schema. Holds scratch space: not to be used from within its own calls. */
export interface Guard {
  check(input: GuardInput): GuardHit | null;
  /**
   * Checks a text beside the value, such as a kept key or header.
   * @param known null: the values of the record that `check` saw last
   */
  checkText(
    text: string,
    leafClass: LeafClass,
    known: readonly KnownValue[] | null,
    fieldPath: string,
  ): GuardHit | null;
}
