import { STATES, TYPES } from './labels.ts';

/** Buffers of the search. */
export interface BestPath {
  scores: Int32Array;
  next: Int32Array;
  /** Best state before, by place and state. */
  back: Uint8Array;
  /** The best state of each place. */
  states: Uint8Array;
}

const NEVER = -(1 << 28);

/** Makes empty buffers. */
export function createBestPath(): BestPath {
  return {
    scores: new Int32Array(STATES),
    next: new Int32Array(STATES),
    back: new Uint8Array(256 * STATES),
    states: new Uint8Array(256),
  };
}

/**
 * The best chain of states for `count` places (Viterbi, 1967), into `path.states`. `emissions` begin at `from`, STATES
 * numbers a place; `fixed` places stay OUTSIDE.
 */
export function findBestPath(
  path: BestPath,
  emissions: Int32Array,
  from: number,
  count: number,
  transitions: Int32Array,
  isFixed: (place: number) => boolean,
): void {
  if (path.states.length < count) {
    path.back = new Uint8Array(count * 2 * STATES);
    path.states = new Uint8Array(count * 2);
  }
  let { scores, next } = path;
  const { back, states } = path;
  const starting = isFixed(0) ? 1 : 1 + TYPES;
  for (let state = 0; state < STATES; state++) scores[state] = state < starting ? emissions[from + state]! : NEVER;
  for (let place = 1; place < count; place++) {
    const at = from + place * STATES;
    const reached = isFixed(place) ? 1 : STATES;
    for (let state = 0; state < reached; state++) {
      let best = NEVER * 2;
      let bestState = 0;
      if (state <= TYPES) {
        for (let previous = 0; previous < STATES; previous++) {
          const score = scores[previous]! + transitions[previous * STATES + state]!;
          if (score <= best) continue;
          best = score;
          bestState = previous;
        }
      } else {
        const begin = state - TYPES;
        const begun = scores[begin]! + transitions[begin * STATES + state]!;
        const inside = scores[state]! + transitions[state * STATES + state]!;
        best = Math.max(begun, inside);
        bestState = begun >= inside ? begin : state;
      }
      next[state] = best + emissions[at + state]!;
      back[place * STATES + state] = bestState;
    }
    for (let state = reached; state < STATES; state++) next[state] = NEVER;
    [scores, next] = [next, scores];
  }
  let state = 0;
  for (let one = 1; one < STATES; one++) if (scores[one]! > scores[state]!) state = one;
  for (let place = count - 1; place >= 0; place--) {
    states[place] = state;
    state = back[place * STATES + state]!;
  }
}
