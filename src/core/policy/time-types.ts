import type { SchemaNode } from '../avro/schema.ts';
import type { TimeUnit } from '../treat/generalize.ts';

/** How each logical type of dates and points in time is counted. */
const TIME_TYPES: Readonly<Record<string, 'days' | TimeUnit>> = {
  'int date': 'days',
  'long timestamp-millis': 'millis',
  'long local-timestamp-millis': 'millis',
  'long timestamp-micros': 'micros',
  'long local-timestamp-micros': 'micros',
  'long timestamp-nanos': 'nanos',
  'long local-timestamp-nanos': 'nanos',
};

/** The unit of a place that holds a calendar date or a point in time by its logical type; undefined for all others. */
export function timeUnitOf({ kind, logicalType }: SchemaNode): 'days' | TimeUnit | undefined {
  return TIME_TYPES[`${kind} ${logicalType}`];
}

/** True when a place holds a time of day by its logical type. */
export function isTimeOfDay({ logicalType }: SchemaNode): boolean {
  return logicalType === 'time-millis' || logicalType === 'time-micros';
}
