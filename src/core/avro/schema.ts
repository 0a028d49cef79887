import { SigiloError } from '../../errors.ts';
import { DEEPEST_SCHEMA, validateWithAvsc } from './avsc-validation.ts';
import { refuse } from './schema-names.ts';
import type { SchemaJson, SchemaNode } from './schema-node.ts';
import { type NamedTypes, parseNode } from './schema-parser.ts';

export type {
  ArrayNode,
  EnumNode,
  FieldNode,
  FixedNode,
  MapNode,
  PrimitiveKind,
  PrimitiveNode,
  RecordNode,
  SchemaJson,
  SchemaNode,
  UnionNode,
} from './schema-node.ts';
export { branchName } from './schema-node.ts';

/**
 * Resolves an Avro schema to a node graph. `references` are the schemas it refers to by name, in any order.
 * Throws SigiloError schema.invalid, which holds names of the schema but no other part of it.
 */
export function parseSchema(json: SchemaJson, references: readonly SchemaJson[] = []): SchemaNode {
  for (const document of [json, ...references]) {
    if (nestsDeeperThan(document, DEEPEST_SCHEMA)) refuse(`the schema nests deeper than ${DEEPEST_SCHEMA} levels`);
  }
  const types = parseReferences(references);
  const node = parseNode(json, '', types, 'the schema');
  validateWithAvsc(node, 'name' in node ? node.name : 'the schema');
  return node;
}

/** Level by level, so that hostile JSON cannot exhaust the stack. */
function nestsDeeperThan(json: SchemaJson, deepest: number): boolean {
  let level: readonly SchemaJson[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** Registries list references in no given order, and one that is needed twice may come twice. */
function parseReferences(references: readonly SchemaJson[]): NamedTypes {
  let types: NamedTypes = new Map();
  let waiting = [...new Set(references.map((reference) => JSON.stringify(reference)))];
  while (waiting.length > 0) {
    let fault: unknown;
    const stuck: string[] = [];
    for (const reference of waiting) {
      const extended: NamedTypes = new Map(types);
      try {
        parseNode(JSON.parse(reference), '', extended, 'a reference');
        types = extended;
      } catch (error) {
        if (!(error instanceof SigiloError)) throw error;
        fault = error;
        stuck.push(reference);
      }
    }
    if (stuck.length === waiting.length) throw fault;
    waiting = stuck;
  }
  return types;
}
