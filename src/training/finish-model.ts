import { ROWS } from '../core/detect/names/feature-hash.ts';
import { STATES, TYPES } from '../core/detect/names/labels.ts';
import type { NameModel } from '../core/detect/names/name-model.ts';
import { ROW_BYTES, WEIGHT_ZERO } from '../core/detect/names/packed-sums.ts';

/** Units of an integer weight in one of training. */
export const SCALE = 24;
const LARGEST = 127;

/** How far the words alone must speak against all spans for a place to be passed over. */
export const MARGIN = 4;

/** Integers of trained weights; a lean makes each type likelier (in the unit of training). */
export function finishModel(weights: Float32Array, transitions: Float64Array, leans: readonly number[]): NameModel {
  const bytes = new Uint8Array(ROWS * ROW_BYTES).fill(WEIGHT_ZERO);
  for (let row = 0; row < ROWS; row++) {
    for (let state = 0; state < STATES; state++) {
      const weight = Math.round(weights[row * STATES + state]! * SCALE);
      bytes[row * ROW_BYTES + state] = Math.max(-LARGEST, Math.min(LARGEST, weight)) + WEIGHT_ZERO;
    }
  }
  const biases = new Int32Array(ROW_BYTES);
  for (let type = 0; type < TYPES; type++) {
    biases[1 + type] = Math.round(leans[type]! * SCALE);
    biases[1 + TYPES + type] = Math.round(leans[type]! * SCALE);
  }
  return {
    table: new Int32Array(bytes.buffer),
    transitions: Int32Array.from(transitions, (one) => Math.round(one * SCALE)),
    biases,
    margin: MARGIN * SCALE,
  };
}
