import type { IHeaders } from 'kafkajs';
import type { RecordReason } from '../../src/errors.ts';
import { type Planted, type ProbeParts, probe } from './probe-records.ts';
import type { NewRecord } from './topics.ts';

export interface ByteRecord extends NewRecord {
  readonly value: Buffer | null;
}

/** One record that is wrong in one way, and what must become of it. */
export interface BadRow {
  readonly name: string;
  readonly expected: 'forward' | RecordReason;
  /** Path that the quarantine record names. */
  readonly fieldPath?: string;
  readonly make: (schemaId: number, planted: Planted) => Omit<ByteRecord, 'partition'>;
}

/** A time that no broker takes unless its topic is told to. */
export const FUTURE = Date.UTC(2100, 0, 1, 10, 20, 30);

/** Gateways add headers that no policy lists; each record has one with a value of its own. */
export const unlisted = (planted: Planted): IHeaders => ({ 'x-patient-name': planted.header });

/** Makes a row; the record has an own key and an unlisted header, `more` changes them. */
export function row(
  name: string,
  expected: BadRow['expected'],
  value: (schemaId: number, planted: Planted) => Buffer,
  more: (planted: Planted) => Partial<ByteRecord> = () => ({}),
): BadRow {
  const make: BadRow['make'] = (schemaId, planted) => ({
    ...{ key: planted.key, value: value(schemaId, planted), headers: unlisted(planted) },
    ...more(planted),
  });
  return { name, expected, make };
}

/** The bytes of a probe with nothing wrong in them. */
export const whole = (schemaId: number, planted: Planted) => probe(schemaId, planted);

/** The bytes of a probe with some fields replaced. */
export const changed =
  (change: (planted: Planted) => Partial<ProbeParts>) =>
  (schemaId: number, planted: Planted): Buffer =>
    probe(schemaId, planted, change(planted));

/** A record with nothing wrong in it. */
export const GOOD: BadRow = row('good record', 'forward', whole);
