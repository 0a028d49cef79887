import { SigiloError } from '../../errors.ts';
import type { SchemaJson } from '../avro/schema.ts';
import type { LeafClass } from './verdict.ts';

export const TREATED = 0;
export const CLASSES: Readonly<Record<LeafClass, number>> = { text: 1, kept: 2, closed: 3 };

export type NodeKind =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'bytes'
  | 'string'
  | 'fixed'
  | 'enum'
  | 'array'
  | 'map'
  | 'union'
  | 'record';

/** One place of a sink schema, with what the walker needs. All nodes have the same fields, which keeps the walk fast. */
export interface SinkNode {
  readonly kind: NodeKind;
  /** Path of the place for hits and leaf classes: sink record's full name and field, `[]`, `{value}`, `<branch>`. */
  readonly path: string;
  /** The same of a map's keys, else empty. */
  readonly keyPath: string;
  /** TREATED or a number of CLASSES; of a map it is the class of its keys. */
  readonly leafClass: number;
  /** Bytes of a fixed, symbols of an enum, else 0. */
  readonly size: number;
  /** Fields, branches, or the one node of items or values. */
  readonly children: SinkNode[];
  /** True when the encoding takes no byte at all: null, fixed of size 0, records of such. */
  empty: boolean;
}

type JsonObject = { readonly [name: string]: SchemaJson };
interface NamedType {
  readonly json: JsonObject;
  readonly namespace: string;
  record: SinkNode | null;
}
interface Scope {
  readonly types: Map<string, NamedType>;
  readonly classes: ReadonlyMap<string, LeafClass>;
}

const PRIMITIVES = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/**
 * Compiles the JSON of a sink schema to the nodes that the walker follows; a recursive type gives a cyclic graph.
 * Throws schema.invalid when a name is unknown or a type is no Avro type.
 */
export function compileSinkNodes(schema: SchemaJson, classes: ReadonlyMap<string, LeafClass>): SinkNode {
  const scope: Scope = { types: new Map(), classes };
  const root = compileNode(schema, '', '', scope);
  settleEmptiness([...scope.types.values()].flatMap((type) => type.record ?? []));
  return root;
}

function compileNode(schema: SchemaJson, path: string, namespace: string, scope: Scope): SinkNode {
  if (typeof schema === 'string') return compileName(schema, path, namespace, scope);
  if (isList(schema)) return compileUnion(schema, path, namespace, scope);
  if (schema === null || typeof schema !== 'object') throw invalid(path);
  const { type } = schema as JsonObject;
  switch (type) {
    case 'record':
    case 'error':
    case 'enum':
    case 'fixed':
      return compileNamed(declare(schema as JsonObject, namespace, scope), path, scope);
    case 'array':
      return makeNode('array', path, scope, 0, [
        compileNode((schema as JsonObject).items!, `${path}[]`, namespace, scope),
      ]);
    case 'map':
      return compileMap(schema as JsonObject, path, namespace, scope);
    case undefined:
      throw invalid(path);
    default:
      return compileNode(type, path, namespace, scope);
  }
}

function compileName(name: string, path: string, namespace: string, scope: Scope): SinkNode {
  if (PRIMITIVES.has(name)) return makeNode(name as NodeKind, path, scope, 0, []);
  const type = scope.types.get(qualify(name, namespace)) ?? scope.types.get(name);
  if (!type) throw invalid(path);
  return compileNamed(fullName(type.json, type.namespace), path, scope);
}

function declare(json: JsonObject, namespace: string, scope: Scope): string {
  const name = fullName(json, namespace);
  scope.types.set(name, { json, namespace, record: null });
  return name;
}

function compileNamed(name: string, path: string, scope: Scope): SinkNode {
  const type = scope.types.get(name)!;
  const { json } = type;
  if (json.type === 'fixed') return makeNode('fixed', path, scope, Number(json.size), []);
  if (json.type === 'enum') return makeNode('enum', path, scope, (json.symbols as readonly string[]).length, []);
  if (type.record) return type.record;
  const record = makeNode('record', name, scope, 0, []);
  type.record = record;
  for (const field of json.fields as readonly JsonObject[]) {
    record.children.push(compileNode(field.type!, `${name}.${field.name}`, namespaceOf(name), scope));
  }
  return record;
}

function compileMap(json: JsonObject, path: string, namespace: string, scope: Scope): SinkNode {
  const keyPath = `${path}{key}`;
  const keyClass = scope.classes.get(keyPath);
  const values = compileNode(json.values!, `${path}{value}`, namespace, scope);
  const leafClass = keyClass ? CLASSES[keyClass] : TREATED;
  return { kind: 'map', path, keyPath, leafClass, size: 0, children: [values], empty: false };
}

function compileUnion(branches: readonly SchemaJson[], path: string, namespace: string, scope: Scope): SinkNode {
  const named = branches.filter((branch) => branchName(branch, namespace) !== 'null').length > 1;
  const children = branches.map((branch) => {
    const name = branchName(branch, namespace);
    return compileNode(branch, named && name !== 'null' ? `${path}<${name}>` : path, namespace, scope);
  });
  return makeNode('union', path, scope, 0, children);
}

function branchName(branch: SchemaJson, namespace: string): string {
  if (typeof branch === 'string') return PRIMITIVES.has(branch) ? branch : qualify(branch, namespace);
  const { type } = branch as JsonObject;
  if (type === 'record' || type === 'error' || type === 'enum' || type === 'fixed')
    return fullName(branch as JsonObject, namespace);
  return type === 'array' || type === 'map' ? type : branchName(type!, namespace);
}

function makeNode(kind: NodeKind, path: string, scope: Scope, size: number, children: SinkNode[]): SinkNode {
  const leafClass = scope.classes.get(path);
  const empty = kind === 'null' || (kind === 'fixed' && size === 0);
  return { kind, path, keyPath: '', leafClass: leafClass ? CLASSES[leafClass] : TREATED, size, children, empty };
}

/** A record is empty when all its fields are; repeated until nothing changes, since records hold one another. */
function settleEmptiness(records: readonly SinkNode[]): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const record of records) {
      if (record.empty || !record.children.every((child) => child.empty)) continue;
      record.empty = true;
      changed = true;
    }
  }
}

function fullName(json: JsonObject, enclosing: string): string {
  const name = String(json.name);
  return name.includes('.') ? name : qualify(name, typeof json.namespace === 'string' ? json.namespace : enclosing);
}

function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function isList(schema: SchemaJson): schema is readonly SchemaJson[] {
  return Array.isArray(schema);
}

function invalid(path: string): SigiloError {
  return new SigiloError('schema.invalid', { fieldPath: path });
}
