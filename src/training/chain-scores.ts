import { mayFollow, OUTSIDE, STATES } from '../core/detect/names/labels.ts';
import type { TrainingExample } from './training-example.ts';

/** Numbers of one example in training, STATES a place; all buffers are reused. */
export interface ChainScores {
  /** Sums of weights, after `runForward` their exponentials. */
  emissions: Float64Array;
  /** Probabilities up to a place, and from a place on, scaled to 1 at each place. */
  forward: Float64Array;
  backward: Float64Array;
  /** Exponentials of the transitions, 0 for those that may not be. */
  readonly steps: Float64Array;
}

/** Makes empty buffers. */
export function createChainScores(): ChainScores {
  return { ...buffers(1024), steps: new Float64Array(STATES * STATES) };
}

function buffers(places: number) {
  return {
    emissions: new Float64Array(places * STATES),
    forward: new Float64Array(places * STATES),
    backward: new Float64Array(places * STATES),
  };
}

const ALLOWED = Uint8Array.from({ length: STATES * STATES }, (_, at) =>
  mayFollow(Math.floor(at / STATES), at % STATES) ? 1 : 0,
);

/** Makes room for an example and reads the transitions. */
export function beginScores(scores: ChainScores, count: number, transitions: Float64Array): void {
  if (scores.emissions.length < count * STATES) Object.assign(scores, buffers(count * 2));
  for (let at = 0; at < transitions.length; at++) {
    scores.steps[at] = ALLOWED[at] === 1 ? Math.exp(transitions[at]!) : 0;
  }
}

/** Forward probabilities, scaled to 1 at each place; `emissions` become their exponentials. Gives the log partition. */
export function runForward(scores: ChainScores, example: TrainingExample): number {
  const { emissions, forward, steps } = scores;
  let partition = 0;
  for (let index = 0; index < example.count; index++) {
    const at = index * STATES;
    const reached = example.fixed[index] === 1 ? 1 : STATES;
    let highest = emissions[at]!;
    for (let state = 1; state < reached; state++) highest = Math.max(highest, emissions[at + state]!);
    let sum = 0;
    for (let state = 0; state < STATES; state++) {
      let reach = 0;
      if (state < reached) {
        if (index === 0) reach = steps[OUTSIDE * STATES + state]!;
        else {
          for (let before = 0; before < STATES; before++) {
            reach += forward[at - STATES + before]! * steps[before * STATES + state]!;
          }
        }
        emissions[at + state] = Math.exp(emissions[at + state]! - highest);
      } else {
        emissions[at + state] = 0;
      }
      const value = reach * emissions[at + state]!;
      forward[at + state] = value;
      sum += value;
    }
    for (let state = 0; state < STATES; state++) forward[at + state]! /= sum;
    partition += Math.log(sum) + highest;
  }
  const last = (example.count - 1) * STATES;
  let end = 0;
  for (let state = 0; state < STATES; state++) end += forward[last + state]! * steps[state * STATES + OUTSIDE]!;
  return partition + Math.log(end);
}

/** Backward probabilities, scaled to 1 at each place. */
export function runBackward(scores: ChainScores, count: number): void {
  const { emissions, backward, steps } = scores;
  const last = (count - 1) * STATES;
  for (let state = 0; state < STATES; state++) backward[last + state] = steps[state * STATES + OUTSIDE]!;
  for (let index = count - 2; index >= 0; index--) {
    const at = index * STATES;
    let sum = 0;
    for (let state = 0; state < STATES; state++) {
      let value = 0;
      for (let next = 0; next < STATES; next++) {
        value += steps[state * STATES + next]! * emissions[at + STATES + next]! * backward[at + STATES + next]!;
      }
      backward[at + state] = value;
      sum += value;
    }
    for (let state = 0; state < STATES; state++) backward[at + state]! /= sum;
  }
}

/** Probability that `before` and `state` stand at the place before `at / STATES` and there, up to a factor of the place. */
export function pairOf(
  { forward, backward, emissions, steps }: ChainScores,
  at: number,
  before: number,
  state: number,
): number {
  return (
    forward[at - STATES + before]! * steps[before * STATES + state]! * emissions[at + state]! * backward[at + state]!
  );
}
