import type { RewriteNode } from '../avro/rewrite-node.ts';
import type { SchemaJson, UnionNode } from '../avro/schema.ts';
import { pickAttributes } from './schema-attributes.ts';
import type { Compiler, Place } from './schema-compiler.ts';
import { branchKey, type SinkNode, strictestClass } from './sink-node.ts';

/**
 * Joins the compiled branches of a union: branches that became equal collapse in order, a dropped branch becomes null,
 * and a union with one branch left becomes that branch.
 */
export function joinBranches(compiler: Compiler, node: UnionNode, places: readonly Place[], path: string): Place {
  const contents = places.filter((_place, index) => node.branches[index]?.kind !== 'null');
  if (contents.length > 0 && contents.every((place) => place.rewrite.op === 'drop')) {
    return {
      rewrite: {
        op: 'drop',
        path,
        node,
        counted: contents.some((place) => place.rewrite.op === 'drop' && place.rewrite.counted),
      },
      sink: null,
      treatment: null,
    };
  }
  const branches: SinkNode[] = [];
  const keys: string[] = [];
  const sinkIndexes = places.map(({ sink }) => {
    if (!sink) return -1;
    const at = keys.indexOf(branchKey(sink));
    if (at < 0) return keys.push(branchKey(sink)) && branches.push(sink) - 1;
    branches[at] = mergeBranches(branches[at] as SinkNode, sink);
    return at;
  });
  const nullIndex = keys.indexOf('null');
  const rewrites = places.map(({ rewrite }, index) => {
    if (rewrite.op !== 'drop') return rewrite;
    sinkIndexes[index] = nullIndex;
    if (nullIndex >= 0) return rewrite;
    if (!rewrite.counted)
      compiler.faults.push(`${compiler.policy.file}: ${rewrite.path}: a dropped union branch needs null in the union`);
    return { op: 'refuse', path: rewrite.path, node: rewrite.node } satisfies RewriteNode;
  });
  const treatment = contents.find((place) => place.treatment)?.treatment ?? null;
  const hasContent = contents.some((place) => place.sink !== null) || contents.length === 0;
  if (!hasContent)
    return {
      rewrite: { op: 'union', path, node, branches: rewrites, sinkIndexes: sinkIndexes.map(() => -1) },
      sink: null,
      treatment,
    };
  const single = branches.length === 1;
  return {
    rewrite: {
      op: 'union',
      path,
      node,
      branches: rewrites,
      sinkIndexes: single ? sinkIndexes.map(() => -1) : sinkIndexes,
    },
    sink: single ? (branches[0] as SinkNode) : { kind: 'union', branches },
    treatment,
  };
}

/** A placeholder is no uuid, and a token no time: the sink may promise what holds of both branches alone. */
function sameLogicalType(first: { readonly json: SchemaJson }, second: { readonly json: SchemaJson }): boolean {
  const text = ({ json }: { readonly json: SchemaJson }) => JSON.stringify(pickAttributes(json, LOGICAL_TYPE));
  return text(first) === text(second);
}

const LOGICAL_TYPE = ['logicalType', 'precision', 'scale'];

function mergeBranches(first: SinkNode, second: SinkNode): SinkNode {
  return first.kind === 'primitive' && second.kind === 'primitive'
    ? {
        ...first,
        json: sameLogicalType(first, second) ? first.json : first.type,
        leafClass: strictestClass(first.leafClass, second.leafClass),
        keepsDefault: (value) => first.keepsDefault(value) && second.keepsDefault(value),
      }
    : first;
}
