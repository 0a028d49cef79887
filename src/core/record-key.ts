import { Buffer } from 'node:buffer';
import { assemble } from './assemble.ts';
import { FRAME_BYTES } from './avro/wire-format.ts';
import type { CoreState } from './core-state.ts';
import type { GuardHit } from './guard/leak-check.ts';
import type { Plan } from './policy/plan.ts';
import { readTexts, rememberLeaves } from './record-context.ts';
import { RecordFault } from './record-fault.ts';

/**
 * Walks a key in Avro and adds its identities to the known values of the record; the record's context must be read already.
 * Throws RecordFault `malformed_avro`, `uncovered_field`, `limit_exceeded`.
 */
export function readAvroKey(plan: Plan, key: Buffer, state: CoreState): void {
  const inner = stateOfKey(state);
  inner.tenant = state.tenant;
  inner.peopleDomain = state.peopleDomain;
  inner.oldestYear = state.oldestYear;
  plan.rewrite(key, FRAME_BYTES, key.length, inner.walk);
  readTexts(plan, key, inner);
  rememberLeaves(plan, inner);
}

/** Treats the key that `readAvroKey` read, and has the guard re-read it. */
export function treatAvroKey(plan: Plan, key: Buffer, state: CoreState): Buffer | GuardHit {
  const inner = stateOfKey(state);
  assemble(plan, key, inner);
  const { bytes, length, emitted, emittedCount } = inner.sink;
  const began = state.clock();
  const hit = plan.guard.check({
    bytes,
    start: FRAME_BYTES,
    end: length,
    emitted,
    emittedCount,
    known: state.known,
    sourceBytes: key.length,
  });
  state.counts.guardSeconds += state.clock() - began;
  return hit ? { ...hit, fieldPath: hit.fieldPath === '' ? 'key' : `key ${hit.fieldPath}` } : copyOf(bytes, length);
}

function copyOf(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length);
  bytes.copy(copy, 0, 0, length);
  return copy;
}

function stateOfKey({ key }: CoreState): CoreState {
  if (key === null) throw new RecordFault('internal', 'key');
  return key;
}
