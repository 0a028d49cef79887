import type { Limits } from '../limits.ts';
import { arrayStep, mapStep, recordStep, unionStep } from './containers.ts';
import { checkBoolean, checkBytes, checkEnum, checkFixed, checkString } from './reader.ts';
import type { SchemaNode } from './schema.ts';
import { checkInt, checkLong } from './varint.ts';
import type { Step } from './walk.ts';

/** Greatest depth that is walked whatever the limits say: each level takes frames of the native stack. */
const DEEPEST = 1000;

export function maximumDepth(limits: Limits): number {
  return Math.min(limits.depth, DEEPEST);
}

/** Whether every value of the node is encoded in no bytes at all, so that no input bounds how often it occurs. */
export function takesNoBytes(node: SchemaNode, memo: Map<SchemaNode, boolean> = new Map()): boolean {
  if (node.kind === 'null') return true;
  if (node.kind === 'fixed') return node.size === 0;
  if (node.kind !== 'record') return false;
  const known = memo.get(node);
  if (known !== undefined) return known;
  memo.set(node, false); // a record inside itself has no end; types shared by many fields are looked at once
  const empty = node.fields.every((field) => takesNoBytes(field.node, memo));
  memo.set(node, empty);
  return empty;
}

/**
 * Compiles a step that checks one value of the node strictly and emits nothing; `memo` holds one step per node, also
 * for nodes that contain themselves.
 */
export function compileCheck(node: SchemaNode, limits: Limits, memo: Map<SchemaNode, Step>): Step {
  const known = memo.get(node);
  if (known !== undefined) return known;
  let bound: Step | undefined;
  memo.set(node, (walk, position, depth) => bound!(walk, position, depth));
  bound = build(node, limits, memo);
  memo.set(node, bound);
  return bound;
}

function build(node: SchemaNode, limits: Limits, memo: Map<SchemaNode, Step>): Step {
  const deepest = maximumDepth(limits);
  const child = (inner: SchemaNode) => ({ step: compileCheck(inner, limits, memo), path: null });
  const container = (inner: SchemaNode) => ({
    maximumDepth: deepest,
    maximumItems: limits.items,
    emit: false,
    keyLeaf: 0,
    emptyItems: takesNoBytes(inner),
  });
  switch (node.kind) {
    case 'null':
      return checkFixed(0);
    case 'boolean':
      return checkBoolean;
    case 'int':
      return checkInt;
    case 'long':
      return checkLong;
    case 'float':
      return checkFixed(4);
    case 'double':
      return checkFixed(8);
    case 'bytes':
      return checkBytes;
    case 'string':
      return checkString;
    case 'fixed':
      return checkFixed(node.size);
    case 'enum':
      return checkEnum(node.symbols.length);
    case 'record':
      return recordStep(
        node.fields.map((field) => child(field.node)),
        deepest,
      );
    case 'array':
      return arrayStep(child(node.items), container(node.items));
    case 'map':
      return mapStep(child(node.values), { ...container(node.values), emptyItems: false });
    case 'union':
      return unionStep(node.branches.map(child), null, deepest);
  }
}
