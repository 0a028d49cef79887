import { addKey, COMPARED_KEYS, keySet, pushKey } from './map-keys.ts';
import { checkString, readBlock } from './reader.ts';
import { readVarint, writeVarint } from './varint.ts';
import {
  addSlot,
  blame,
  COUNT_LEAF,
  flushRun,
  SLOT_WIDTH,
  STEP_LIMIT,
  STEP_MALFORMED,
  type Step,
  type Walk,
} from './walk.ts';

/** How a container is walked. */
export interface ContainerOptions {
  readonly maximumDepth: number;
  readonly maximumItems: number;
  /** False within leaves and dropped parts: only check. */
  readonly emit: boolean;
  /** Leaf number of the key slots of a map. */
  readonly keyLeaf: number;
  /** True when an item takes no byte: then the items of the whole record count against the limit together. */
  readonly emptyItems: boolean;
}

/** A step and the path to name when it fails (null within a leaf, whose own path is named). */
export interface Child {
  readonly step: Step;
  readonly path: string | null;
}

function failed(walk: Walk, child: Child, code: number): number {
  return child.path === null ? code : blame(walk, child.path, code);
}

/** A step over the fields of a record. */
export function recordStep(fields: readonly Child[], maximumDepth: number): Step {
  const steps = fields.map((field) => field.step);
  const count = steps.length;
  return (walk, position, depth) => {
    if (depth >= maximumDepth) return STEP_LIMIT;
    let next = position;
    for (let index = 0; index < count; index++) {
      next = steps[index]!(walk, next, depth + 1);
      if (next < 0) return failed(walk, fields[index]!, next);
    }
    return next;
  };
}

/** A step over a union; `sinkIndexes` as in RewriteNode, or null when nothing is emitted. */
export function unionStep(
  branches: readonly Child[],
  sinkIndexes: readonly number[] | null,
  maximumDepth: number,
): Step {
  return (walk, position, depth) => {
    if (depth >= maximumDepth) return STEP_LIMIT;
    const start = readVarint(walk, position);
    if (start < 0) return start;
    const index = walk.value;
    if (index < 0 || index >= branches.length) return STEP_MALFORMED;
    if (sinkIndexes !== null && sinkIndexes[index] !== index) {
      flushRun(walk, position);
      const sinkIndex = sinkIndexes[index]!;
      if (sinkIndex >= 0) walk.outLength = writeVarint(walk.out, walk.outLength, sinkIndex);
      walk.runStart = start;
    }
    const next = branches[index]!.step(walk, start, depth + 1);
    return next < 0 ? failed(walk, branches[index]!, next) : next;
  };
}

/** Checks the block just read against the limits, before any of its items is touched. */
function exceeds(walk: Walk, total: number, options: ContainerOptions): boolean {
  if (total > options.maximumItems) return true;
  if (!options.emptyItems) return false;
  walk.emptyItems += walk.blockItems;
  return walk.emptyItems > options.maximumItems;
}

/**
 * Leaves a block's header out of the output. The first header becomes the count slot; returns its number.
 * The 0 that ends the last block stays: it is the same in every encoding.
 */
function replaceHeader(walk: Walk, header: number, start: number, total: number, countSlot: number): number {
  flushRun(walk, header);
  walk.runStart = start;
  const slot = countSlot < 0 ? addSlot(walk, COUNT_LEAF, total, 0, 0) : countSlot;
  walk.slots[slot * SLOT_WIDTH + 1] = total;
  return slot;
}

/** A step over the blocks of an array. */
export function arrayStep(items: Child, options: ContainerOptions): Step {
  const { step } = items;
  return (walk, position, depth) => {
    if (depth >= options.maximumDepth) return STEP_LIMIT;
    let next = position;
    let total = 0;
    let countSlot = -1;
    for (;;) {
      const header = next;
      next = readBlock(walk, header);
      if (next < 0) return next;
      const { blockItems, blockEnd } = walk;
      if (blockItems === 0) return next;
      total += blockItems;
      if (exceeds(walk, total, options)) return STEP_LIMIT;
      if (options.emit) countSlot = replaceHeader(walk, header, next, total, countSlot);
      for (let item = 0; item < blockItems; item++) {
        next = step(walk, next, depth + 1);
        if (next < 0) return failed(walk, items, next);
      }
      if (blockEnd >= 0 && blockEnd !== next) return STEP_MALFORMED;
    }
  };
}

/** A step over the blocks of a map; refuses repeated keys. */
export function mapStep(values: Child, options: ContainerOptions): Step {
  const { step } = values;
  return (walk, position, depth) => {
    if (depth >= options.maximumDepth) return STEP_LIMIT;
    const base = walk.keyCount;
    const scope = options.emit ? ++walk.scopes : 0;
    let next = position;
    let total = 0;
    let countSlot = -1;
    let keys: Set<string> | null = null;
    for (;;) {
      const header = next;
      next = readBlock(walk, header);
      if (next < 0) return next;
      const { blockItems, blockEnd } = walk;
      if (blockItems === 0) {
        walk.keyCount = base;
        return next;
      }
      total += blockItems;
      if (exceeds(walk, total, options)) return STEP_LIMIT;
      if (options.emit) countSlot = replaceHeader(walk, header, next, total, countSlot);
      for (let item = 0; item < blockItems; item++) {
        const key = next;
        next = checkString(walk, key);
        if (next < 0) return next;
        const keyStart = next - walk.value;
        if (keys === null && walk.keyCount - base === COMPARED_KEYS) keys = keySet(walk, base);
        const fresh = keys === null ? pushKey(walk, base, keyStart, next) : addKey(keys, walk.input, keyStart, next);
        if (!fresh) return STEP_MALFORMED;
        if (options.emit) {
          flushRun(walk, key);
          addSlot(walk, options.keyLeaf, keyStart, next, scope);
          walk.runStart = next;
        }
        next = step(walk, next, depth + 1);
        if (next < 0) return failed(walk, values, next);
      }
      if (blockEnd >= 0 && blockEnd !== next) return STEP_MALFORMED;
    }
  };
}
