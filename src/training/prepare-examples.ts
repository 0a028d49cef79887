import type { Detector } from '../core/detect/detector.ts';
import type { Knowledge } from '../core/detect/names/name-model.ts';
import type { Turn } from '../core/detect/turn.ts';
import type { CorpusMessage } from './corpus-message.ts';
import type { Random } from './random.ts';
import { type NameSupply, rewriteMessage, withOtherNames, withoutAccents, withSlips } from './rewrite-message.ts';
import { type Covering, makeExample, type TrainingExample, type WordPool } from './training-example.ts';

/** What all examples are made with. */
export interface Preparation {
  /** The detector of rules alone. */
  readonly rules: Detector;
  readonly lists: Knowledge['lists'];
  readonly pool: WordPool;
  readonly supplies: ReadonlyMap<string, NameSupply>;
  readonly random: Random;
  /** Weight of messages without protected data against that of the others. */
  readonly innocent: number;
}

const NOTHING: Covering = { gold: 0, open: 1 };
const PARTLY: Covering = { gold: 0.3, open: 0.5 };
const WHOLLY: Covering = { gold: 1, open: 0 };
const MOSTLY: Covering = { gold: 0.6, open: 0 };

/** The turn before each message, as the rules see it. */
export function turnsBefore(messages: readonly CorpusMessage[], rules: Detector): (Turn | null)[] {
  let turn: Turn | null = null;
  return messages.map((message) => {
    const before = message.turn === 0 ? null : turn;
    rules.find(message.text, [], before);
    turn = rules.turn();
    return before;
  });
}

/** Chat messages as they are, and varied: other names, lower case, capitals, slips, parts covered. */
export function prepareChats(messages: readonly CorpusMessage[], preparation: Preparation): TrainingExample[] {
  const { rules, lists, pool, supplies, random, innocent } = preparation;
  const examples: TrainingExample[] = [];
  const turns = turnsBefore(messages, rules);
  messages.forEach((message, index) => {
    const turn = turns[index]!;
    const supply = supplies.get(message.lang)!;
    const add = (variant: CorpusMessage, covering: Covering, weight = 1): void => {
      const own = message.spans.length === 0 ? weight * innocent : weight;
      examples.push(makeExample(variant, turn, rules, lists, pool, covering, random, own));
    };
    add(message, NOTHING);
    add(withSlips(recased(message, random), 0.04, random), NOTHING, 0.7);
    const swapped = withOtherNames(message, supply, random);
    add(swapped, NOTHING, 0.7);
    add(recased(withOtherNames(message, supply, random), random), PARTLY, 0.7);
    if (message.spans.length > 0) add(message, random.next() < 0.5 ? WHOLLY : MOSTLY, 0.5);
    if (random.next() < 0.3) add(inCapitals(message), PARTLY, 0.5);
  });
  return examples;
}

/** Formal texts of other sources, once each. */
export function prepareFormal(
  messages: readonly CorpusMessage[],
  preparation: Preparation,
  weight: number,
): TrainingExample[] {
  const { rules, lists, pool, random } = preparation;
  return messages.map((message) =>
    makeExample(message, null, rules, lists, pool, random.next() < 0.7 ? NOTHING : PARTLY, random, weight),
  );
}

/** All small letters, often without accents, as many people type. */
function recased(message: CorpusMessage, random: Random): CorpusMessage {
  const plain = random.next() < 0.5;
  return rewriteMessage(message, (part) => {
    const lower = part.toLowerCase();
    return plain ? withoutAccents(lower) : lower;
  });
}

function inCapitals(message: CorpusMessage): CorpusMessage {
  return rewriteMessage(message, (part) => part.toUpperCase());
}

/** A person after a title, as transcripts of consultations have it. */
const TITLED = /\b(?:doctor|dr\.?|mr\.?|mrs\.?|miss|nurse) \p{Lu}/iu;

/** Of texts without marks those in which the rules find nothing and nobody is named: what is left is taken as innocent. */
export function onlyInnocent(messages: readonly CorpusMessage[], rules: Detector): CorpusMessage[] {
  return messages.filter(({ text }) => !TITLED.test(text) && rules.find(text, []).length === 0);
}
