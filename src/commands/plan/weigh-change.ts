/** How a change of treatment looks to a reviewer. */
export type Weight = 'weakened' | 'strengthened' | 'changed';

/** How little of a value a treatment leaves; a field without a rule reaches no sink. */
const STRENGTH: Readonly<Record<string, number>> = {
  keep: 0,
  generalize: 1,
  detect: 1,
  tokenize: 2,
  redact: 3,
  drop: 4,
  UNCOVERED: 4,
};
const GRANULARITIES = ['hour', 'day', 'month', 'year'];

/**
 * Weighs a change between two treatments as the coverage table writes them. `weakened`: more of the value is left, or
 * could be: another shape of a kept text counts as weaker unless it plainly lets less through.
 */
export function weighChange(before: string, after: string): Weight {
  const [first, second] = [kindOf(before), kindOf(after)];
  const step = (STRENGTH[second] ?? 0) - (STRENGTH[first] ?? 0);
  if (step !== 0) return step < 0 ? 'weakened' : 'strengthened';
  if (first !== second) return 'changed';
  switch (first) {
    case 'keep':
      return weighShapes(before, after);
    case 'generalize':
      return weighGranularities(before, after);
    case 'detect':
      return weighActions(actionsOf(before), actionsOf(after));
    default:
      return 'changed';
  }
}

function kindOf(treatment: string): string {
  return /^\w+/.exec(treatment)?.[0] ?? '';
}

function weighShapes(before: string, after: string): Weight {
  if (before === 'keep') return 'strengthened';
  const [old, now] = [/^keep one of (.*)$/.exec(before)?.[1], /^keep one of (.*)$/.exec(after)?.[1]];
  if (old !== undefined && now !== undefined) {
    const known = new Set(textsOf(old));
    return textsOf(now).every((text) => known.has(text)) ? 'strengthened' : 'weakened';
  }
  const [wide, narrow] = [rangeOf(before), rangeOf(after)];
  return wide && narrow && narrow[0] >= wide[0] && narrow[1] <= wide[1] ? 'strengthened' : 'weakened';
}

/** Texts with commas stand in quotes. */
function textsOf(list: string): readonly string[] {
  return list.match(/"(?:[^"\\]|\\.)*"|[^,]+/g)?.map((text) => text.trim()) ?? [];
}

function rangeOf(treatment: string): readonly [number, number] | null {
  const found = /^keep from (\S+) to (\S+)$/.exec(treatment);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** Of dates, and of the record's timestamp, which is written without a type. */
function weighGranularities(before: string, after: string): Weight {
  const [old, now] = [before, after].map((text) => /^generalize (?:DATE )?to (\w+)$/.exec(text)?.[1] ?? '');
  if (!old || !now) return 'changed';
  return GRANULARITIES.indexOf(now) < GRANULARITIES.indexOf(old) ? 'weakened' : 'strengthened';
}

type Actions = ReadonlyMap<string, string>;

/** `detect (CPF tokenize, DATE to year, * redact)` */
function actionsOf(treatment: string): Actions {
  const list = /^detect \((.*)\)$/.exec(treatment)?.[1] ?? '';
  return new Map(list.split(', ').map((action) => action.split(/ (.*)/, 2) as [string, string]));
}

function weighActions(before: Actions, after: Actions): Weight {
  const weights = [...new Set([...before.keys(), ...after.keys()])].map((entity): Weight => {
    const [old, now] = [before, after].map((actions) =>
      writtenOut(actions.get(entity) ?? actions.get('*') ?? 'redact'),
    );
    return old === now ? 'strengthened' : weighChange(old as string, now as string);
  });
  if (weights.includes('weakened')) return 'weakened';
  return weights.includes('changed') ? 'changed' : 'strengthened';
}

function writtenOut(action: string): string {
  return action.startsWith('to ') ? `generalize DATE ${action}` : action;
}
