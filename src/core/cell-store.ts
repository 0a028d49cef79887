import { Buffer } from 'node:buffer';

/**
 * Texts in cells of one size, outside of the heap that the collector of garbage walks through: many small texts that come
 * and go neither cost it time nor leave gaps behind.
 */
export interface CellStore {
  /** Keeps a text; gives the number of its first cell. Of a text that is not wide every unit is at most 0xff. */
  put(text: string, isWide: boolean): number;
  read(cell: number): string;
  /** Overwrites a text with zeros and gives its cells free. */
  remove(cell: number): void;
  /** Bytes of the cells that a text takes. */
  bytesOf(cell: number): number;
}

const CELL_BYTES = 128;
const BLOCK_BYTES = 256 * 1024;
const CELLS_OF_BLOCK = BLOCK_BYTES / CELL_BYTES;
/** A cell begins with the number of the next one. */
const NEXT_BYTES = 4;
/** The first one goes on with the bytes of the text, negative when they are two a unit. */
const HEAD_BYTES = 8;
const NONE = -1;

/** Of all stores: a text stands there between its cells and its string. */
let scratch = Buffer.allocUnsafeSlow(4096);

/** Bytes of the cells that so many bytes of text take. */
export function cellBytes(textBytes: number): number {
  const beyond = Math.max(0, textBytes - (CELL_BYTES - HEAD_BYTES));
  return CELL_BYTES * (1 + Math.ceil(beyond / (CELL_BYTES - NEXT_BYTES)));
}

/**
 * Makes an empty store; it grows by blocks and does not become smaller.
 * @param blocks is filled with them
 */
export function createCellStore(blocks: Buffer[] = []): CellStore {
  let free = NONE;
  /** The first cell that was never taken: its memory is not touched before. */
  let fresh = 0;
  const blockOf = (cell: number): Buffer => blocks[Math.floor(cell / CELLS_OF_BLOCK)]!;
  const placeOf = (cell: number): number => (cell % CELLS_OF_BLOCK) * CELL_BYTES;
  const nextOf = (cell: number): number => blockOf(cell).readInt32LE(placeOf(cell));
  const lengthOf = (cell: number): number => blockOf(cell).readInt32LE(placeOf(cell) + NEXT_BYTES);

  function take(): number {
    if (free === NONE) {
      if (fresh === blocks.length * CELLS_OF_BLOCK) blocks.push(Buffer.alloc(BLOCK_BYTES));
      fresh += 1;
      return fresh - 1;
    }
    const cell = free;
    free = nextOf(cell);
    return cell;
  }

  function put(text: string, isWide: boolean): number {
    if (text.length * 2 > scratch.length) scratch = Buffer.allocUnsafeSlow(text.length * 4);
    const length = scratch.write(text, 0, isWide ? 'utf16le' : 'latin1');
    const first = take();
    blockOf(first).writeInt32LE(isWide ? -length : length, placeOf(first) + NEXT_BYTES);
    let cell = first;
    let head = HEAD_BYTES;
    for (let at = 0; ; head = NEXT_BYTES) {
      at += scratch.copy(blockOf(cell), placeOf(cell) + head, at, Math.min(length, at + CELL_BYTES - head));
      const next = at < length ? take() : NONE;
      blockOf(cell).writeInt32LE(next, placeOf(cell));
      if (next === NONE) return first;
      cell = next;
    }
  }

  function read(first: number): string {
    const signed = lengthOf(first);
    const length = Math.abs(signed);
    if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(length * 2);
    let head = HEAD_BYTES;
    for (let cell = first, at = 0; cell !== NONE; cell = nextOf(cell), head = NEXT_BYTES) {
      const from = placeOf(cell) + head;
      at += blockOf(cell).copy(scratch, at, from, from + Math.min(length - at, CELL_BYTES - head));
    }
    return scratch.toString(signed < 0 ? 'utf16le' : 'latin1', 0, length);
  }

  function remove(first: number): void {
    for (let cell = first; cell !== NONE; ) {
      const next = nextOf(cell);
      const place = placeOf(cell);
      blockOf(cell).fill(0, place, place + CELL_BYTES);
      blockOf(cell).writeInt32LE(free, place);
      free = cell;
      cell = next;
    }
  }

  return { put, read, remove, bytesOf: (cell) => cellBytes(Math.abs(lengthOf(cell))) };
}
