import type { EnumNode, FieldNode, FixedNode, PrimitiveKind, RecordNode, SchemaJson } from '../avro/schema.ts';
import type { LeafClass } from '../guard/leak-check.ts';

/** A place of the sink schema, before named types have their names. Null class: written by Sigilo as a whole. */
export type SinkNode =
  | {
      readonly kind: 'primitive';
      readonly type: PrimitiveKind;
      readonly json: SchemaJson;
      readonly leafClass: LeafClass | null;
      /** Which defaults of the source the sink may show: those that the treatment would let through. */
      readonly keepsDefault: (value: SchemaJson) => boolean;
    }
  | { readonly kind: 'enum'; readonly node: EnumNode }
  | { readonly kind: 'fixed'; readonly node: FixedNode; readonly leafClass: LeafClass | null }
  | { readonly kind: 'array'; readonly items: SinkNode; readonly json: SchemaJson }
  | { readonly kind: 'map'; readonly values: SinkNode; readonly keyClass: LeafClass | null; readonly json: SchemaJson }
  | { readonly kind: 'union'; readonly branches: readonly SinkNode[] }
  | SinkRecordNode;

export interface SinkRecordNode {
  readonly kind: 'record';
  readonly node: RecordNode;
  fields: readonly SinkField[];
}

export interface SinkField {
  readonly source: FieldNode;
  readonly sink: SinkNode;
  readonly treatment: FieldTreatment | null;
}

/** What a sink field tells its readers about itself, in the attribute `sigilo`. */
export interface FieldTreatment {
  readonly treatment: string;
  readonly granularity?: string;
}

/** Two branches with the same key cannot stand in one Avro union. */
export function branchKey(sink: SinkNode): string {
  switch (sink.kind) {
    case 'primitive':
      return sink.type;
    case 'enum':
    case 'fixed':
    case 'record':
      return `named ${sink.node.name}`;
    default:
      return sink.kind;
  }
}

/** No default of a treated field: it could be somebody's value. */
export const NO_DEFAULT = () => false;

export const SINK_STRING = {
  kind: 'primitive',
  type: 'string',
  json: 'string',
  leafClass: null,
  keepsDefault: NO_DEFAULT,
} as const satisfies SinkNode;
export const SINK_NULL: SinkNode = {
  kind: 'primitive',
  type: 'null',
  json: 'null',
  leafClass: null,
  keepsDefault: (value) => value === null,
};

const SUSPICION: readonly (LeafClass | null)[] = ['text', 'kept', 'closed', null];

/** The class that makes the guard look hardest, for two branches that became one. */
export function strictestClass(first: LeafClass | null, second: LeafClass | null): LeafClass | null {
  return SUSPICION.find((each) => each === first || each === second) ?? null;
}
