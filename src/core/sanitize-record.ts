import { Buffer } from 'node:buffer';
import type { RecordReason } from '../errors.ts';
import { assemble } from './assemble.ts';
import { FRAME_BYTES } from './avro/wire-format.ts';
import type { CoreState } from './core-state.ts';
import type { KnownValue } from './entity.ts';
import { blockedBy, guardEdges, guardRecord } from './guard-record.ts';
import type { Plan, RecordRules } from './policy/plan.ts';
import type { Outcome, SourceRecord } from './record.ts';
import { readContext } from './record-context.ts';
import { readKey, treatHeaders, treatKey, treatTimestamp } from './record-edges.ts';
import { RecordFault } from './record-fault.ts';

/** Why no plan can treat a record; found before the core sees it. */
export interface Refusal {
  readonly reason: RecordReason;
  readonly fieldPath?: string;
}

/**
 * Sanitizes one record: the walk over its bytes, the treatment of each leaf, the key and the headers, the guard.
 * Never throws: every fault becomes a quarantine outcome. A null value (tombstone) needs no plan.
 * @param coordinates `topic/partition/offset` of the source record, for lineage and as the last resort of a join space
 */
export function sanitizeRecord(
  rules: RecordRules,
  plan: Plan | Refusal,
  record: SourceRecord,
  coordinates: string,
  state: CoreState,
): Outcome {
  try {
    // Before anything reads the headers: there may be a hundred thousand of them.
    if (record.headerOverflow === true) return { kind: 'quarantine', reason: 'limit_exceeded', fieldPath: 'headers' };
    if (record.value === null) return forwardTombstone(rules, record, coordinates, state);
    if ('reason' in plan) return { kind: 'quarantine', ...plan };
    return sanitizeValue(plan, record, record.value, coordinates, state);
  } catch (fault) {
    if (fault instanceof RecordFault) {
      return { kind: 'quarantine', reason: fault.reason, fieldPath: fault.fieldPath };
    }
    return { kind: 'quarantine', reason: 'internal' };
  }
}

function sanitizeValue(
  plan: Plan,
  record: SourceRecord,
  value: Buffer,
  coordinates: string,
  state: CoreState,
): Outcome {
  plan.rewrite(value, FRAME_BYTES, value.length, state.walk);
  state.counts.uncoveredDropped += state.walk.droppedFields;
  const keyText = readKey(plan.rules.key, record.key, state.limits.textBytes);
  readContext(plan, value, keyText, coordinates, state);
  assemble(plan, value, state);
  const key = treatKey(state, plan.rules.key, keyText);
  const headers = treatHeaders(state, plan.rules.headers, record.headers);
  const hit = guardRecord(plan, value.length, keyText, headers, state);
  if (hit) return blockedBy(hit, state);
  const { sink } = state;
  const sanitized = Buffer.allocUnsafe(sink.length);
  sink.bytes.copy(sanitized, 0, 0, sink.length);
  headers['sigilo-plan'] = plan.id;
  headers['sigilo-source'] = coordinates;
  const timestamp = treatTimestamp(record.timestamp, plan.rules.timestamp);
  return { kind: 'forward', record: { key, value: sanitized, headers, timestamp } };
}

function forwardTombstone(rules: RecordRules, record: SourceRecord, coordinates: string, state: CoreState): Outcome {
  const keyText = readKey(rules.key, record.key, state.limits.textBytes);
  // Where the tenant stands in the value, a tombstone has none, and its tokens would join across tenants.
  if (rules.tenant === null && hasToken(rules))
    return { kind: 'quarantine', reason: 'uncovered_schema', fieldPath: 'key' };
  state.tenant = rules.tenant ?? '';
  state.peopleDomain = `record/${coordinates}`;
  const key = treatKey(state, rules.key, keyText);
  const headers = treatHeaders(state, rules.headers, record.headers);
  const hit = guardEdges(rules, rules.guard, keyText, headers, NO_KNOWN_VALUES);
  if (hit) return blockedBy(hit, state);
  headers['sigilo-source'] = coordinates;
  return {
    kind: 'forward',
    record: { key, value: null, headers, timestamp: treatTimestamp(record.timestamp, rules.timestamp) },
  };
}

const NO_KNOWN_VALUES: readonly KnownValue[] = [];

function hasToken({ key, headers }: RecordRules): boolean {
  return (
    (key.as !== 'none' && key.treatment.kind === 'tokenize') ||
    headers.some(({ treatment }) => treatment.kind === 'tokenize')
  );
}
