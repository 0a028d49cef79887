import type { Treatment } from './treatment.ts';

/** Writes a treatment as the policy would, for the coverage table. */
export function describeTreatment(treatment: Treatment): string {
  switch (treatment.kind) {
    case 'keep':
      return treatment.shape === null ? 'keep' : `keep ${describeShape(treatment.shape)}`;
    case 'drop':
      return 'drop';
    case 'redact':
      return `redact ${treatment.entity}`;
    case 'tokenize':
      return `tokenize ${treatment.entity}${treatment.domain ? ` in ${treatment.domain}` : ''}${treatment.asLong ? ' as long' : ''}`;
    case 'generalize':
      return `generalize ${treatment.entity} to ${treatment.granularity}`;
    case 'detect':
      return 'detect';
  }
}

function describeShape(shape: Extract<Treatment, { kind: 'keep' }>['shape']): string {
  if (shape === null || typeof shape === 'string') return shape ?? '';
  if ('digits' in shape) return `digits(${shape.digits})`;
  if ('from' in shape) return `from ${shape.from} to ${shape.to}`;
  return 'oneOf' in shape ? `one of ${shape.oneOf.length}` : `pattern, at most ${shape.max}`;
}
