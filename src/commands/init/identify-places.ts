import type { RecordNode, SchemaNode } from '../../core/avro/schema.ts';
import { findGroups } from './find-group.ts';
import { splitName } from './split-name.ts';

/** Paths of single values that name the tenant and the conversation, or null. */
export interface NamedPlaces {
  readonly tenant: string | null;
  readonly conversation: string | null;
}

/** A place that a record has at most once: neither in an array or map, nor in one of several branches. */
export interface SinglePlace {
  readonly path: string;
  /** Name of the field, and of the record type that it stands in. */
  readonly name: string;
  readonly record: string;
  readonly depth: number;
  /** A value, or the one branch beside null. */
  readonly node: SchemaNode;
  /** True: a record may have none. */
  readonly isOptional: boolean;
}

/** More telling names first: an operator of many hospitals is the tenant of all of them. */
const TENANTS = ['tenant', 'cooperativ', 'operadora', 'insurer', 'payer', 'organiz', 'empresa', 'company', 'hospital'];
/** An envelope around the message, and one record in it. */
const DEEPEST = 2;

/** Looks for tenant and conversation by name, among texts and whole numbers; a tenant that every record has comes first. */
export function identifyPlaces(places: readonly SinglePlace[]): NamedPlaces {
  const tenants: SinglePlace[] = [];
  const conversations: SinglePlace[] = [];
  for (const place of places) {
    const { node, name, record, depth } = place;
    if (depth > DEEPEST || (node.kind !== 'string' && node.kind !== 'long' && node.kind !== 'int')) continue;
    const [best] = findGroups(name, splitName(record.slice(record.lastIndexOf('.') + 1)));
    if (best?.about) continue;
    if (best?.group.name === 'organisation') tenants.push(place);
    if (best?.group.name === 'conversation') conversations.push(place);
  }
  tenants.sort((left, right) => Number(left.isOptional) - Number(right.isOptional) || rank(left) - rank(right));
  return { tenant: tenants[0]?.path ?? null, conversation: conversations[0]?.path ?? null };
}

function rank({ path }: SinglePlace): number {
  const at = TENANTS.findIndex((word) => path.toLowerCase().includes(word));
  return at < 0 ? TENANTS.length : at;
}

/** All single places of a schema, outer before inner; a type inside itself is not entered again. */
export function singlePlaces(root: RecordNode): readonly SinglePlace[] {
  const places: SinglePlace[] = [];
  const visit = (record: RecordNode, prefix: string, outer: readonly RecordNode[], isOptional: boolean): void => {
    for (const field of record.fields) {
      const node = onlyContent(field.node);
      if (node === null) continue;
      const path = prefix + field.name;
      const mayLack = isOptional || node !== field.node;
      const depth = outer.length + 1;
      places.push({ path, name: field.name, record: record.name, depth, node, isOptional: mayLack });
      const inside = [...outer, record];
      if (node.kind === 'record' && !inside.includes(node)) visit(node, `${path}.`, inside, mayLack);
    }
  };
  visit(root, '', [], false);
  return places;
}

/** Whether it holds a value, and not fields, items or entries. */
export function isValue({ node }: SinglePlace): boolean {
  return node.kind !== 'record' && node.kind !== 'array' && node.kind !== 'map';
}

function onlyContent(node: SchemaNode): SchemaNode | null {
  if (node.kind !== 'union') return node;
  const contents = node.branches.filter(({ kind }) => kind !== 'null');
  return contents.length === 1 ? (contents[0] as SchemaNode) : null;
}
