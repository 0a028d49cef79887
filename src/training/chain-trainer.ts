import { ROWS } from '../core/detect/names/feature-hash.ts';
import { mayFollow, OUTSIDE, STATES } from '../core/detect/names/labels.ts';
import { MOST_POSITION_FEATURES } from '../core/detect/names/position-features.ts';
import { PAD } from '../core/detect/names/sequence.ts';
import { ROLE_SELF, ROLES, wordRow } from '../core/detect/names/word-vectors.ts';
import type { Random } from './random.ts';
import type { TrainingExample, WordPool } from './training-example.ts';

/** Weights in training: float32 tables with the squared gradients of AdaGrad beside them. */
export interface ChainTrainer {
  readonly pool: WordPool;
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly transitions: Float64Array;
  readonly transitionSquares: Float64Array;
  /** Row indices of all places of the example at hand, and where each place's begin. */
  active: Int32Array;
  begins: Int32Array;
}

/** How fast, and how far from zero, weights may go; `dropout` is the share of features left out each time. */
export interface TrainingRates {
  readonly rate: number;
  readonly decay: number;
  readonly dropout: number;
}

/** Makes weights of zero. */
export function createChainTrainer(pool: WordPool): ChainTrainer {
  return {
    pool,
    weights: new Float32Array(ROWS * STATES),
    squares: new Float32Array(ROWS * STATES).fill(1e-2),
    transitions: Float64Array.from({ length: STATES * STATES }, () => 0),
    transitionSquares: new Float64Array(STATES * STATES).fill(1),
    active: new Int32Array(1 << 16),
    begins: new Int32Array(1024),
  };
}

const ALLOWED = Uint8Array.from({ length: STATES * STATES }, (_, at) =>
  mayFollow(Math.floor(at / STATES), at % STATES) ? 1 : 0,
);
let emissions = new Float64Array(1024 * STATES);
let forward = new Float64Array(1024 * STATES);
let backward = new Float64Array(1024 * STATES);
const steps = new Float64Array(STATES * STATES);
const pairs = new Float64Array(STATES * STATES);

/**
 * One step of stochastic gradient ascent on the log-likelihood of an example (linear-chain conditional random field,
 * AdaGrad of Duchi et al., 2011). Gives the negative log-likelihood.
 */
export function learnExample(
  trainer: ChainTrainer,
  example: TrainingExample,
  rates: TrainingRates,
  random: Random,
): number {
  const { count } = example;
  if (count === 0) return 0;
  collectActive(trainer, example, rates.dropout, random);
  if (emissions.length < count * STATES) {
    emissions = new Float64Array(count * 2 * STATES);
    forward = new Float64Array(count * 2 * STATES);
    backward = new Float64Array(count * 2 * STATES);
  }
  const gold = sumEmissions(trainer, example);
  for (let at = 0; at < steps.length; at++) steps[at] = ALLOWED[at] === 1 ? Math.exp(trainer.transitions[at]!) : 0;
  const partition = runForward(example);
  runBackward(count);
  let goldSteps = 0;
  for (let place = 0; place <= count; place++) {
    goldSteps += trainer.transitions[stateAt(example, place - 1) * STATES + stateAt(example, place)]!;
  }
  updateTransitions(trainer, example, rates);
  updateWeights(trainer, example, rates);
  return partition - gold - goldSteps;
}

/** The right state of a place; before the first and after the last one it is OUTSIDE. */
function stateAt({ states, count }: TrainingExample, place: number): number {
  return place < 0 || place >= count ? OUTSIDE : states[place]!;
}

/** Lists the rows of each place, without those that chance leaves out. */
function collectActive(trainer: ChainTrainer, example: TrainingExample, dropout: number, random: Random): void {
  const { count, words, rows } = example;
  const { pool } = trainer;
  if (trainer.begins.length < count + 1) trainer.begins = new Int32Array(count * 2 + 1);
  let next = 0;
  for (let index = 0; index < count; index++) {
    trainer.begins[index] = next;
    if (trainer.active.length < next + 1024) {
      const wide = new Int32Array(trainer.active.length * 2);
      wide.set(trainer.active);
      trainer.active = wide;
    }
    const { active } = trainer;
    for (let role = 0; role < ROLES; role++) {
      const entry = words[index + PAD - 2 + role]!;
      const hashes = pool.hashes[entry]!;
      const used = role === ROLE_SELF ? hashes.length : role === 1 || role === 3 ? pool.near[entry]! : pool.far[entry]!;
      for (let at = 0; at < used; at++) {
        if (random.next() >= dropout) active[next++] = wordRow(hashes[at]!, role) * STATES;
      }
    }
    for (let at = 0; at < MOST_POSITION_FEATURES; at++) {
      const row = rows[index * MOST_POSITION_FEATURES + at]!;
      if (row >= 0 && random.next() >= dropout) active[next++] = row * STATES;
    }
  }
  trainer.begins[count] = next;
}

/** Adds the weights up; gives the sum along the right states. */
function sumEmissions(trainer: ChainTrainer, example: TrainingExample): number {
  const { weights, active, begins } = trainer;
  let gold = 0;
  for (let index = 0; index < example.count; index++) {
    const at = index * STATES;
    emissions.fill(0, at, at + STATES);
    for (let one = begins[index]!; one < begins[index + 1]!; one++) {
      const row = active[one]!;
      for (let state = 0; state < STATES; state++) emissions[at + state]! += weights[row + state]!;
    }
    gold += emissions[at + example.states[index]!]!;
  }
  return gold;
}

/** Forward probabilities, scaled to 1 at each place; `emissions` become their exponentials. Gives the log partition. */
function runForward(example: TrainingExample): number {
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
function runBackward(count: number): void {
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

function updateTransitions(trainer: ChainTrainer, example: TrainingExample, rates: TrainingRates): void {
  const { transitions, transitionSquares } = trainer;
  pairs.fill(0);
  addEnds(example);
  for (let index = 1; index < example.count; index++) {
    const at = index * STATES;
    let sum = 0;
    for (let before = 0; before < STATES; before++) {
      for (let state = 0; state < STATES; state++) {
        sum += pairOf(at, before, state);
      }
    }
    for (let before = 0; before < STATES; before++) {
      for (let state = 0; state < STATES; state++) pairs[before * STATES + state]! -= pairOf(at, before, state) / sum;
    }
    pairs[example.states[index - 1]! * STATES + example.states[index]!]! += 1;
  }
  for (let at = 0; at < pairs.length; at++) {
    const gradient = pairs[at]! * example.weight;
    if (gradient === 0) continue;
    transitionSquares[at]! += gradient * gradient;
    transitions[at]! += (rates.rate * gradient) / Math.sqrt(transitionSquares[at]!);
  }
}

/** What the first and the last place say of the transitions from and to what lies outside the text. */
function addEnds({ count, states }: TrainingExample): void {
  for (const place of new Set([0, count - 1])) {
    const at = place * STATES;
    let sum = 0;
    for (let state = 0; state < STATES; state++) sum += forward[at + state]! * backward[at + state]!;
    for (let state = 0; state < STATES; state++) {
      const share = (forward[at + state]! * backward[at + state]!) / sum;
      const right = states[place] === state ? 1 : 0;
      if (place === 0) pairs[OUTSIDE * STATES + state]! += right - share;
      if (place === count - 1) pairs[state * STATES + OUTSIDE]! += right - share;
    }
  }
}

function pairOf(at: number, before: number, state: number): number {
  return (
    forward[at - STATES + before]! * steps[before * STATES + state]! * emissions[at + state]! * backward[at + state]!
  );
}

/** Share of probability below which a state of a place is left as it is. */
const LEAST_GRADIENT = 1e-3;
const gradients = new Float64Array(STATES);
const touched = new Int32Array(STATES);

function updateWeights(trainer: ChainTrainer, example: TrainingExample, rates: TrainingRates): void {
  const { weights, squares, active, begins } = trainer;
  const { rate, decay } = rates;
  for (let index = 0; index < example.count; index++) {
    if (example.fixed[index] === 1) continue;
    const at = index * STATES;
    let sum = 0;
    for (let state = 0; state < STATES; state++) sum += forward[at + state]! * backward[at + state]!;
    let used = 0;
    for (let state = 0; state < STATES; state++) {
      const probability = (forward[at + state]! * backward[at + state]!) / sum;
      const gradient = ((example.states[index] === state ? 1 : 0) - probability) * example.weight;
      if (Math.abs(gradient) < LEAST_GRADIENT) continue;
      gradients[state] = gradient;
      touched[used++] = state;
    }
    if (used === 0) continue;
    for (let one = begins[index]!; one < begins[index + 1]!; one++) {
      const row = active[one]!;
      for (let each = 0; each < used; each++) {
        const state = touched[each]!;
        const weight = weights[row + state]!;
        const gradient = gradients[state]! - decay * weight;
        const square = squares[row + state]! + gradient * gradient;
        squares[row + state] = square;
        weights[row + state] = weight + (rate * gradient) / Math.sqrt(square);
      }
    }
  }
}
