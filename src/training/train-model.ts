import type { NameModel } from '../core/detect/names/name-model.ts';
import { createChainTrainer, learnExample, type TrainingRates } from './chain-trainer.ts';
import { finishModel } from './finish-model.ts';
import { type Random, shuffle } from './random.ts';
import type { TrainingExample, WordPool } from './training-example.ts';

/** How a model is trained; `leans` by type, as of finish-model.ts. */
export interface TrainingPlan extends TrainingRates {
  readonly epochs: number;
  readonly leans: readonly number[];
}

/** What stood the test on held-out conversations. */
export const PLAN: TrainingPlan = {
  epochs: 5,
  rate: 0.06,
  decay: 0.001,
  dropout: 0.2,
  leans: [0.5, 0.5, 0, 0],
};

/** Share of the learning rate that is left in the last epoch. */
const LAST_RATE = 0.2;
/** So many last epochs are averaged (Polyak and Juditsky, 1992). */
const AVERAGED = 3;

/** Trains a model: the same examples, plan and chance give the same model. `tell` hears of each epoch's loss. */
export function trainModel(
  examples: readonly TrainingExample[],
  pool: WordPool,
  plan: TrainingPlan,
  random: Random,
  tell: (line: string) => void,
): NameModel {
  const trainer = createChainTrainer(pool);
  const average = new Float32Array(trainer.weights.length);
  const order = Int32Array.from(examples, (_, index) => index);
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    shuffle(order, random);
    const rates = { ...plan, rate: plan.rate * (1 - ((1 - LAST_RATE) * epoch) / plan.epochs) };
    let loss = 0;
    for (const index of order) loss += learnExample(trainer, examples[index]!, rates, random);
    if (epoch >= plan.epochs - AVERAGED) addTo(average, trainer.weights, 1 / Math.min(AVERAGED, plan.epochs));
    tell(`epoch ${epoch + 1}: loss ${loss.toFixed(0)}`);
  }
  return finishModel(average, trainer.transitions, plan.leans);
}

function addTo(sums: Float32Array, numbers: Float32Array, share: number): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += numbers[at]! * share;
}
