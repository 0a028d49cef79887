import { ROWS } from './feature-hash.ts';
import { STATES } from './labels.ts';
import { ROW_BYTES, WEIGHT_ZERO } from './packed-sums.ts';
import type { WordLists } from './word-lists.ts';

/** Weights of the tagger: a linear-chain model (Lafferty et al., 2001, "Conditional Random Fields") in small integers. */
export interface NameModel {
  /** By row: packed as packed-sums.ts tells. */
  readonly table: Int32Array;
  /** By state and next state, in the unit of the weights. */
  readonly transitions: Int32Array;
  /** By place of a row: how much the model leans towards the state beyond what it learned. */
  readonly biases: Int32Array;
  /** By how much the words alone must speak against all spans for a place to be passed over. */
  readonly margin: number;
}

/** What the detector knows beyond its rules. */
export interface Knowledge {
  readonly lists: WordLists;
  readonly model: NameModel;
  /** Tells different knowledge apart; part of the plan id. */
  readonly id: string;
}

/** First bytes of the model file: "SGN2". */
const MAGIC = 0x53474e32;
const HEADER_BYTES = 16;

/**
 * Reads the decompressed model file: magic, rows, states, margin (uint32, big end first), transitions and biases (int16),
 * then the weights (int8), all of one state after all of another. Throws a RangeError when the bytes are no such file, or
 * when all weights are 0.
 */
export function decodeNameModel(bytes: Uint8Array): NameModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const small = STATES * STATES + STATES;
  const expected = HEADER_BYTES + small * 2 + ROWS * STATES;
  if (bytes.length !== expected || view.getUint32(0) !== MAGIC) throw new RangeError('name model: not a model file');
  if (view.getUint32(4) !== ROWS || view.getUint32(8) !== STATES) throw new RangeError('name model: of another shape');
  const numbers = Int32Array.from({ length: small }, (_, at) => view.getInt16(HEADER_BYTES + at * 2));
  const weights = new Uint8Array(ROWS * ROW_BYTES).fill(WEIGHT_ZERO);
  let at = HEADER_BYTES + small * 2;
  for (let state = 0; state < STATES; state++) {
    for (let place = state; place < weights.length; place += ROW_BYTES) weights[place] = bytes[at++]! ^ WEIGHT_ZERO;
  }
  if (weights.every((weight) => weight === WEIGHT_ZERO)) throw new RangeError('name model: it has learned nothing');
  const biases = new Int32Array(ROW_BYTES);
  biases.set(numbers.subarray(STATES * STATES));
  return {
    table: new Int32Array(weights.buffer),
    transitions: numbers.slice(0, STATES * STATES),
    biases,
    margin: view.getUint32(12),
  };
}

/** Writes a model as `decodeNameModel` reads it. */
export function encodeNameModel(model: NameModel): Uint8Array {
  const small = [...model.transitions, ...model.biases.subarray(0, STATES)];
  const bytes = new Uint8Array(HEADER_BYTES + small.length * 2 + ROWS * STATES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, ROWS);
  view.setUint32(8, STATES);
  view.setUint32(12, model.margin);
  small.forEach((number, at) => {
    view.setInt16(HEADER_BYTES + at * 2, number);
  });
  const weights = new Uint8Array(model.table.buffer);
  let at = HEADER_BYTES + small.length * 2;
  for (let state = 0; state < STATES; state++) {
    for (let place = state; place < weights.length; place += ROW_BYTES) bytes[at++] = weights[place]! ^ WEIGHT_ZERO;
  }
  return bytes;
}
