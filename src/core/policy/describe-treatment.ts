import { visibleText } from '../visible-text.ts';
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
      return `tokenize ${treatment.entity}${treatment.domain ? ` in ${visibleText(treatment.domain)}` : ''}${treatment.asLong ? ' as long' : ''}`;
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
    : `pattern ${visibleText(shape.pattern)}, at most ${shape.max} characters`;
}

/** One of a list: in quotes when it could be read as several, or not be seen. */
function describeText(text: string): string {
  return visibleText(/^[^",\s](?:[^",]*[^",\s])?$/.test(text) ? text : JSON.stringify(text));
}

function describeAction([entity, action]: [string, TextAction]): string {
  return `${entity} ${typeof action === 'object' ? `to ${action.generalize}` : action}`;
}
