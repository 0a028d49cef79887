import type { SchemaJson } from '../avro/schema.ts';

export type JsonObject = { readonly [name: string]: SchemaJson };

/** The named attributes of a JSON schema that it has; none of a bare type name. */
export function pickAttributes(json: SchemaJson, names: readonly string[]): JsonObject {
  if (!isJsonObject(json)) return {};
  return Object.fromEntries(
    names.filter((name) => json[name] !== undefined).map((name) => [name, json[name] as SchemaJson]),
  );
}

/** Tells a JSON object from an array or a scalar. */
export function isJsonObject(json: SchemaJson): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
