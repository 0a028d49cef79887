import { Buffer, isUtf8 } from 'node:buffer';
import { type CoreState, countFinding } from './core-state.ts';
import { coarseAge, coarseDate, coarsePlace } from './generalize-text.ts';
import type { EdgeRule, EdgeTreatment, HeaderRule } from './policy/edge-rules.ts';
import type { KeyRule } from './policy/key-rules.ts';
import type { Timestamp } from './policy/profiles.ts';
import type { SourceHeader, SourceRecord } from './record.ts';
import { RecordFault } from './record-fault.ts';
import { generalizeTime } from './treat/generalize.ts';
import { placeholder } from './treat/redact.ts';
import { MILLIS_OF } from './treat/time-steps.ts';
import type { TokenMaker } from './treat/token.ts';
import { domainOf } from './write-leaf.ts';

/**
 * Reads a key as text; null when the sink record gets none, or one in Avro.
 * Throws RecordFault `unexpected_shape` on bytes that are no UTF-8, `limit_exceeded` on more than `mostBytes`.
 */
export function readKey(rule: KeyRule, key: Buffer | null, mostBytes: number): string | null {
  if (rule.as !== 'utf8' || key === null) return null;
  if (key.length > mostBytes) throw new RecordFault('limit_exceeded', 'key');
  if (!isUtf8(key)) throw new RecordFault('unexpected_shape', 'key');
  return key.toString('utf8');
}

/** Treats a key's text; throws RecordFault `unexpected_shape` on a kept key of another form. */
export function treatKey(state: CoreState, rule: KeyRule, text: string | null): Buffer | null {
  if (rule.as !== 'utf8' || text === null || rule.treatment.kind === 'drop') return null;
  const treated = treatText(state, rule, text, state.keyTokenizer);
  if (treated === null) throw new RecordFault('unexpected_shape', 'key');
  return Buffer.from(treated, 'utf8');
}

/** Treats the listed headers; all others, and those that are null, repeated, invalid, misshaped or too long, are dropped and counted. */
export function treatHeaders(
  state: CoreState,
  rules: readonly HeaderRule[],
  headers: SourceRecord['headers'],
): Record<string, Buffer | string> {
  const treated: Record<string, Buffer | string> = {};
  if (headers === undefined) return treated;
  let kept = 0;
  for (const rule of rules) {
    if (!Object.hasOwn(headers, rule.name) || rule.treatment.kind === 'drop') continue;
    const text = readHeader(rule, headers[rule.name], state.limits.textBytes);
    const value = text === null ? null : treatText(state, rule, text, state.tokenizer);
    if (value === null) continue;
    treated[rule.name] = rule.as === 'bytes' && rule.treatment.kind === 'keep' ? Buffer.from(value, 'latin1') : value;
    kept++;
  }
  state.counts.headersDropped += countHeaders(headers) - kept;
  return treated;
}

/** The last millisecond of a calendar of four-digit years. */
const LATEST_TIME = 253_402_300_799_999;
const LONGEST_TIME = 16;

/**
 * Cuts a record's timestamp (milliseconds in decimal, none is below 0 afterwards); -1, which Kafka uses for none, stays.
 * Throws RecordFault `unexpected_shape` on one before 1970 or after 9999. A broker takes the former, but not into a topic
 * that compresses by a codec of its own, where one such record would stop its partition. No clock has the latter, and the
 * records that are sent with it would lose their own times, since a batch tells times by their distance from its first.
 */
export function treatTimestamp(timestamp: string, granularity: Timestamp): string {
  if (timestamp === '-1') return timestamp;
  const time = Number(timestamp);
  if (timestamp.length > LONGEST_TIME || !(time >= 0 && time <= LATEST_TIME))
    throw new RecordFault('unexpected_shape', 'timestamp');
  if (granularity === 'keep') return timestamp;
  const step = MILLIS_OF[granularity];
  if (step === undefined) return generalizeTime(BigInt(timestamp), 'millis', granularity).toString();
  return String(Math.floor(time / step) * step);
}

function treatText(
  state: CoreState,
  { treatment, shape }: EdgeRule,
  text: string,
  tokenizer: TokenMaker,
): string | null {
  switch (treatment.kind) {
    case 'keep':
      return shape?.(text) ? text : null;
    case 'redact':
      countFinding(state.counts, treatment.entity, 'redact');
      return placeholder(treatment.entity);
    case 'tokenize':
      countFinding(state.counts, treatment.entity, 'tokenize');
      return tokenizer.text('field', state.tenant, domainOf(state, treatment), treatment.entity, text);
    case 'generalize':
      countFinding(state.counts, treatment.entity, 'generalize');
      return generalizeEdge(state, treatment, text);
    case 'drop':
      return null;
  }
}

function generalizeEdge(
  state: CoreState,
  treatment: Extract<EdgeTreatment, { kind: 'generalize' }>,
  text: string,
): string {
  if (treatment.entity === 'DATE') return coarseDate(state, text, treatment.granularity);
  return treatment.entity === 'AGE' ? coarseAge(text) : coarsePlace(text, false);
}

function readHeader(rule: HeaderRule, header: SourceHeader, mostBytes: number): string | null {
  if (typeof header === 'string') return header.length > mostBytes ? null : header;
  if (!Buffer.isBuffer(header) || header.length > mostBytes) return null; // null, absent, or several under one name
  if (rule.as === 'bytes' && rule.treatment.kind === 'keep') return header.toString('latin1');
  return isUtf8(header) ? header.toString('utf8') : null;
}

function countHeaders(headers: NonNullable<SourceRecord['headers']>): number {
  let count = 0;
  for (const name in headers) count += Array.isArray(headers[name]) ? headers[name].length : 1;
  return count;
}
