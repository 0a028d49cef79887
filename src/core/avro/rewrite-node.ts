import type { ArrayNode, MapNode, RecordNode, SchemaNode, UnionNode } from './schema.ts';

/**
 * What the rewriter does with one place of a schema: the policy compiler builds this graph (cyclic for recursive
 * types), the rewriter executes it. `path` is the static field path, for faults.
 * - copy: scalar without free content (null, boolean, int, long, float, double, enum); checked and re-emitted canonically
 * - leaf: any node; its bytes are checked and left out of the output, and a slot is recorded
 * - drop: checked and left out
 * - refuse: reaching it ends the walk with `uncovered_field`
 */
export type RewriteNode =
  | { readonly op: 'copy'; readonly path: string; readonly node: SchemaNode }
  | { readonly op: 'leaf'; readonly path: string; readonly node: SchemaNode; readonly leaf: number }
  | { readonly op: 'drop'; readonly path: string; readonly node: SchemaNode; readonly counted: boolean }
  | { readonly op: 'refuse'; readonly path: string; readonly node: SchemaNode }
  | { readonly op: 'record'; readonly path: string; readonly node: RecordNode; fields: RewriteNode[] }
  | { readonly op: 'array'; readonly path: string; readonly node: ArrayNode; items: RewriteNode }
  | { readonly op: 'map'; readonly path: string; readonly node: MapNode; keyLeaf: number; values: RewriteNode }
  | {
      readonly op: 'union';
      readonly path: string;
      readonly node: UnionNode;
      branches: RewriteNode[];
      /** Index in the sink's union for each source branch; -1: the sink has no union here, no index is written. */
      sinkIndexes: number[];
    };
