import type { SchemaJson } from '../avro/schema.ts';
import { pickAttributes } from './schema-attributes.ts';
import type { SinkNode, SinkRecordNode } from './sink-node.ts';

/**
 * Gives each record of a sink schema a text that is equal for records with the same fields and treatments, and for
 * those only. Recursive types may be unrolled at one place and not at another: records are told apart by what can be
 * reached from them (partition refinement), so that this makes no difference.
 */
export function signRecords(root: SinkNode): ReadonlyMap<SinkRecordNode, string> {
  const records = collectRecords(root);
  const classes = classify(records);
  const signatures = new Map<SinkRecordNode, string>();
  const byClass = new Map<number, string>();
  for (const record of records) {
    const own = classes.get(record) as number;
    const signature = byClass.get(own) ?? writeOut(record, classes);
    byClass.set(own, signature);
    signatures.set(record, signature);
  }
  return signatures;
}

function collectRecords(root: SinkNode): readonly SinkRecordNode[] {
  const found = new Set<SinkRecordNode>(recordsIn(root));
  for (const record of found)
    for (const { sink } of record.fields) for (const inner of recordsIn(sink)) found.add(inner);
  return [...found];
}

/** The records that a place holds without going through another record. */
function recordsIn(sink: SinkNode): readonly SinkRecordNode[] {
  switch (sink.kind) {
    case 'record':
      return [sink];
    case 'array':
      return recordsIn(sink.items);
    case 'map':
      return recordsIn(sink.values);
    case 'union':
      return sink.branches.flatMap(recordsIn);
    default:
      return [];
  }
}

/** Numbers classes of equal records: begins with equal names and parts those whose fields lead to different classes. */
function classify(records: readonly SinkRecordNode[]): ReadonlyMap<SinkRecordNode, number> {
  let classes = new Map<SinkRecordNode, number>(records.map((record) => [record, 0]));
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const next = new Map<SinkRecordNode, number>();
    for (const record of records) {
      const text = JSON.stringify([
        classes.get(record) as number,
        signFields(record, (inner) => classes.get(inner) as number),
      ]);
      next.set(record, numbers.get(text) ?? numbers.size);
      numbers.set(text, next.get(record) as number);
    }
    classes = next;
    if (numbers.size === count) return classes;
    count = numbers.size;
  }
}

/** Writes a record with all that it reaches, each class once: the text does not depend on the rest of the schema. */
function writeOut(record: SinkRecordNode, classes: ReadonlyMap<SinkRecordNode, number>): string {
  const seen = new Map<number, number>();
  const write = (inner: SinkRecordNode): SchemaJson => {
    const own = classes.get(inner) as number;
    const before = seen.get(own);
    if (before !== undefined) return before;
    seen.set(own, seen.size);
    return signFields(inner, write);
  };
  return JSON.stringify(write(record));
}

function signFields(record: SinkRecordNode, sign: (inner: SinkRecordNode) => SchemaJson): SchemaJson {
  return [
    record.node.name,
    ...record.fields.map((field) => [field.source.name, signPlace(field.sink, sign), { ...field.treatment }]),
  ];
}

function signPlace(sink: SinkNode, sign: (inner: SinkRecordNode) => SchemaJson): SchemaJson {
  switch (sink.kind) {
    case 'primitive':
      return [sink.type, sink.leafClass ?? '', pickAttributes(sink.json, ['logicalType'])];
    case 'enum':
      return sink.node.name;
    case 'fixed':
      return [sink.node.name, sink.leafClass ?? ''];
    case 'array':
      return ['array', signPlace(sink.items, sign)];
    case 'map':
      return ['map', sink.keyClass ?? '', signPlace(sink.values, sign)];
    case 'union':
      return ['union', ...sink.branches.map((branch) => signPlace(branch, sign))];
    case 'record':
      return sign(sink);
  }
}
