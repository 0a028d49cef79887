import avsc, { type Schema } from 'avsc';
import { SigiloError, thrownName } from '../../errors.ts';
import { avscLong } from './avsc-long.ts';
import { namespaceOf, qualify, refuse } from './schema-names.ts';
import type { FieldNode, SchemaJson, SchemaNode } from './schema-node.ts';

type SchemaObject = { readonly [attribute: string]: SchemaJson };

/** Types may nest so deep, the ones of references included. */
export const DEEPEST_SCHEMA = 200;

/**
 * Lets avsc judge what the parser does not: defaults of fields and enums. It sees full names only, because its own
 * rules for namespaces differ from Avro's in corners. Throws SigiloError schema.invalid without avsc's message, which quotes values.
 */
export function validateWithAvsc(node: SchemaNode, rootName: string): void {
  const json = fullyNamed(node, new Set(), 0);
  const registry = Object.assign(Object.create(null), { long: avscLong });
  try {
    avsc.Type.forSchema(json as Schema, { registry, wrapUnions: true });
  } catch (error) {
    const advice = 'compare field and enum defaults with their types; a symbol may not be a property of all objects';
    throw new SigiloError('schema.invalid', {
      thrown: thrownName(error),
      faults: [`avsc refuses ${rootName}: ${advice}`],
    });
  }
}

/** The schema as one document: each named type inline where it occurs first, every name absolute. */
function fullyNamed(node: SchemaNode, written: Set<string>, depth: number): SchemaJson {
  if (depth > DEEPEST_SCHEMA) refuse('the schema and its references nest too deep');
  const inner = (child: SchemaNode) => fullyNamed(child, written, depth + 1);
  switch (node.kind) {
    case 'array':
      return { type: 'array', items: inner(node.items) };
    case 'map':
      return { type: 'map', values: inner(node.values) };
    case 'union':
      return node.branches.map(inner);
    case 'record':
    case 'enum':
    case 'fixed': {
      const name = `.${node.name}`;
      if (written.has(name)) return name;
      written.add(name);
      const { namespace: _, aliases, logicalType: __, ...attributes } = node.json as SchemaObject;
      const absolute = { ...attributes, name, ...absoluteAliases(aliases, node.name) };
      if (node.kind !== 'record') return absolute;
      return { ...absolute, fields: node.fields.map((field) => fieldJson(field, inner(field.node))) };
    }
    default:
      return node.kind;
  }
}

function absoluteAliases(aliases: SchemaJson | undefined, fullName: string): { aliases?: readonly string[] } {
  if (!Array.isArray(aliases)) return {};
  return { aliases: aliases.map((alias: SchemaJson) => `.${qualify(alias, namespaceOf(fullName))}`) };
}

function fieldJson(field: FieldNode, type: SchemaJson): SchemaJson {
  const standing = field.json.default;
  return { ...field.json, type: standing === undefined ? type : fittingBranchFirst(type, standing) };
}

/** Avro 1.12 lets a default fit any branch of a union, avsc only the first. */
function fittingBranchFirst(type: SchemaJson, standing: SchemaJson): SchemaJson {
  if (!Array.isArray(type)) return type;
  const fitting = type.find((branch: SchemaJson) => couldHold(branch, standing));
  return fitting === undefined ? type : [fitting, ...type.filter((branch: SchemaJson) => branch !== fitting)];
}

function couldHold(branch: SchemaJson, standing: SchemaJson): boolean {
  const registry = Object.assign(Object.create(null), { long: avscLong });
  try {
    const fields = [{ name: 'probe', type: branch, default: standing }];
    avsc.Type.forSchema({ type: 'record', name: 'Probe', fields } as Schema, { registry, wrapUnions: true });
    return true;
  } catch {
    return false;
  }
}
