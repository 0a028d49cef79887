import { checkContent, type LeafSearch } from './leaf-check.ts';
import { type SinkNode, TREATED } from './sink-nodes.ts';
import { readLength, skipVarint, type VarintCursor } from './varint-cursor.ts';
import type { GuardHit, GuardInput } from './verdict.ts';

// The rewriter's own limit is far lower, so no record can reach this; it bounds the stack when bytes are malformed.
const DEEPEST = 512;
const MALFORMED = -1;

/** What one walk needs and finds; reused for every record. */
export interface WalkState extends VarintCursor {
  readonly search: LeafSearch;
  emitted: Int32Array;
  emittedCount: number;
  /** First emitted range that does not end before the current leaf. */
  range: number;
  /** Bytes of leaves that Sigilo did not write itself. */
  copied: number;
  hit: GuardHit | null;
}

/** Makes the state of a guard's walks. */
export function createWalkState(search: LeafSearch): WalkState {
  const input = { bytes: Buffer.alloc(0), end: 0, value: 0, emitted: new Int32Array(0), emittedCount: 0 };
  return { ...input, search, range: 0, copied: 0, hit: null };
}

/** Walks a sink record and checks every leaf; the first hit ends the walk. Anything but an exact end is a structure fault. */
export function walkRecord(state: WalkState, root: SinkNode, input: GuardInput): GuardHit | null {
  state.bytes = input.bytes;
  state.end = input.end;
  state.emitted = input.emitted;
  state.emittedCount = input.emittedCount;
  state.range = 0;
  state.copied = 0;
  state.hit = null;
  const position = walkNode(state, root, input.start, 0);
  if (position !== input.end && state.hit === null) fail(state, root);
  return state.hit;
}

/** Checks one node; gives the position after it, or MALFORMED with the hit in the state. */
function walkNode(state: WalkState, node: SinkNode, start: number, depth: number): number {
  if (start > state.end) return fail(state, node);
  switch (node.kind) {
    case 'string':
    case 'bytes':
      return walkString(state, node, start);
    case 'record':
      return walkRecordFields(state, node, start, depth);
    case 'union':
      return walkUnion(state, node, start, depth);
    case 'null':
      return start;
    case 'long':
      return orFail(state, node, skipVarint(state, start, 10));
    case 'int':
      return orFail(state, node, skipVarint(state, start, 5));
    case 'boolean':
      return start < state.end && state.bytes[start]! <= 1 ? start + 1 : fail(state, node);
    case 'enum': {
      const after = readLength(state, start);
      return after >= 0 && state.value < node.size ? after : fail(state, node);
    }
    case 'array':
    case 'map':
      return walkItems(state, node, start, depth);
    case 'float':
      return start + 4 <= state.end ? start + 4 : fail(state, node);
    case 'double':
      return start + 8 <= state.end ? start + 8 : fail(state, node);
    case 'fixed':
      return start + node.size <= state.end
        ? visitLeaf(state, node, node.path, start, start + node.size)
        : fail(state, node);
  }
}

function walkRecordFields(state: WalkState, node: SinkNode, start: number, depth: number): number {
  if (depth > DEEPEST) return fail(state, node);
  let position = start;
  const fields = node.children;
  for (let index = 0; index < fields.length && position >= 0; index++) {
    position = walkNode(state, fields[index]!, position, depth + 1);
  }
  return position;
}

function walkUnion(state: WalkState, node: SinkNode, start: number, depth: number): number {
  const after = readLength(state, start);
  const branch = after >= 0 ? node.children[state.value] : undefined;
  if (branch === undefined) return fail(state, node);
  return walkNode(state, branch, after, depth + 1);
}

/** Arrays and maps come from our own rewriter: one block with a positive count, or none, then the closing zero. */
function walkItems(state: WalkState, node: SinkNode, start: number, depth: number): number {
  let position = readLength(state, start);
  if (position < 0 || depth > DEEPEST) return fail(state, node);
  const count = state.value;
  if (count === 0) return position;
  const item = node.children[0]!;
  const weightless = node.kind === 'array' && item.empty;
  if (!weightless) {
    // Each item takes a byte at least, so a count beyond the rest of the record ends where the record does.
    for (let index = 0; index < count; index++) {
      if (node.kind === 'map') position = walkString(state, node, position);
      if (position >= 0) position = walkNode(state, item, position, depth + 1);
      if (position < 0) return MALFORMED;
    }
  }
  return position < state.end && state.bytes[position] === 0 ? position + 1 : fail(state, node);
}

/** A string or bytes leaf; of a map node, its key. */
function walkString(state: WalkState, node: SinkNode, start: number): number {
  const content = readLength(state, start);
  if (content < 0 || state.value > state.end - content) return fail(state, node);
  const path = node.kind === 'map' ? node.keyPath : node.path;
  return visitLeaf(state, node, path, content, content + state.value);
}

/** Checks what lies outside emitted ranges; a treated leaf must have nothing there. */
function visitLeaf(state: WalkState, node: SinkNode, path: string, start: number, end: number): number {
  const { emitted, emittedCount } = state;
  while (state.range < emittedCount && emitted[state.range * 2 + 1]! <= start) state.range += 1;
  let position = start;
  for (let range = state.range; position < end; range++) {
    const next = range < emittedCount ? Math.min(emitted[range * 2]!, end) : end;
    if (next > position) {
      if (node.leafClass === TREATED) state.hit = { check: 'untreated', fieldPath: path, fault: true };
      else state.hit = checkContent(state.search, state.bytes, position, next, node.leafClass, path);
      if (state.hit !== null) return MALFORMED;
      state.copied += next - position;
    }
    position = range < emittedCount ? Math.max(next, emitted[range * 2 + 1]!) : end;
  }
  return end;
}

function orFail(state: WalkState, node: SinkNode, position: number): number {
  return position >= 0 ? position : fail(state, node);
}

function fail(state: WalkState, node: SinkNode): number {
  state.hit ??= { check: 'structure', fieldPath: node.path, fault: true };
  return MALFORMED;
}
