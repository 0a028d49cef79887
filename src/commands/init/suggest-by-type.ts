import type { SchemaNode } from '../../core/avro/schema.ts';
import type { Match } from './find-group.ts';
import { type Suggestion, sure, unsure } from './suggestion.ts';

const HOUR = '{ generalize: { DATE: hour } }';
const DAY = '{ generalize: { DATE: day } }';
const MONTH = '{ generalize: { DATE: month } }';
const YEAR = '{ generalize: { DATE: year } }';
const NO_DATE = '{ redact: DATE }';

/** What the type alone decides; null when the name has to. */
export function suggestByType(node: SchemaNode, best: Match | undefined): Suggestion | null {
  if (node.kind === 'boolean') return sure('by type (boolean)', 'keep');
  if (node.kind === 'enum') return sure('by type (enum)', 'keep');
  const logicalType = node.logicalType ?? '';
  const reason = `by logical type (${logicalType})`;
  if (logicalType === 'date' || logicalType.includes('timestamp-')) {
    const isBirth = best?.group.meaning.kind === 'date' && best.group.meaning.birth;
    if (isBirth) return sure(`by logical type (${logicalType}) and name (${best.phrase})`, YEAR, NO_DATE);
    return logicalType === 'date' ? sure(reason, MONTH, YEAR, NO_DATE) : sure(reason, HOUR, DAY, MONTH, YEAR, NO_DATE);
  }
  if (logicalType.startsWith('time-')) return unsure('a time of day; beside a date it tells the minute');
  if (logicalType === 'duration') return unsure('a duration: is it needed?');
  return null;
}

/** A date that is written as text, or as a number without logical type. */
export function suggestDate(node: SchemaNode, { group, phrase }: Match): Suggestion {
  const isBirth = group.meaning.kind === 'date' && group.meaning.birth;
  if (node.kind === 'string') return sure(`by name (${phrase})`, ...(isBirth ? [] : [MONTH]), YEAR, NO_DATE);
  return unsure(`a date by its name (${phrase}), without a logical type`);
}

/** A decimal is a number in bytes. */
export function isDecimal(node: SchemaNode): boolean {
  return node.logicalType === 'decimal';
}

/** Whole numbers may be identifiers whatever their name. */
export function isWhole(node: SchemaNode): boolean {
  return node.kind === 'int' || node.kind === 'long';
}

/** Numbers of any kind. */
export function isNumber(node: SchemaNode): boolean {
  return isWhole(node) || node.kind === 'float' || node.kind === 'double' || isDecimal(node);
}
