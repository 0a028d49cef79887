import type { TextView } from '../../text/text-view.ts';
import type { Tokens } from '../../text/tokens.ts';
import type { Findings } from '../findings.ts';
import { addTaggedSpans } from './add-tagged-spans.ts';
import { type BestPath, beginPath, createBestPath, endPath, stepPath } from './best-path.ts';
import { OUTSIDE, STATES } from './labels.ts';
import type { Knowledge } from './name-model.ts';
import { addRows, addSum, ROW_BYTES, SUM_WORDS, unpackSum } from './packed-sums.ts';
import { MOST_POSITION_FEATURES, positionRows } from './position-features.ts';
import { createSequence, HIDDEN, PAD, readSequence, type Sequence } from './sequence.ts';
import { markUnchanged } from './unchanged-places.ts';
import { createWordVectors, ROLES, VECTOR, type WordVectors, wordEntry } from './word-vectors.ts';

/** Finds names, places, dates and odd numbers by what the model learned. */
export interface Tagger {
  readonly knowledge: Knowledge;
  sequence: Sequence;
  /** The text as it was read before. */
  before: Sequence;
  readonly words: WordVectors;
  readonly path: BestPath;
  readonly rows: Int32Array;
  /** Buffers by element. */
  categories: Uint8Array;
  sums: Int32Array;
  states: Uint8Array;
  /** 1 for elements that look as before. */
  unchanged: Uint8Array;
  /** 1 for elements whose words are in the sums. */
  summed: Uint8Array;
}

/** Makes a tagger with its buffers. */
export function createTagger(knowledge: Knowledge): Tagger {
  return {
    knowledge,
    sequence: createSequence(),
    before: createSequence(),
    words: createWordVectors(knowledge),
    path: createBestPath(),
    rows: new Int32Array(MOST_POSITION_FEATURES),
    ...buffers(256),
  };
}

function buffers(size: number) {
  return {
    categories: new Uint8Array(size),
    sums: new Int32Array(size * SUM_WORDS),
    states: new Uint8Array(size),
    unchanged: new Uint8Array(size),
    summed: new Uint8Array(size),
  };
}

/**
 * Adds findings. `round` counts the looks at this text. The first sees the text as it is, with what other recognizers
 * found, for that tells of what stands beside it. Later ones see the text
 * without all that was found, as whoever reads the result will, and judge again only what changed. `asked` is the kind of
 * question before this text.
 */
export function tagText(
  tagger: Tagger,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  round: number,
  asked: number,
): void {
  const before = tagger.sequence;
  tagger.sequence = tagger.before;
  tagger.before = before;
  const { sequence } = tagger;
  readSequence(sequence, view, tokens, round > 0 || findings.hasHoles);
  const all = sequence.count + 2 * PAD;
  if (sequence.count === 0) return;
  if (tagger.categories.length < all) Object.assign(tagger, buffers(all * 2));
  const again = round > 0 && markUnchanged(before, sequence, tagger.unchanged);
  const found = again ? judgeChanged(tagger, view, asked) : judgeAll(tagger, view, asked);
  if (found) addTaggedSpans(sequence, tagger.states, view, findings);
}

function judgeAll(tagger: Tagger, view: TextView, asked: number): boolean {
  const { states } = tagger;
  const { count } = tagger.sequence;
  sumAllWords(tagger, view);
  let found = false;
  let place = 0;
  while (place < count) {
    if (isOpen(tagger, view, place)) {
      const end = judgeStretch(tagger, view, place, asked);
      for (; place < end; place++) if (states[place] !== OUTSIDE) found = true;
    } else states[place++] = OUTSIDE;
  }
  return found;
}

/** Judges the stretches that hold or touch a changed place; what is found is found there, for all else was judged before. */
function judgeChanged(tagger: Tagger, view: TextView, asked: number): boolean {
  const { states, unchanged, summed } = tagger;
  const { count } = tagger.sequence;
  states.fill(OUTSIDE, 0, count);
  summed.fill(0, 0, count + 2 * PAD);
  let found = false;
  let judged = 0;
  let place = 0;
  while (place < count) {
    // Behind a place that changed a stretch may begin that went on there before.
    if (unchanged[place + PAD] === 1 && unchanged[place + PAD - 1] === 1) {
      place++;
      continue;
    }
    let first = place;
    while (first > judged && isOpen(tagger, view, first - 1)) first--;
    if (first === place && !isOpen(tagger, view, place)) {
      place++;
      continue;
    }
    judged = judgeStretch(tagger, view, first, asked);
    for (let one = first; one < judged; one++) if (states[one] !== OUTSIDE) found = true;
    place = Math.max(place + 1, judged);
  }
  return found;
}

/** Finds the states of the open places from `first` on; gives the place after them. */
function judgeStretch(tagger: Tagger, view: TextView, first: number, asked: number): number {
  const { path } = tagger;
  const { transitions, margin } = tagger.knowledge.model;
  const { count } = tagger.sequence;
  let place = first;
  beginPath(path);
  do {
    addPlace(tagger, place, asked);
    stepPath(path, numbers, 2 * margin, transitions);
    place++;
  } while (place < count && isOpen(tagger, view, place));
  endPath(path, transitions, tagger.states, first);
  return place;
}

/** Adds up what the words say of each place. */
function sumAllWords(tagger: Tagger, view: TextView): void {
  const { sequence, words, categories, sums } = tagger;
  const all = sequence.count + 2 * PAD;
  sums.fill(0, 0, all * SUM_WORDS);
  tagger.summed.fill(1, 0, all);
  for (let place = 0; place < all; place++) {
    const entry = wordEntry(words, sequence, view, place);
    categories[place] = words.categories[entry]!;
    const first = place < 2 * PAD ? PAD : place - PAD;
    const last = place + PAD >= all - PAD ? all - PAD - 1 : place + PAD;
    for (let target = first; target <= last; target++) {
      addSum(sums, target * SUM_WORDS, words.vectors, entry * VECTOR + (place + PAD - target) * SUM_WORDS);
    }
  }
}

/** Adds up what the words say of one place, unless that is done. */
function sumWords(tagger: Tagger, view: TextView, place: number): void {
  const { sequence, words, categories, sums, summed } = tagger;
  if (summed[place] === 1) return;
  summed[place] = 1;
  sums.fill(0, place * SUM_WORDS, (place + 1) * SUM_WORDS);
  for (let role = 0; role < ROLES; role++) {
    const word = place + role - PAD;
    const entry = wordEntry(words, sequence, view, word);
    categories[word] = words.categories[entry]!;
    addSum(sums, place * SUM_WORDS, words.vectors, entry * VECTOR + role * SUM_WORDS);
  }
}

const numbers = new Int32Array(ROW_BYTES);

/** Whether the words alone leave it open that a place belongs to a span. */
function isOpen(tagger: Tagger, view: TextView, index: number): boolean {
  const place = index + PAD;
  if (tagger.sequence.kinds[place] === HIDDEN) return false;
  const { biases, margin } = tagger.knowledge.model;
  sumWords(tagger, view, place);
  unpackSum(tagger.sums, place * SUM_WORDS, biases, numbers, 0);
  const least = numbers[OUTSIDE]! - margin;
  for (let state = 1; state < STATES; state++) if (numbers[state]! > least) return true;
  return false;
}

/** Adds what more than one word says of a place, and gives all that is said of it in `numbers`. */
function addPlace(tagger: Tagger, index: number, asked: number): void {
  const { sequence, categories, rows, sums } = tagger;
  const { table, biases } = tagger.knowledge.model;
  const place = index + PAD;
  const count = positionRows(sequence, categories, place, asked, rows);
  addRows(sums, place * SUM_WORDS, table, rows, count);
  unpackSum(sums, place * SUM_WORDS, biases, numbers, 0);
}
