import type { Buffer } from 'node:buffer';
import { SigiloError } from '../../errors.ts';
import type { Limits } from '../limits.ts';
import { compileCheck, maximumDepth, takesNoBytes } from './check.ts';
import { arrayStep, type Child, mapStep, recordStep, unionStep } from './containers.ts';
import { AvroFault, type AvroFaultReason } from './fault.ts';
import type { RewriteNode } from './rewrite-node.ts';
import type { SchemaNode } from './schema.ts';
import {
  addSlot,
  beginWalk,
  blame,
  endWalk,
  flushRun,
  STEP_LIMIT,
  STEP_MALFORMED,
  STEP_UNCOVERED,
  type Step,
  type Walk,
} from './walk.ts';

export { AvroFault } from './fault.ts';
export { writeVarint } from './varint.ts';
export { createWalk, SLOT_WIDTH, type Walk } from './walk.ts';

/**
 * Walks `input[start, end)` once and fills `walk`; throws AvroFault, and then the walk holds no output.
 * The walk's memory is reused: take what is needed before the next call.
 */
export type Rewrite = (input: Buffer, start: number, end: number, walk: Walk) => void;

interface Compilation {
  readonly limits: Limits;
  readonly checks: Map<SchemaNode, Step>;
  readonly steps: Map<RewriteNode, Step>;
  /** Bytes of the longest union index that is written: the output may outgrow the input by this factor. */
  widestIndex: number;
}

const REASONS: Record<number, AvroFaultReason> = {
  [STEP_MALFORMED]: 'malformed_avro',
  [STEP_LIMIT]: 'limit_exceeded',
  [STEP_UNCOVERED]: 'uncovered_field',
};

/**
 * Compiles a rewrite graph to one strict pass over a record's bytes. Limits: record bytes, depth (at most 1000), items.
 * Throws SigiloError `internal` for a graph that would let content through or make undecodable output.
 */
export function compileRewriter(root: RewriteNode, limits: Limits): Rewrite {
  const compilation: Compilation = { limits, checks: new Map(), steps: new Map(), widestIndex: 1 };
  const step = compileKept(root, compilation);
  const growth = compilation.widestIndex;
  return (input, start, end, walk) => {
    if (start < 0 || end < start || end > input.length) throw impossible(root);
    const fits = end - start <= limits.recordBytes;
    beginWalk(walk, input, start, end, fits ? (end - start) * growth + 16 : 0);
    let position = fits ? step(walk, start, 0) : STEP_LIMIT;
    if (position >= 0 && position !== end) position = STEP_MALFORMED;
    if (position >= 0) flushRun(walk, end);
    endWalk(walk, position < 0);
    if (position < 0) throw new AvroFault(REASONS[position]!, walk.faultPath ?? root.path);
  };
}

function compile(node: RewriteNode, compilation: Compilation): Step {
  const known = compilation.steps.get(node);
  if (known !== undefined) return known;
  let bound: Step | undefined;
  compilation.steps.set(node, (walk, position, depth) => bound!(walk, position, depth));
  bound = build(node, compilation);
  compilation.steps.set(node, bound);
  return bound;
}

/** Compiles a node where the output needs a value: nothing there may be dropped. */
function compileKept(node: RewriteNode, compilation: Compilation): Step {
  if (node.op === 'drop') throw impossible(node);
  return compile(node, compilation);
}

function impossible(node: RewriteNode): SigiloError {
  return new SigiloError('internal', { fieldPath: node.path });
}

function build(node: RewriteNode, compilation: Compilation): Step {
  const { limits, checks } = compilation;
  const deepest = maximumDepth(limits);
  const child = (inner: RewriteNode): Child => ({ step: compile(inner, compilation), path: inner.path });
  const kept = (inner: RewriteNode): Child => ({ step: compileKept(inner, compilation), path: inner.path });
  const container = { maximumDepth: deepest, maximumItems: limits.items, emit: true, keyLeaf: 0, emptyItems: false };
  switch (node.op) {
    case 'copy':
      return copyStep(node, compileCheck(node.node, limits, checks));
    case 'leaf':
      return leafStep(node, compileCheck(node.node, limits, checks));
    case 'drop':
      return dropStep(compileCheck(node.node, limits, checks), node.counted);
    case 'refuse':
      return (walk) => blame(walk, node.path, STEP_UNCOVERED);
    case 'record':
      if (node.fields.length !== node.node.fields.length) throw impossible(node);
      return recordStep(node.fields.map(child), deepest);
    case 'array':
      return arrayStep(kept(node.items), { ...container, emptyItems: takesNoBytes(node.node.items) });
    case 'map':
      if (!(node.keyLeaf >= 0)) throw impossible(node);
      return mapStep(kept(node.values), { ...container, keyLeaf: node.keyLeaf });
    case 'union': {
      const { branches, sinkIndexes } = node;
      if (branches.length !== node.node.branches.length || sinkIndexes.length !== branches.length)
        throw impossible(node);
      for (const index of sinkIndexes) {
        if (index >= 64) compilation.widestIndex = Math.max(compilation.widestIndex, 5);
      }
      return unionStep(branches.map(child), sinkIndexes, deepest);
    }
  }
}

const COPIED = new Set(['null', 'boolean', 'int', 'long', 'enum']);

function copyStep(node: RewriteNode & { op: 'copy' }, check: Step): Step {
  if (COPIED.has(node.node.kind)) return check;
  if (node.node.kind === 'float') return copyFloat;
  if (node.node.kind === 'double') return copyDouble;
  throw impossible(node);
}

/** The content of a string or bytes, or the whole encoding of anything else, becomes a slot. */
function leafStep(node: RewriteNode & { op: 'leaf' }, check: Step): Step {
  const { leaf } = node;
  if (!(leaf >= 0)) throw impossible(node);
  const hasLength = node.node.kind === 'string' || node.node.kind === 'bytes';
  return (walk, position, depth) => {
    const next = check(walk, position, depth);
    if (next < 0) return next;
    flushRun(walk, position);
    addSlot(walk, leaf, hasLength ? next - walk.value : position, next, 0);
    walk.runStart = next;
    return next;
  };
}

function dropStep(check: Step, counted: boolean): Step {
  return (walk, position, depth) => {
    const next = check(walk, position, depth);
    if (next < 0) return next;
    flushRun(walk, position);
    walk.runStart = next;
    if (counted) walk.droppedFields++;
    return next;
  };
}

/** NaN has 2^23 forms, room for a message: only one is let through. */
const copyFloat: Step = (walk, position) => {
  const next = position + 4;
  if (next > walk.end) return STEP_MALFORMED;
  const { input } = walk;
  const highest = input[position + 2]!;
  if ((input[position + 3]! & 0x7f) !== 0x7f || highest < 0x80) return next;
  const notANumber = ((highest & 0x7f) | input[position + 1]! | input[position]!) !== 0;
  if (notANumber) {
    flushRun(walk, position);
    walk.outLength = walk.out.writeUInt32LE(0x7fc00000, walk.outLength);
    walk.runStart = next;
  }
  return next;
};

const copyDouble: Step = (walk, position) => {
  const next = position + 8;
  if (next > walk.end) return STEP_MALFORMED;
  const { input } = walk;
  if ((input[position + 7]! & 0x7f) !== 0x7f || input[position + 6]! < 0xf0) return next;
  let fraction = input[position + 6]! & 0x0f;
  for (let index = position; index < position + 6; index++) fraction |= input[index]!;
  if (fraction !== 0) {
    flushRun(walk, position);
    walk.out.writeUInt32LE(0, walk.outLength);
    walk.outLength = walk.out.writeUInt32LE(0x7ff80000, walk.outLength + 4);
    walk.runStart = next;
  }
  return next;
};
