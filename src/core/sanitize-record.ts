import { Buffer } from 'node:buffer';
import type { RecordReason } from '../errors.ts';
import { assemble } from './assemble.ts';
import { FRAME_BYTES } from './avro/wire-format.ts';
import type { CoreState } from './core-state.ts';
import type { GuardHit } from './guard/leak-check.ts';
import { blockedBy, guardEdges, guardRecord } from './guard-record.ts';
import { tokenizesKey } from './policy/key-rules.ts';
import type { Plan, RecordRules } from './policy/plan.ts';
import type { Outcome, SourceRecord } from './record.ts';
import { readContext, readTombstoneContext } from './record-context.ts';
import { rememberConversation } from './record-conversation.ts';
import { readKey, treatHeaders, treatKey, treatTimestamp } from './record-edges.ts';
import { RecordFault } from './record-fault.ts';
import { readAvroKey, treatAvroKey } from './record-key.ts';

/** Why no plan can treat a record; found before the core sees it. */
export interface Refusal {
  readonly reason: RecordReason;
  readonly fieldPath?: string;
}

/**
 * Sanitizes one record: the walk over its bytes, the treatment of each leaf, the key and the headers, the guard.
 * Never throws: every fault becomes a quarantine outcome. A null value (tombstone) needs no plan.
 * @param coordinates `topic/partition/offset` of the source record, for lineage and as the last resort of a join space
 * @param keyPlan how a key in Avro is treated; not looked at where the policy has keys as text, or none
 */
export function sanitizeRecord(
  rules: RecordRules,
  plan: Plan | Refusal,
  record: SourceRecord,
  coordinates: string,
  state: CoreState,
  keyPlan: Plan | Refusal | null = null,
): Outcome {
  try {
    // Before anything reads the headers: there may be a hundred thousand of them.
    if (record.headerOverflow === true) return { kind: 'quarantine', reason: 'limit_exceeded', fieldPath: 'headers' };
    if (record.value !== null && 'reason' in plan) return { kind: 'quarantine', ...plan };
    let avroKey: Plan | null = null;
    if (rules.key.as === 'avro' && record.key !== null) {
      if (keyPlan === null) return { kind: 'quarantine', reason: 'internal', fieldPath: 'key' };
      if ('reason' in keyPlan) return { kind: 'quarantine', fieldPath: 'key', ...keyPlan };
      avroKey = keyPlan;
    }
    if (record.value === null) return forwardTombstone(rules, avroKey, record, coordinates, state);
    return sanitizeValue(plan as Plan, avroKey, record, record.value, coordinates, state);
  } catch (fault) {
    if (fault instanceof RecordFault) {
      return { kind: 'quarantine', reason: fault.reason, fieldPath: fault.fieldPath };
    }
    return { kind: 'quarantine', reason: 'internal' };
  }
}

function sanitizeValue(
  plan: Plan,
  avroKey: Plan | null,
  record: SourceRecord,
  value: Buffer,
  coordinates: string,
  state: CoreState,
): Outcome {
  plan.rewrite(value, FRAME_BYTES, value.length, state.walk);
  state.counts.uncoveredDropped += state.walk.droppedFields;
  const keyText = readKey(plan.rules.key, record.key, state.limits.textBytes);
  readContext(plan, value, record, keyText, coordinates, state);
  if (avroKey !== null) readAvroKey(avroKey, record.key as Buffer, state);
  state.detector.begin(state.known);
  assemble(plan, value, state);
  const key =
    avroKey === null ? treatKey(state, plan.rules.key, keyText) : treatAvroKey(avroKey, record.key as Buffer, state);
  const headers = treatHeaders(state, plan.rules.headers, record.headers);
  const hit = guardRecord(plan, value.length, keyText, headers, state);
  if (hit) return blockedBy(hit, state);
  if (isHit(key)) return blockedBy(key, state);
  const timestamp = treatTimestamp(record.timestamp, plan.rules.timestamp);
  rememberConversation(state);
  const { sink } = state;
  const sanitized = Buffer.allocUnsafe(sink.length);
  sink.bytes.copy(sanitized, 0, 0, sink.length);
  headers['sigilo-plan'] = plan.id;
  headers['sigilo-source'] = coordinates;
  return { kind: 'forward', record: { key, value: sanitized, headers, timestamp } };
}

function forwardTombstone(
  rules: RecordRules,
  avroKey: Plan | null,
  record: SourceRecord,
  coordinates: string,
  state: CoreState,
): Outcome {
  const keyText = readKey(rules.key, record.key, state.limits.textBytes);
  // Where the tenant stands in the value, a tombstone has none, and its tokens would join across tenants.
  if (rules.tenant === null && hasToken(rules))
    return { kind: 'quarantine', reason: 'uncovered_schema', fieldPath: 'key' };
  readTombstoneContext(rules, record, coordinates, state);
  if (avroKey !== null) readAvroKey(avroKey, record.key as Buffer, state);
  const key =
    avroKey === null ? treatKey(state, rules.key, keyText) : treatAvroKey(avroKey, record.key as Buffer, state);
  const headers = treatHeaders(state, rules.headers, record.headers);
  const hit = isHit(key) ? key : guardEdges(rules, rules.guard, keyText, headers, state.known);
  if (hit) return blockedBy(hit, state);
  headers['sigilo-plan'] = avroKey?.id ?? rules.id;
  headers['sigilo-source'] = coordinates;
  return {
    kind: 'forward',
    record: {
      key: key as Buffer | null,
      value: null,
      headers,
      timestamp: treatTimestamp(record.timestamp, rules.timestamp),
    },
  };
}

function isHit(key: Buffer | GuardHit | null): key is GuardHit {
  return key !== null && 'check' in key;
}

function hasToken({ key, headers }: RecordRules): boolean {
  return tokenizesKey(key) || headers.some(({ treatment }) => treatment.kind === 'tokenize');
}
