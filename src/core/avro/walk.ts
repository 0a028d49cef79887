import { Buffer } from 'node:buffer';

/**
 * Result and working state of one walk. One object serves every record: its memory grows to the largest record seen,
 * and what it holds is valid until the next walk.
 */
export interface Walk {
  /** Sink bytes without the contents of slots. */
  out: Buffer;
  outLength: number;
  /** `slotCount` groups of SLOT_WIDTH numbers: leaf, inStart, inEnd, outPos, scope. */
  slots: Int32Array;
  slotCount: number;
  /** How many counted drops were met. */
  droppedFields: number;

  // From here on: the walker's own state.
  input: Buffer;
  end: number;
  /** Start of the input bytes that were accepted but not yet copied to `out`. */
  runStart: number;
  /** The number that the last varint held. */
  value: number;
  /** Items of the block whose header was read last. */
  blockItems: number;
  /** Where that block must end, or -1 when its header does not say. */
  blockEnd: number;
  /** Items so far that took no byte of input. */
  emptyItems: number;
  /** Emitted map instances so far. */
  scopes: number;
  /** Stack of the key ranges (start, end) of the maps that are open. */
  keyRanges: Int32Array;
  keyCount: number;
  /** Path of the innermost node that failed. */
  faultPath: string | null;
}

/** Numbers a slot takes in `Walk.slots`. */
export const SLOT_WIDTH = 5;
/** The leaf number of a block count. */
export const COUNT_LEAF = -1;

/** What a step returns instead of the next position. */
export const STEP_MALFORMED = -1;
export const STEP_LIMIT = -2;
export const STEP_UNCOVERED = -3;

/** Checks one value that begins at `position`; returns the position after it or a STEP_ code. `depth` counts the open containers. */
export type Step = (walk: Walk, position: number, depth: number) => number;

const NO_INPUT = Buffer.alloc(0);

/** Makes the reusable object that a compiled rewriter fills. */
export function createWalk(): Walk {
  return {
    out: Buffer.alloc(4096),
    outLength: 0,
    slots: new Int32Array(64 * SLOT_WIDTH),
    slotCount: 0,
    droppedFields: 0,
    input: NO_INPUT,
    end: 0,
    runStart: 0,
    value: 0,
    blockItems: 0,
    blockEnd: -1,
    emptyItems: 0,
    scopes: 0,
    keyRanges: new Int32Array(64),
    keyCount: 0,
    faultPath: null,
  };
}

/** Empties a walk and points it at `input[start, end)`; `out` gets room for `capacity` bytes. */
export function beginWalk(walk: Walk, input: Buffer, start: number, end: number, capacity: number): void {
  if (walk.out.length < capacity) walk.out = Buffer.alloc(Math.max(capacity, walk.out.length * 2));
  walk.outLength = 0;
  walk.slotCount = 0;
  walk.droppedFields = 0;
  walk.input = input;
  walk.end = end;
  walk.runStart = start;
  walk.emptyItems = 0;
  walk.scopes = 0;
  walk.keyCount = 0;
  walk.faultPath = null;
}

/** Lets go of the input, and of the output too when the walk failed: half a record must not be sent. */
export function endWalk(walk: Walk, failed: boolean): void {
  walk.input = NO_INPUT;
  if (!failed) return;
  walk.outLength = 0;
  walk.slotCount = 0;
}

/** Copies the accepted bytes before `position` to the output. */
export function flushRun(walk: Walk, position: number): void {
  const from = walk.runStart;
  const length = position - from;
  if (length === 0) return;
  const { input, out } = walk;
  const to = walk.outLength;
  if (length < 48) {
    for (let index = 0; index < length; index++) out[to + index] = input[from + index]!;
  } else {
    input.copy(out, to, from, position);
  }
  walk.outLength = to + length;
}

/** Records a gap in the output at its present end; returns the slot's number. */
export function addSlot(walk: Walk, leaf: number, inStart: number, inEnd: number, scope: number): number {
  const number = walk.slotCount;
  const base = number * SLOT_WIDTH;
  if (base + SLOT_WIDTH > walk.slots.length) {
    const grown = new Int32Array(walk.slots.length * 2);
    grown.set(walk.slots);
    walk.slots = grown;
  }
  const { slots } = walk;
  slots[base] = leaf;
  slots[base + 1] = inStart;
  slots[base + 2] = inEnd;
  slots[base + 3] = walk.outLength;
  slots[base + 4] = scope;
  walk.slotCount = number + 1;
  return number;
}

/** Remembers the path of a failed node unless a deeper one was named already; passes the code on. */
export function blame(walk: Walk, path: string, code: number): number {
  if (walk.faultPath === null) walk.faultPath = path;
  return code;
}
