import { Buffer } from 'node:buffer';
import type { RecordReason } from '../errors.ts';
import { AvroFault, SLOT_WIDTH } from './avro/rewriter.ts';
import { COUNT_LEAF } from './avro/walk.ts';
import { FRAME_BYTES, writeFrame } from './avro/wire-format.ts';
import { type CoreState, increment } from './core-state.ts';
import { isEligible } from './detect/detector.ts';
import type { EntityType } from './entity.ts';
import type { GuardHit } from './guard/leak-check.ts';
import type { EdgeTreatment } from './policy/edge-rules.ts';
import type { Leaf, Plan, RecordRules } from './policy/plan.ts';
import { readLeaf } from './read-leaf.ts';
import type { Outcome, SourceRecord } from './record.ts';
import { edgeDomain, readKey, treatHeaders, treatKey, treatTimestamp } from './record-edges.ts';
import { RecordFault } from './record-fault.ts';
import { writeBytes, writeCount, writeOwnAscii } from './sink-bytes.ts';
import { canonicalize } from './treat/canonical.ts';
import { domainOf, writeLeaf } from './write-leaf.ts';

/** Where a source record lies: `topic/partition/offset`, for lineage and as the last resort of a join space. */
export type Coordinates = string;

/** Why no plan can treat a record; found before the core sees it. */
export interface Refusal {
  readonly reason: RecordReason;
  readonly fieldPath?: string;
}

/**
 * Sanitizes one record: the walk over its bytes, the treatment of each leaf, the key and the headers, the guard.
 * Never throws: every fault becomes a quarantine outcome. A null value (tombstone) needs no plan.
 */
export function sanitizeRecord(
  rules: RecordRules,
  plan: Plan | Refusal,
  record: SourceRecord,
  coordinates: Coordinates,
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
  coordinates: Coordinates,
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

/** Reads what the treatments of this record depend on: tenant, conversation, and the values to be found again in text. */
function readContext(
  plan: Plan,
  value: Buffer,
  keyText: string | null,
  coordinates: Coordinates,
  state: CoreState,
): void {
  const { slots, slotCount } = state.walk;
  const { texts, known } = state;
  let tenant = plan.rules.tenant;
  let conversation = '';
  known.length = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    texts[slot] = null;
    const at = slot * SLOT_WIDTH;
    const index = slots[at] as number;
    if (index === COUNT_LEAF) continue;
    const leaf = plan.leaves[index] as Leaf;
    if (!leaf.identity && index !== plan.tenantLeaf && index !== plan.conversationLeaf) continue;
    const text = readLeaf(leaf, value, slots[at + 1] as number, slots[at + 2] as number);
    texts[slot] = text;
    if (index === plan.tenantLeaf) tenant ??= text;
    if (index === plan.conversationLeaf) conversation ||= text;
  }
  if (tenant === null || tenant === '')
    throw new RecordFault('unexpected_shape', plan.leaves[plan.tenantLeaf]?.path ?? 'tenant');
  state.tenant = tenant;
  // Without a conversation nobody's name may join with another record's.
  state.peopleDomain = conversation === '' ? `record/${coordinates}` : `conversation/${conversation}`;
  for (let slot = 0; slot < slotCount; slot++) {
    const text = texts[slot] as string | null;
    if (text === null) continue;
    const leaf = plan.leaves[slots[slot * SLOT_WIDTH] as number] as Leaf;
    if (leaf.identity)
      addKnown(
        state,
        leaf.entity as EntityType,
        leaf.carrier,
        text,
        leaf.action.startsWith('token') ? domainOf(state, leaf) : null,
      );
  }
  if (keyText !== null && plan.rules.key.as !== 'none') addKnownEdge(state, plan.rules.key.treatment, keyText);
}

function addKnown(state: CoreState, entity: EntityType, carrier: string, text: string, domain: string | null): void {
  // A number has lost its leading zeros: its canonical form is what people write.
  const value = carrier === 'int' || carrier === 'long' ? canonicalize(entity, text, state.region).value : text;
  if (isEligible(value)) state.known.push({ entity, text: value, domain });
}

function addKnownEdge(state: CoreState, treatment: EdgeTreatment, text: string): void {
  if (treatment.kind !== 'tokenize' && treatment.kind !== 'redact') return;
  if (treatment.entity === 'OTHER_ID') return;
  addKnown(
    state,
    treatment.entity,
    'string',
    text,
    treatment.kind === 'tokenize' ? edgeDomain(state, treatment) : null,
  );
}

/** Joins the walked bytes with the treated leaves. */
function assemble(plan: Plan, value: Buffer, state: CoreState): void {
  const { walk, sink, texts } = state;
  const { slots, slotCount, out } = walk;
  sink.length = FRAME_BYTES;
  sink.emittedCount = 0;
  writeFrame(sink.bytes, plan.sinkSchemaId);
  let copied = 0;
  state.mapKeys.clear();
  for (let slot = 0; slot < slotCount; slot++) {
    const at = slot * SLOT_WIDTH;
    const outPosition = slots[at + 3] as number;
    if (outPosition > copied) {
      writeBytes(sink, out, copied, outPosition);
      copied = outPosition;
    }
    const index = slots[at] as number;
    if (index === COUNT_LEAF) {
      writeCount(sink, slots[at + 1] as number);
      continue;
    }
    const leaf = plan.leaves[index] as Leaf;
    const start = slots[at + 1] as number;
    const end = slots[at + 2] as number;
    if (leaf.action === 'detect' && end - start > state.limits.textBytes)
      throw new RecordFault('limit_exceeded', leaf.path);
    if (leaf.mapKey && leaf.action !== 'keep') writeMapKey(state, leaf, slots[at + 4] as number, value, start, end);
    else writeLeaf(state, leaf, texts[slot] as string | null, value, start, end);
  }
  writeBytes(sink, out, copied, walk.outLength);
}

/** Writes a treated map key; keys of one map that became equal get #2, #3 in source order. */
function writeMapKey(state: CoreState, leaf: Leaf, scope: number, value: Buffer, start: number, end: number): void {
  const { sink } = state;
  const before = sink.length;
  writeLeaf(state, leaf, null, value, start, end);
  const key = sink.bytes.toString('latin1', before + 1, sink.length); // ours and under 64 bytes: one byte of length
  const entry = `${scope} ${key}`;
  const count = (state.mapKeys.get(entry) ?? 0) + 1;
  state.mapKeys.set(entry, count);
  if (count === 1) return;
  sink.length = before;
  sink.emittedCount--;
  writeOwnAscii(sink, `${key}#${count}`);
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
    hit = plan.guard.checkText(keyText, 'kept', known, 'key');
  for (const rule of plan.rules.headers) {
    const header = headers[rule.name];
    if (hit || header === undefined || rule.treatment.kind !== 'keep') continue;
    const text = typeof header === 'string' ? header : header.toString('latin1');
    hit = plan.guard.checkText(text, 'kept', known, `header ${rule.name}`);
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

function forwardTombstone(
  rules: RecordRules,
  record: SourceRecord,
  coordinates: Coordinates,
  state: CoreState,
): Outcome {
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
