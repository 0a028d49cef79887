import { logicalTypeOf } from './logical-type.ts';
import { definedName, isName, isPrimitive, namespaceOf, qualify, refuse } from './schema-names.ts';
import { branchName, type FieldNode, type RecordNode, type SchemaJson, type SchemaNode } from './schema-node.ts';

type SchemaObject = { readonly [attribute: string]: SchemaJson };

/** The named types seen so far, by full name. */
export type NamedTypes = Map<string, SchemaNode>;

function isObject(json: SchemaJson | undefined): json is SchemaObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/**
 * Turns schema JSON into a node and adds the types that it defines to `types`. `namespace` is the enclosing one,
 * `where` names the place for faults (`SigiloError` schema.invalid).
 */
export function parseNode(json: SchemaJson, namespace: string, types: NamedTypes, where: string): SchemaNode {
  if (typeof json === 'string') return parseReference(json, json, namespace, types, where);
  if (Array.isArray(json)) return parseUnion(json, namespace, types, where);
  if (!isObject(json)) refuse(`${where}: a type must be a name, an object or a union`);
  const { type } = json;
  if (typeof type !== 'string') refuse(`${where}: the "type" of a type must be a name`);
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(json, namespace, types, where);
    case 'enum':
      return parseEnum(json, namespace, types, where);
    case 'fixed':
      return parseFixed(json, namespace, types, where);
    case 'array': {
      const items = parseNode(json.items ?? null, namespace, types, `${where}[]`);
      return { kind: 'array', logicalType: logicalTypeOf('array', json), json, items };
    }
    case 'map': {
      const values = parseNode(json.values ?? null, namespace, types, `${where}{value}`);
      return { kind: 'map', logicalType: logicalTypeOf('map', json), json, values };
    }
    default:
      return parseReference(type, json, namespace, types, where);
  }
}

function parseReference(
  name: string,
  json: SchemaJson,
  namespace: string,
  types: NamedTypes,
  where: string,
): SchemaNode {
  if (isPrimitive(name)) return { kind: name, logicalType: isObject(json) ? logicalTypeOf(name, json) : null, json };
  const full = qualify(name, namespace);
  if (full === null) refuse(`${where}: a reference breaks Avro's rules for names`);
  // Java resolves a short name in the null namespace too when the enclosing one lacks it, and schemas rely on it.
  return types.get(full) ?? types.get(name) ?? refuse(`${where}: no type ${full} is defined before this use`);
}

function parseUnion(json: readonly SchemaJson[], namespace: string, types: NamedTypes, where: string): SchemaNode {
  if (json.length === 0) refuse(`${where}: a union needs a branch`);
  const branches = json.map((branch) => parseNode(branch, namespace, types, where));
  const seen = new Set<string>();
  for (const branch of branches) {
    if (branch.kind === 'union') refuse(`${where}: a union may not hold a union`);
    const name = branchName(branch);
    if (seen.has(name)) refuse(`${where}: the union holds ${name} twice`);
    seen.add(name);
  }
  return { kind: 'union', logicalType: null, json, branches };
}

/** Registers a named type before its parts are read, so that they may refer to it. */
function define<Node extends SchemaNode & { name: string }>(node: Node, types: NamedTypes, where: string): Node {
  if (types.has(node.name)) refuse(`${where}: ${node.name} is defined twice`);
  const { aliases } = node.json as SchemaObject;
  if (aliases !== undefined && !isAliasList(aliases)) refuse(`${node.name}: aliases must be a list of names`);
  types.set(node.name, node);
  return node;
}

function isAliasList(aliases: SchemaJson): boolean {
  return Array.isArray(aliases) && aliases.every((alias) => qualify(alias, '') !== null);
}

function parseRecord(json: SchemaObject, namespace: string, types: NamedTypes, where: string): RecordNode {
  const name = definedName(json, namespace, where);
  const node = define<RecordNode>({ kind: 'record', logicalType: null, json, name, fields: [] }, types, where);
  const { fields } = json;
  if (!Array.isArray(fields)) refuse(`${name}: a record needs a list of fields`);
  const seen = new Set<string>();
  node.fields = fields.map((field: SchemaJson) => parseField(field, name, seen, types));
  return node;
}

function parseField(json: SchemaJson, recordName: string, seen: Set<string>, types: NamedTypes): FieldNode {
  if (!isObject(json)) refuse(`${recordName}: a field must be an object`);
  const { name, order, aliases } = json;
  if (!isName(name)) refuse(`${recordName}: the name of a field is missing or breaks Avro's rules for names`);
  const where = `${recordName}.${name}`;
  if (seen.has(name)) refuse(`${where} is defined twice`);
  seen.add(name);
  if (order !== undefined && order !== 'ascending' && order !== 'descending' && order !== 'ignore') {
    refuse(`${where}: order must be ascending, descending or ignore`);
  }
  if (aliases !== undefined && !(Array.isArray(aliases) && aliases.every(isName))) {
    refuse(`${where}: aliases must be a list of names`);
  }
  return { name, node: parseNode(json.type ?? null, namespaceOf(recordName), types, where), json };
}

function parseEnum(json: SchemaObject, namespace: string, types: NamedTypes, where: string): SchemaNode {
  const name = definedName(json, namespace, where);
  const { symbols } = json;
  if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every(isName)) {
    refuse(`${name}: an enum needs a list of symbols that follow Avro's rules for names`);
  }
  if (new Set(symbols).size < symbols.length) refuse(`${name}: an enum symbol occurs twice`);
  return define({ kind: 'enum', logicalType: logicalTypeOf('enum', json), json, name, symbols }, types, where);
}

function parseFixed(json: SchemaObject, namespace: string, types: NamedTypes, where: string): SchemaNode {
  const name = definedName(json, namespace, where);
  const { size } = json;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > 0x7fffffff) {
    refuse(`${name}: the size of a fixed must be a whole number below 2^31`);
  }
  return define({ kind: 'fixed', logicalType: logicalTypeOf('fixed', json), json, name, size }, types, where);
}
