import { Buffer } from 'node:buffer';
import type { RecordReason } from '../errors.ts';
import { assemble } from './assemble.ts';
import { AvroFault } from './avro/rewriter.ts';
import { FRAME_BYTES } from './avro/wire-format.ts';
import { type CoreState, increment } from './core-state.ts';
import type { GuardHit } from './guard/leak-check.ts';
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
    if (record.value === null) return forwardTombstone(rules, record, coordinates, state);
    if ('reason' in plan) return { kind: 'quarantine', ...plan };
    return sanitizeValue(plan, record, record.value, coordinates, state);
  } catch (fault) {
    if (fault instanceof RecordFault || fault instanceof AvroFault) {
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
  const keyText = readKey(plan.rules.key, record.key);
  readContext(plan, value, keyText, coordinates, state);
  assemble(plan, value, state);
  const key = treatKey(state, plan.rules.key, keyText);
  const headers = treatHeaders(state, plan.rules.headers, record.headers);
  const hit = guard(plan, value.length, keyText, headers, state);
  if (hit) return blocked(hit, state);
  const { sink } = state;
  const sanitized = Buffer.allocUnsafe(sink.length);
  sink.bytes.copy(sanitized, 0, 0, sink.length);
  headers['sigilo-plan'] = plan.id;
  headers['sigilo-source'] = coordinates;
  const timestamp = treatTimestamp(record.timestamp, plan.rules.timestamp);
  return { kind: 'forward', record: { key, value: sanitized, headers, timestamp } };
}

function guard(
  plan: Plan,
  sourceBytes: number,
  keyText: string | null,
  headers: Readonly<Record<string, Buffer | string>>,
  state: CoreState,
): GuardHit | null {
  const { sink, known } = state;
  const began = state.clock();
  let hit = plan.guard.check({
    bytes: sink.bytes,
    start: FRAME_BYTES,
    end: sink.length,
    emitted: sink.emitted,
    emittedCount: sink.emittedCount,
    known,
    sourceBytes,
  });
  const { key } = plan.rules;
  if (!hit && keyText !== null && key.as !== 'none' && key.treatment.kind === 'keep')
    hit = plan.guard.checkText(keyText, 'kept', null, 'key');
  for (const rule of plan.rules.headers) {
    const header = headers[rule.name];
    if (hit || header === undefined || rule.treatment.kind !== 'keep') continue;
    const text = typeof header === 'string' ? header : header.toString('latin1');
    hit = plan.guard.checkText(text, 'kept', null, `header ${rule.name}`);
  }
  state.counts.guardSeconds += state.clock() - began;
  return hit;
}

function blocked(hit: GuardHit, state: CoreState): Outcome {
  increment(state.counts.leaksBlocked, hit.check);
  return {
    kind: 'quarantine',
    reason: 'leak_blocked',
    fieldPath: hit.fieldPath,
    check: hit.check,
    fault: hit.fault,
    ...(hit.mask === undefined ? {} : { mask: hit.mask }),
  };
}

function forwardTombstone(rules: RecordRules, record: SourceRecord, coordinates: string, state: CoreState): Outcome {
  const keyText = readKey(rules.key, record.key);
  if (rules.tenant === null && rules.key.as !== 'none' && rules.key.treatment.kind === 'tokenize') {
    return { kind: 'quarantine', reason: 'uncovered_schema', fieldPath: 'key' }; // its tenant stands in the value that it lacks
  }
  state.tenant = rules.tenant ?? '';
  state.peopleDomain = `record/${coordinates}`;
  const key = treatKey(state, rules.key, keyText);
  const headers = treatHeaders(state, rules.headers, record.headers);
  headers['sigilo-source'] = coordinates;
  return {
    kind: 'forward',
    record: { key, value: null, headers, timestamp: treatTimestamp(record.timestamp, rules.timestamp) },
  };
}
