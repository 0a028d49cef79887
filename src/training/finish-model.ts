import { STATES, TYPES } from '../core/detect/names/labels.ts';
import type { NameModel } from '../core/detect/names/name-model.ts';

/** Units of an integer weight in one of training. */
export const SCALE = 24;
const LARGEST = 127;

/** Integers of trained weights; a lean makes each type likelier (in the unit of training). */
export function finishModel(weights: Float32Array, transitions: Float64Array, leans: readonly number[]): NameModel {
  const small = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at++) {
    small[at] = Math.max(-LARGEST, Math.min(LARGEST, Math.round(weights[at]! * SCALE)));
  }
  const biases = new Int32Array(STATES);
  for (let type = 0; type < TYPES; type++) {
    biases[1 + type] = Math.round(leans[type]! * SCALE);
    biases[1 + TYPES + type] = Math.round(leans[type]! * SCALE);
  }
  return { weights: small, transitions: Int32Array.from(transitions, (one) => Math.round(one * SCALE)), biases };
}
