import type { SchemaJson, SchemaNode } from '../avro/schema.ts';

/**
 * The JSON of a schema and of every named type that it reaches, by name: schemas that refer to other subjects look the same
 * when only what they refer to differs.
 */
export function schemaParts(schema: SchemaNode): readonly SchemaJson[] {
  const named = new Map<string, SchemaJson>();
  const seen = new Set<SchemaNode>([schema]);
  for (const node of seen) {
    if ('name' in node) named.set(node.name, node.json);
    for (const inner of partsOf(node)) seen.add(inner);
  }
  return [schema.json, ...[...named.keys()].sort().map((name) => named.get(name) as SchemaJson)];
}

function partsOf(node: SchemaNode): readonly SchemaNode[] {
  switch (node.kind) {
    case 'record':
      return node.fields.map((field) => field.node);
    case 'array':
      return [node.items];
    case 'map':
      return [node.values];
    case 'union':
      return node.branches;
    default:
      return [];
  }
}
