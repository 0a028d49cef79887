import { ROWS } from './feature-hash.ts';
import { STATES } from './labels.ts';
import type { WordLists } from './word-lists.ts';

/** Weights of the tagger: a linear-chain model (Lafferty et al., 2001, "Conditional Random Fields") in small integers. */
export interface NameModel {
  /** By row and state. */
  readonly weights: Int8Array;
  /** By state and next state, in the unit of the weights. */
  readonly transitions: Int32Array;
  /** By state: how much the model leans towards it beyond what it learned. */
  readonly biases: Int32Array;
}

/** What the detector knows beyond its rules. */
export interface Knowledge {
  readonly lists: WordLists;
  readonly model: NameModel;
  /** Tells different knowledge apart; part of the plan id. */
  readonly id: string;
}

/** First bytes of the model file: "SGN1". */
const MAGIC = 0x53474e31;
const HEADER_BYTES = 12;

/**
 * Reads the decompressed model file: magic, rows, states (uint32, big end first), transitions and biases (int16), then
 * the weights, all of one state after all of another. Throws a RangeError when the bytes are no such file.
 */
export function decodeNameModel(bytes: Uint8Array): NameModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const small = STATES * STATES + STATES;
  const expected = HEADER_BYTES + small * 2 + ROWS * STATES;
  if (bytes.length !== expected || view.getUint32(0) !== MAGIC) throw new RangeError('name model: not a model file');
  if (view.getUint32(4) !== ROWS || view.getUint32(8) !== STATES) throw new RangeError('name model: of another shape');
  const numbers = Int32Array.from({ length: small }, (_, at) => view.getInt16(HEADER_BYTES + at * 2));
  const weights = new Int8Array(ROWS * STATES);
  let at = HEADER_BYTES + small * 2;
  for (let state = 0; state < STATES; state++) {
    for (let place = state; place < weights.length; place += STATES) weights[place] = view.getInt8(at++);
  }
  return { weights, transitions: numbers.slice(0, STATES * STATES), biases: numbers.slice(STATES * STATES) };
}

/** Writes a model as `decodeNameModel` reads it. */
export function encodeNameModel(model: NameModel): Uint8Array {
  const small = [...model.transitions, ...model.biases];
  const bytes = new Uint8Array(HEADER_BYTES + small.length * 2 + ROWS * STATES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, ROWS);
  view.setUint32(8, STATES);
  small.forEach((number, at) => {
    view.setInt16(HEADER_BYTES + at * 2, number);
  });
  let at = HEADER_BYTES + small.length * 2;
  for (let state = 0; state < STATES; state++) {
    for (let place = state; place < model.weights.length; place += STATES) view.setInt8(at++, model.weights[place]!);
  }
  return bytes;
}
