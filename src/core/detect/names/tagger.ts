import type { TextView } from '../../text/text-view.ts';
import type { Tokens } from '../../text/tokens.ts';
import type { Findings } from '../findings.ts';
import { addTaggedSpans } from './add-tagged-spans.ts';
import { type BestPath, createBestPath, findBestPath } from './best-path.ts';
import { STATES } from './labels.ts';
import type { Knowledge } from './name-model.ts';
import { MOST_POSITION_FEATURES, positionRows } from './position-features.ts';
import { createSequence, HIDDEN, PAD, readSequence, type Sequence } from './sequence.ts';
import { createWordVectors, ROLES, VECTOR, type WordVectors, wordEntry } from './word-vectors.ts';

/** Finds names, places, dates and odd numbers by what the model learned. */
export interface Tagger {
  readonly knowledge: Knowledge;
  readonly sequence: Sequence;
  readonly words: WordVectors;
  readonly path: BestPath;
  categories: Uint8Array;
  emissions: Int32Array;
  readonly rows: Int32Array;
}

/** Makes a tagger with its buffers. */
export function createTagger(knowledge: Knowledge): Tagger {
  return {
    knowledge,
    sequence: createSequence(),
    words: createWordVectors(knowledge),
    path: createBestPath(),
    categories: new Uint8Array(256),
    emissions: new Int32Array(256 * STATES),
    rows: new Int32Array(MOST_POSITION_FEATURES),
  };
}

/**
 * Adds findings in what no other finding covers. `asked` is the kind of question before this text; `anyCovered` tells
 * that findings or holes may lie in the text.
 */
export function tagText(
  tagger: Tagger,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  anyCovered: boolean,
  asked: number,
): void {
  const { sequence, path } = tagger;
  const { kinds } = sequence;
  readSequence(sequence, view, tokens, findings.cover, anyCovered);
  if (sequence.count === 0) return;
  sumEmissions(tagger, view, asked);
  const { transitions } = tagger.knowledge.model;
  const isFixed = (place: number): boolean => kinds[place + PAD] === HIDDEN;
  findBestPath(path, tagger.emissions, PAD * STATES, sequence.count, transitions, isFixed);
  addTaggedSpans(sequence, path.states, view, findings);
}

/** Adds up the weights of all features of each place. */
function sumEmissions(tagger: Tagger, view: TextView, asked: number): void {
  const { sequence, words, rows } = tagger;
  const all = sequence.count + 2 * PAD;
  if (tagger.categories.length < all) {
    tagger.categories = new Uint8Array(all * 2);
    tagger.emissions = new Int32Array(all * 2 * STATES);
  }
  const { categories, emissions } = tagger;
  const { weights, biases } = tagger.knowledge.model;
  emissions.fill(0, 0, all * STATES);
  for (let place = 0; place < all; place++) {
    const entry = wordEntry(words, sequence, view, place);
    categories[place] = words.categories[entry]!;
    spread(emissions, words.vectors, entry * VECTOR, place, all);
  }
  for (let place = PAD; place < all - PAD; place++) {
    const count = positionRows(sequence, categories, place, asked, rows);
    const at = place * STATES;
    for (let state = 0; state < STATES; state++) emissions[at + state]! += biases[state]!;
    for (let one = 0; one < count; one++) {
      const row = rows[one]! * STATES;
      for (let state = 0; state < STATES; state++) emissions[at + state]! += weights[row + state]!;
    }
  }
}

/** Adds a word's vectors to the places that it is near to. */
function spread(emissions: Int32Array, vectors: Int16Array, vector: number, place: number, all: number): void {
  for (let role = 0; role < ROLES; role++) {
    const target = place + 2 - role;
    if (target < PAD || target >= all - PAD) continue;
    const at = target * STATES;
    const from = vector + role * STATES;
    for (let state = 0; state < STATES; state++) emissions[at + state]! += vectors[from + state]!;
  }
}
