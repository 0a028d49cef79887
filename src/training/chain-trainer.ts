import { ROWS } from '../core/detect/names/feature-hash.ts';
import { OUTSIDE, STATES } from '../core/detect/names/labels.ts';
import { MOST_POSITION_FEATURES } from '../core/detect/names/position-features.ts';
import { ROLE_SELF, ROLES, wordRow } from '../core/detect/names/word-vectors.ts';
import { beginScores, type ChainScores, createChainScores, pairOf, runBackward, runForward } from './chain-scores.ts';
import type { Random } from './random.ts';
import type { TrainingExample, WordPool } from './training-example.ts';

/** Weights in training: float32 tables with the squared gradients of AdaGrad beside them. */
export interface ChainTrainer {
  readonly pool: WordPool;
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly transitions: Float64Array;
  readonly transitionSquares: Float64Array;
  readonly scores: ChainScores;
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
    scores: createChainScores(),
    active: new Int32Array(1 << 16),
    begins: new Int32Array(1024),
  };
}

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
  beginScores(trainer.scores, count, trainer.transitions);
  const gold = sumEmissions(trainer, example);
  const partition = runForward(trainer.scores, example);
  runBackward(trainer.scores, count);
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

/** Share of the examples that are learned by their words alone, since by these the tagger passes over most places. */
const WORDS_ALONE = 0.2;

/** Lists the rows of each place, without those that chance leaves out. */
function collectActive(trainer: ChainTrainer, example: TrainingExample, dropout: number, random: Random): void {
  const { count, words, rows } = example;
  const { pool } = trainer;
  const wordsAlone = random.next() < WORDS_ALONE;
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
      const entry = words[index + role]!;
      const hashes = pool.hashes[entry]!;
      const used =
        role === ROLE_SELF ? hashes.length : Math.abs(role - ROLE_SELF) === 1 ? pool.near[entry]! : pool.far[entry]!;
      for (let at = 0; at < used; at++) {
        if (random.next() >= dropout) active[next++] = wordRow(hashes[at]!, role) * STATES;
      }
    }
    for (let at = 0; at < MOST_POSITION_FEATURES && !wordsAlone; at++) {
      const row = rows[index * MOST_POSITION_FEATURES + at]!;
      if (row >= 0 && random.next() >= dropout) active[next++] = row * STATES;
    }
  }
  trainer.begins[count] = next;
}

/** Adds the weights up; gives the sum along the right states. */
function sumEmissions(trainer: ChainTrainer, example: TrainingExample): number {
  const { weights, active, begins } = trainer;
  const { emissions } = trainer.scores;
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

function updateTransitions(trainer: ChainTrainer, example: TrainingExample, rates: TrainingRates): void {
  const { transitions, transitionSquares, scores } = trainer;
  pairs.fill(0);
  addEnds(scores, example);
  for (let index = 1; index < example.count; index++) {
    const at = index * STATES;
    let sum = 0;
    for (let before = 0; before < STATES; before++) {
      for (let state = 0; state < STATES; state++) {
        sum += pairOf(scores, at, before, state);
      }
    }
    for (let before = 0; before < STATES; before++) {
      for (let state = 0; state < STATES; state++)
        pairs[before * STATES + state]! -= pairOf(scores, at, before, state) / sum;
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
function addEnds({ forward, backward }: ChainScores, { count, states }: TrainingExample): void {
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

/** Share of probability below which a state of a place is left as it is. */
const LEAST_GRADIENT = 1e-3;
const gradients = new Float64Array(STATES);
const touched = new Int32Array(STATES);

function updateWeights(trainer: ChainTrainer, example: TrainingExample, rates: TrainingRates): void {
  const { weights, squares, active, begins } = trainer;
  const { forward, backward } = trainer.scores;
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
