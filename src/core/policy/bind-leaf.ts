import type { SchemaJson, SchemaNode } from '../avro/schema.ts';
import type { EntityType } from '../entity.ts';
import type { TimeUnit } from '../treat/generalize.ts';
import { placeholder } from '../treat/redact.ts';
import { compileShape, type ShapeDeclaration } from '../treat/shape.ts';
import type { Carrier, Leaf } from './plan.ts';
import { classOfShape } from './shape-class.ts';
import { NO_DEFAULT, SINK_STRING, type SinkNode } from './sink-node.ts';
import type { Treatment } from './treatment.ts';

/** A leaf without its place in the schema. */
export type LeafContent = Omit<Leaf, 'index' | 'path' | 'mapKey' | 'isText'>;

/** A treatment bound to one type: the leaf's own part and its type in the sink, or why the pair is not allowed. */
export type Binding = { readonly leaf: LeafContent; readonly sink: SinkNode } | { readonly fault: string };

/** Dates and counts are no names: a value like 1990 would be found in every text. */
const NO_IDENTITY: ReadonlySet<EntityType> = new Set([
  'DATE',
  'AGE',
  'URL',
  'OTHER_ID',
  'CREDENTIAL',
  'GENETIC',
  'BIOMETRIC',
  'IP',
]);

/** A leaf with nothing to do. */
export const BLANK = {
  entity: null,
  domain: null,
  granularity: null,
  shape: null,
  constant: null,
  textActions: null,
  symbols: null,
  identity: false,
} as const;

/**
 * The type x treatment table: what each treatment makes of each type.
 * tokenize, redact and 90+ give a string on any type that they allow; generalize keeps the type and cuts the value;
 * keep of strings, bytes and fixed needs a shape; detect needs a string.
 */
export function bindLeaf(node: SchemaNode, treatment: Exclude<Treatment, { kind: 'drop' }>): Binding {
  const carrier = carrierOf(node);
  const symbols = node.kind === 'enum' ? node.symbols : null;
  switch (treatment.kind) {
    case 'keep':
      return bindKeep(node, carrier, treatment.shape);
    case 'redact': {
      const { entity } = treatment;
      const leaf = {
        ...BLANK,
        carrier,
        symbols,
        action: 'constant',
        entity,
        constant: prefixed(placeholder(entity)),
      } as const;
      return { leaf: { ...leaf, identity: isIdentity(entity, carrier) }, sink: SINK_STRING };
    }
    case 'tokenize': {
      const { entity, domain, asLong } = treatment;
      if (carrier === 'subtree') return { fault: `tokenize needs a single value, not ${node.kind}${hint(node)}` };
      const leaf = { ...BLANK, carrier, symbols, entity, domain, identity: isIdentity(entity, carrier) } as const;
      return asLong
        ? {
            leaf: { ...leaf, action: 'token-long' },
            sink: { kind: 'primitive', type: 'long', json: 'long', leafClass: null, keepsDefault: NO_DEFAULT },
          }
        : { leaf: { ...leaf, action: 'token' }, sink: SINK_STRING };
    }
    case 'generalize':
      return bindGeneralize(node, carrier, treatment);
    case 'detect':
      return carrier === 'string'
        ? {
            leaf: { ...BLANK, carrier, action: 'detect', textActions: treatment.actions },
            sink: { ...SINK_STRING, leafClass: 'text' },
          }
        : { fault: `detect needs a string, not ${node.kind}${hint(node)}` };
  }
}

/** True for types whose values carry no free content and may be kept without a shape. */
export function isPlainScalar(node: SchemaNode): boolean {
  return ['null', 'boolean', 'int', 'long', 'float', 'double', 'enum'].includes(node.kind);
}

function bindKeep(node: SchemaNode, carrier: Carrier, declared: ShapeDeclaration | null): Binding {
  if (isPlainScalar(node)) {
    if (declared !== null) return { fault: `keep of ${node.kind} takes no shape` };
    const sink: SinkNode =
      node.kind === 'enum'
        ? { kind: 'enum', node }
        : {
            kind: 'primitive',
            type: node.kind as 'long',
            json: node.json,
            leafClass: null,
            keepsDefault: (value) => typeof value === (node.kind === 'boolean' ? 'boolean' : 'number'),
          };
    return { leaf: { ...BLANK, carrier, action: 'keep' }, sink };
  }
  if (carrier === 'subtree')
    return { fault: `keep covers a single value, not ${node.kind}: name what is inside${hint(node)}` };
  if (declared === null)
    return { fault: `keep of ${node.kind} needs a shape (uuid, token, digits(n), { oneOf }, { pattern, max } …)` };
  const leafClass = classOfShape(declared);
  const shape = compileShape(declared);
  const keepsDefault = (value: SchemaJson) => typeof value === 'string' && shape(value);
  const sink: SinkNode =
    node.kind === 'fixed'
      ? { kind: 'fixed', node, leafClass }
      : { kind: 'primitive', type: carrier as 'string', json: node.json, leafClass, keepsDefault };
  return { leaf: { ...BLANK, carrier, action: 'keep', shape }, sink };
}

function bindGeneralize(
  node: SchemaNode,
  carrier: Carrier,
  treatment: Extract<Treatment, { kind: 'generalize' }>,
): Binding {
  const { entity } = treatment;
  if (treatment.granularity === '90+') {
    // The days of a date below 90 are the first weeks of 1970, and would be shown as they are.
    if ((carrier !== 'string' && carrier !== 'int' && carrier !== 'long') || isTime(node))
      return { fault: `90+ needs a string or a whole number, not ${kindOf(node)}` };
    return { leaf: { ...BLANK, carrier, action: 'age', entity }, sink: SINK_STRING };
  }
  const { granularity } = treatment;
  const leaf = { ...BLANK, carrier, entity, granularity } as const;
  if (carrier === 'string') return { leaf: { ...leaf, action: 'date-text' }, sink: SINK_STRING };
  const action = TIME_TYPES[`${node.kind} ${node.logicalType}`];
  if (!action)
    return {
      fault: `generalize of DATE needs a string, date or timestamp, not ${kindOf(node)}`,
    };
  if (action === 'days' && (granularity === 'hour' || granularity === 'day')) {
    return { fault: 'a date is a day already: use month or year' };
  }
  return {
    leaf: { ...leaf, action },
    sink: { kind: 'primitive', type: node.kind as 'long', json: node.json, leafClass: null, keepsDefault: NO_DEFAULT },
  };
}

function kindOf(node: SchemaNode): string {
  return node.logicalType ? `${node.kind} (${node.logicalType})` : node.kind;
}

const TIME_TYPES: Readonly<Record<string, 'days' | TimeUnit>> = {
  'int date': 'days',
  'long timestamp-millis': 'millis',
  'long local-timestamp-millis': 'millis',
  'long timestamp-micros': 'micros',
  'long local-timestamp-micros': 'micros',
  'long timestamp-nanos': 'nanos',
  'long local-timestamp-nanos': 'nanos',
};

/** True when a place holds a calendar date or a point in time by its logical type. */
export function isTime(node: SchemaNode): boolean {
  return TIME_TYPES[`${node.kind} ${node.logicalType}`] !== undefined;
}

function carrierOf(node: SchemaNode): Carrier {
  return node.kind === 'record' ||
    node.kind === 'array' ||
    node.kind === 'map' ||
    node.kind === 'union' ||
    node.kind === 'null'
    ? 'subtree'
    : node.kind;
}

function isIdentity(entity: EntityType, carrier: Carrier): boolean {
  return carrier !== 'subtree' && carrier !== 'boolean' && carrier !== 'enum' && !NO_IDENTITY.has(entity);
}

function hint(node: SchemaNode): string {
  if (node.kind === 'array') return '; write path[] for its items';
  return node.kind === 'map' ? '; write path{key} and path{value}' : '';
}

function prefixed(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length << 1]), Buffer.from(text, 'latin1')]);
}
