import { FRAME_BYTES } from './avro/wire-format.ts';
import { type CoreState, increment } from './core-state.ts';
import type { KnownValue } from './entity.ts';
import type { Guard, GuardHit } from './guard/leak-check.ts';
import type { Plan, RecordRules } from './policy/plan.ts';
import type { Outcome } from './record.ts';

/** Has the guard re-read a sanitized record: its value, its key and its headers. */
export function guardRecord(
  plan: Plan,
  sourceBytes: number,
  keyText: string | null,
  headers: Readonly<Record<string, Buffer | string>>,
  state: CoreState,
): GuardHit | null {
  const { sink, known } = state;
  const began = state.clock();
  const hit =
    plan.guard.check({
      bytes: sink.bytes,
      start: FRAME_BYTES,
      end: sink.length,
      emitted: sink.emitted,
      emittedCount: sink.emittedCount,
      known,
      sourceBytes,
    }) ?? guardEdges(plan.rules, plan.guard, keyText, headers, null);
  state.counts.guardSeconds += state.clock() - began;
  return hit;
}

/**
 * Has the guard read a kept key and kept headers; all others were written by Sigilo as a whole.
 * @param known null: those of the record that the guard saw last
 */
export function guardEdges(
  rules: RecordRules,
  guard: Guard,
  keyText: string | null,
  headers: Readonly<Record<string, Buffer | string>>,
  known: readonly KnownValue[] | null,
): GuardHit | null {
  const { key } = rules;
  if (keyText !== null && key.as === 'utf8' && key.treatment.kind === 'keep') {
    const hit = guard.checkText(keyText, key.leafClass, known, 'key');
    if (hit) return hit;
  }
  for (const rule of rules.headers) {
    const header = headers[rule.name];
    if (header === undefined || rule.treatment.kind !== 'keep') continue;
    const text = typeof header === 'string' ? header : header.toString('latin1');
    const hit = guard.checkText(text, rule.leafClass, known, `header ${rule.name}`);
    if (hit) return hit;
  }
  return null;
}

/** The outcome of a record that the guard objects to. */
export function blockedBy(hit: GuardHit, state: CoreState): Outcome {
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
