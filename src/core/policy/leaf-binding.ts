import type { SchemaNode } from '../avro/schema.ts';
import type { Leaf } from './plan.ts';
import type { SinkNode } from './sink-node.ts';

/** A leaf without its place in the schema. */
export type LeafContent = Omit<Leaf, 'index' | 'path' | 'mapKey' | 'isText'>;

/** A treatment bound to one type: the leaf's own part and its type in the sink, or why the pair is not allowed. */
export type Binding = { readonly leaf: LeafContent; readonly sink: SinkNode } | { readonly fault: string };

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

/** How to name what is inside a container, for faults. */
export function hint(node: SchemaNode): string {
  if (node.kind === 'array') return '; write path[] for its items';
  return node.kind === 'map' ? '; write path{key} and path{value}' : '';
}
