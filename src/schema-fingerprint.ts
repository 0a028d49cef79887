import { hash } from 'node:crypto';
import type { SchemaJson } from './core/avro/schema.ts';

/**
 * The first 32 hexadecimal digits of SHA-256 over schemas as JSON with sorted attribute names: the same for a file and for
 * the registry's copy of it. Docs, defaults and tags count, since tags decide on treatments.
 */
export function schemaFingerprint(schemas: readonly SchemaJson[]): string {
  return hash('sha256', JSON.stringify(schemas.map(sorted)), 'hex').slice(0, 32);
}

function sorted(json: SchemaJson): SchemaJson {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, sorted(value)]));
}
