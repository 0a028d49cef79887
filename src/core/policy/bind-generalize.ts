import type { SchemaNode } from '../avro/schema.ts';
import { type Binding, BLANK } from './leaf-binding.ts';
import type { Carrier } from './plan.ts';
import { NO_DEFAULT, SINK_STRING } from './sink-node.ts';
import { timeUnitOf } from './time-types.ts';
import type { Treatment } from './treatment.ts';

/** What an age can be written in; of bytes and fixed only those without a logical type are text. */
const AGE_CARRIERS: ReadonlySet<Carrier> = new Set([
  'string',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'fixed',
  'enum',
]);

/** Binds generalize to a type: dates and timestamps keep theirs, ages and places become text. */
export function bindGeneralize(
  node: SchemaNode,
  carrier: Carrier,
  treatment: Extract<Treatment, { kind: 'generalize' }>,
): Binding {
  const { entity, granularity } = treatment;
  const symbols = node.kind === 'enum' ? node.symbols : null;
  const blank = { ...BLANK, carrier, symbols, entity } as const;
  if (granularity === '90+') {
    // The days of a date below 90 are the first weeks of 1970, and would be shown as they are.
    const isOther =
      timeUnitOf(node) !== undefined || ((carrier === 'bytes' || carrier === 'fixed') && node.logicalType);
    return AGE_CARRIERS.has(carrier) && !isOther
      ? { leaf: { ...blank, action: 'age' }, sink: SINK_STRING }
      : { fault: `90+ needs a text or a number, not ${kindOf(node)}` };
  }
  if (granularity === 'zip3') {
    const isNumber = carrier === 'int' || carrier === 'long';
    return carrier === 'string' || (isNumber && node.logicalType === null)
      ? { leaf: { ...blank, action: 'zip3' }, sink: SINK_STRING }
      : { fault: `zip3 needs a string or a whole number, not ${kindOf(node)}` };
  }
  const leaf = { ...blank, granularity } as const;
  if (carrier === 'string') return { leaf: { ...leaf, action: 'date-text' }, sink: SINK_STRING };
  const action = timeUnitOf(node);
  if (!action) return { fault: `generalize of DATE needs a string, date or timestamp, not ${kindOf(node)}` };
  if (action === 'days' && (granularity === 'hour' || granularity === 'day'))
    return { fault: 'a date is a day already: use month or year' };
  return {
    leaf: { ...leaf, action },
    sink: { kind: 'primitive', type: node.kind as 'long', json: node.json, leafClass: null, keepsDefault: NO_DEFAULT },
  };
}

function kindOf(node: SchemaNode): string {
  return node.logicalType ? `${node.kind} (${node.logicalType})` : node.kind;
}
