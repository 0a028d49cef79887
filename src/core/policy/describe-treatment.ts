import type { TextAction, Treatment } from './treatment.ts';

/** Writes a treatment in full on one line: two that differ in anything are written differently. */
export function describeTreatment(treatment: Treatment): string {
  switch (treatment.kind) {
    case 'keep':
      return treatment.shape === null ? 'keep' : `keep ${describeShape(treatment.shape)}`;
    case 'drop':
      return 'drop';
    case 'redact':
      return `redact ${treatment.entity}`;
    case 'tokenize':
      return `tokenize ${treatment.entity}${treatment.domain ? ` in ${visible(treatment.domain)}` : ''}${treatment.asLong ? ' as long' : ''}`;
    case 'generalize':
      return `generalize ${treatment.entity} to ${treatment.granularity}`;
    case 'detect':
      return `detect (${Object.entries(treatment.actions).map(describeAction).join(', ')})`;
  }
}

function describeShape(shape: Extract<Treatment, { kind: 'keep' }>['shape']): string {
  if (shape === null || typeof shape === 'string') return shape ?? '';
  if ('digits' in shape) return `digits(${shape.digits})`;
  if ('from' in shape) return `from ${shape.from} to ${shape.to}`;
  return 'oneOf' in shape
    ? `one of ${shape.oneOf.map(describeText).join(', ')}`
    : `pattern ${visible(shape.pattern)}, at most ${shape.max} characters`;
}

/** One of a list: in quotes when it could be read as several, or not be seen. */
function describeText(text: string): string {
  return visible(/^[^",\s](?:[^",]*[^",\s])?$/.test(text) ? text : JSON.stringify(text));
}

/** A policy may come with somebody else's change: what it holds must not move a cursor or begin a line of its own. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}

function describeAction([entity, action]: [string, TextAction]): string {
  return `${entity} ${typeof action === 'object' ? `to ${action.generalize}` : action}`;
}
