/** Raw JSON of an Avro schema or of a part of it. */
export type SchemaJson =
  | null
  | boolean
  | number
  | string
  | readonly SchemaJson[]
  | { readonly [name: string]: SchemaJson };

export type PrimitiveKind = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

interface NodeBase {
  readonly logicalType: string | null;
  /** The JSON that declared this node: keeps custom attributes, which avsc drops. */
  readonly json: SchemaJson;
}

export interface PrimitiveNode extends NodeBase {
  readonly kind: PrimitiveKind;
}
export interface FixedNode extends NodeBase {
  readonly kind: 'fixed';
  readonly name: string;
  readonly size: number;
}
export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
}
export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  items: SchemaNode;
}
export interface MapNode extends NodeBase {
  readonly kind: 'map';
  values: SchemaNode;
}
export interface UnionNode extends NodeBase {
  readonly kind: 'union';
  branches: readonly SchemaNode[];
}
export interface RecordNode extends NodeBase {
  readonly kind: 'record';
  readonly name: string;
  fields: readonly FieldNode[];
}
export interface FieldNode {
  readonly name: string;
  readonly node: SchemaNode;
  /** Raw JSON of the field: doc, default, order, aliases, confluent:tags. */
  readonly json: { readonly [name: string]: SchemaJson };
}

/** A resolved Avro schema; named types are shared objects, so a recursive schema is a cyclic graph. Names are full names. */
export type SchemaNode = PrimitiveNode | FixedNode | EnumNode | ArrayNode | MapNode | UnionNode | RecordNode;

/** The name by which a union branch is addressed: full name or kind. */
export function branchName(node: SchemaNode): string {
  return 'name' in node ? node.name : node.kind;
}
