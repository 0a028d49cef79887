import { CUES, WITHOUT_ROW } from '../../detection-rows.ts';
import { type Weight, weighChange } from './weigh-change.ts';

/**
 * Weighs a change of a row of the lock by what the row is about: a recognizer that is taken away or finds less is weaker,
 * as is every text that is allowed in addition. Other tenants, conversations and languages are neither weaker nor stronger.
 */
export function weighRow(path: string, before: string, after: string): Weight {
  if (path === '(tenant)' || path === '(conversation)' || path === '(language)') return 'changed';
  return path.startsWith('(recognizer ') ? weighRecognizers(before, after) : weighChange(before, after);
}

/** The treatment where a part of the record has no row of its own: headers that are not listed are dropped. Null for fields. */
export function withoutRow(path: string): string | null {
  if (path.startsWith('(header ')) return 'drop';
  return Object.entries(WITHOUT_ROW).find(([start]) => path.startsWith(start))?.[1] ?? null;
}

/** Words in addition announce more; without any, the form alone is enough. All else may find less. */
function weighRecognizers(before: string, after: string): Weight {
  const without = WITHOUT_ROW['(recognizer '];
  if (before === without || after === without) return before === without ? 'strengthened' : 'weakened';
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.form !== now.form || old.cues === null) return 'weakened';
  const { cues } = now;
  return cues === null || old.cues.every((cue) => cues.includes(cue)) ? 'strengthened' : 'weakened';
}

/** Cues are words of letters: what stands behind the last such words is their list. */
function partsOf(treatment: string): { readonly form: string; readonly cues: readonly string[] | null } {
  const at = treatment.lastIndexOf(CUES);
  if (at < 0) return { form: treatment, cues: null };
  return { form: treatment.slice(0, at), cues: treatment.slice(at + CUES.length).split(', ') };
}
