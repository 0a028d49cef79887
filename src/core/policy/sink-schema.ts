import { hash } from 'node:crypto';
import type { SchemaJson } from '../avro/schema.ts';
import type { LeafClass } from '../guard/leak-check.ts';
import { isJsonObject, type JsonObject, pickAttributes } from './schema-attributes.ts';
import type { SinkField, SinkNode, SinkRecordNode } from './sink-node.ts';
import { signRecords } from './sink-signature.ts';

/**
 * Writes the sink's schema: named types move to the namespace suffix `.sanitized`; a record type with different
 * treatments at different places splits, the first keeping its name and the others becoming `Name__<hash>`.
 * Gives the guard's class of each string, bytes or fixed leaf by its path inside its sink record.
 */
export function nameSinkSchema(root: SinkNode): {
  readonly sinkSchema: SchemaJson;
  readonly leafClasses: ReadonlyMap<string, LeafClass>;
} {
  const naming: Naming = {
    signatures: signRecords(root),
    taken: new Map(),
    defined: new Set(),
    leafClasses: new Map(),
  };
  return { sinkSchema: writeNode(naming, root, ''), leafClasses: naming.leafClasses };
}

interface Naming {
  readonly signatures: ReadonlyMap<SinkRecordNode, string>;
  /** Sink full name -> signature of the record that has it. */
  readonly taken: Map<string, string>;
  readonly defined: Set<string>;
  readonly leafClasses: Map<string, LeafClass>;
}

function writeNode(naming: Naming, sink: SinkNode, place: string): SchemaJson {
  switch (sink.kind) {
    case 'primitive':
      return writePrimitive(naming, sink, place);
    case 'fixed':
      if (sink.leafClass) naming.leafClasses.set(place, sink.leafClass);
      return writeNamed(naming, sink.node.name, () => ({
        ...pickAttributes(sink.node.json, ['logicalType', 'precision', 'scale', 'doc']),
        type: 'fixed',
        size: sink.node.size,
      }));
    case 'enum':
      return writeNamed(naming, sink.node.name, () => ({
        ...pickAttributes(sink.node.json, ['doc', 'default']),
        type: 'enum',
        symbols: sink.node.symbols,
      }));
    case 'array':
      return {
        ...pickAttributes(sink.json, ['doc']),
        type: 'array',
        items: writeNode(naming, sink.items, `${place}[]`),
      };
    case 'map':
      if (sink.keyClass) naming.leafClasses.set(`${place}{key}`, sink.keyClass);
      return {
        ...pickAttributes(sink.json, ['doc']),
        type: 'map',
        values: writeNode(naming, sink.values, `${place}{value}`),
      };
    case 'union': {
      const several = sink.branches.filter((branch) => !isNull(branch)).length > 1;
      return sink.branches.map((branch) =>
        writeNode(naming, branch, several && !isNull(branch) ? `${place}<${sinkName(naming, branch)}>` : place),
      );
    }
    case 'record':
      return writeRecord(naming, sink);
  }
}

function writePrimitive(naming: Naming, sink: Extract<SinkNode, { kind: 'primitive' }>, place: string): SchemaJson {
  if (sink.leafClass) naming.leafClasses.set(place, sink.leafClass);
  const attributes = pickAttributes(sink.json, ['logicalType', 'precision', 'scale']);
  return Object.keys(attributes).length > 0 ? { type: sink.type, ...attributes } : sink.type;
}

function writeRecord(naming: Naming, record: SinkRecordNode): SchemaJson {
  const fullName = recordName(naming, record);
  if (naming.defined.has(fullName)) return fullName;
  naming.defined.add(fullName);
  const [namespace, name] = splitName(fullName);
  return {
    type: 'record',
    name,
    namespace,
    ...pickAttributes(record.node.json, ['doc']),
    fields: record.fields.map((field) => writeField(naming, field, `${fullName}.${field.source.name}`)),
  };
}

function writeField(naming: Naming, field: SinkField, place: string): SchemaJson {
  const { source, sink, treatment } = field;
  const type = writeNode(naming, sink, place);
  return {
    name: source.name,
    type,
    ...pickAttributes(source.json, ['doc', 'order', 'aliases', 'confluent:tags']),
    ...writeDefault(source.json, sink),
    ...(treatment ? { sigilo: { ...treatment } } : {}),
  };
}

/** A default that no longer fits becomes null where null comes first, and is left out elsewhere. */
function writeDefault(source: JsonObject, sink: SinkNode): JsonObject {
  if (!Object.hasOwn(source, 'default')) return {};
  const value = source.default as SchemaJson;
  const first = sink.kind === 'union' ? (sink.branches[0] as SinkNode) : sink;
  if (isNull(first)) return { default: null };
  return fits(value, first) ? { default: value } : {};
}

function fits(value: SchemaJson, sink: SinkNode): boolean {
  switch (sink.kind) {
    case 'primitive':
      return sink.keepsDefault(value);
    case 'enum':
      return sink.node.symbols.includes(value as string);
    case 'array':
      return Array.isArray(value) && value.length === 0;
    case 'map':
      return isJsonObject(value) && Object.keys(value).length === 0;
    default:
      return false;
  }
}

function writeNamed(naming: Naming, sourceName: string, define: () => JsonObject): SchemaJson {
  const fullName = sanitizedName(sourceName);
  if (naming.defined.has(fullName)) return fullName;
  naming.defined.add(fullName);
  const [namespace, name] = splitName(fullName);
  return { ...define(), name, namespace };
}

function recordName(naming: Naming, record: SinkRecordNode): string {
  const signature = naming.signatures.get(record) as string;
  const plain = sanitizedName(record.node.name);
  const owner = naming.taken.get(plain) ?? signature;
  const name = owner === signature ? plain : `${plain}__${hash('sha256', signature, 'hex').slice(0, 8)}`;
  naming.taken.set(name, signature);
  return name;
}

function sinkName(naming: Naming, sink: SinkNode): string {
  if (sink.kind === 'record') return recordName(naming, sink);
  if (sink.kind === 'primitive') return sink.type;
  return sink.kind === 'enum' || sink.kind === 'fixed' ? sanitizedName(sink.node.name) : sink.kind;
}

function sanitizedName(fullName: string): string {
  const dot = fullName.lastIndexOf('.');
  return dot < 0 ? `sanitized.${fullName}` : `${fullName.slice(0, dot)}.sanitized.${fullName.slice(dot + 1)}`;
}

function splitName(fullName: string): [namespace: string, name: string] {
  const dot = fullName.lastIndexOf('.');
  return [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

function isNull(sink: SinkNode): boolean {
  return sink.kind === 'primitive' && sink.type === 'null';
}
