import type { TextView } from '../../text/text-view.ts';
import type { Tokens } from '../../text/tokens.ts';
import type { Findings } from '../findings.ts';
import { addTaggedSpans } from './add-tagged-spans.ts';
import { type BestPath, beginPath, createBestPath, endPath, stepPath } from './best-path.ts';
import { OUTSIDE } from './labels.ts';
import type { Knowledge } from './name-model.ts';
import { addRows, isAnyAbove, limitsOf, ROW_BYTES, SUM_WORDS, sumOthers, unpackSum } from './packed-sums.ts';
import { MOST_POSITION_FEATURES, positionRows } from './position-features.ts';
import { createSequence, HIDDEN, PAD, readSequence, type Sequence } from './sequence.ts';
import { markUnchanged } from './unchanged-places.ts';
import { categoryOf, createWordVectors, ROLES, VECTOR, type WordVectors, wordEntry } from './word-vectors.ts';

/** Within a stretch a state is left out when all evidence is against it by so many margins. */
const STEP_MARGINS = 2;

/** Finds names, places, dates and odd numbers by what the model learned. */
export interface Tagger {
  readonly knowledge: Knowledge;
  sequence: Sequence;
  /** The text as it was read before. */
  before: Sequence;
  readonly words: WordVectors;
  readonly path: BestPath;
  readonly rows: Int32Array;
  /** By state, for `isAnyAbove`. */
  readonly limits: Int32Array;
  /** Buffers by element: category and entry among the words, and where its sums are. */
  categories: Uint8Array;
  entries: Int32Array;
  vectors: Int32Array;
  states: Uint8Array;
  /** 1 for elements that look as before. */
  unchanged: Uint8Array;
  /** Elements whose entries were read and are valid: from the first on, before `end`. */
  first: number;
  end: number;
  /** What the words say of one place, and of which; -1 for none. */
  readonly sum: Int32Array;
  summed: number;
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
    limits: limitsOf(knowledge.model.biases, knowledge.model.margin),
    first: 0,
    end: 0,
    sum: new Int32Array(SUM_WORDS),
    summed: -1,
    ...buffers(256),
  };
}

function buffers(size: number) {
  return {
    categories: new Uint8Array(size),
    entries: new Int32Array(size),
    vectors: new Int32Array(size),
    states: new Uint8Array(size),
    unchanged: new Uint8Array(size),
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
  tagger.first = 0;
  tagger.end = 0;
  tagger.summed = -1;
  const again = round > 0 && markUnchanged(before, sequence, tagger.unchanged);
  const found = again ? judgeChanged(tagger, view, asked) : judgeAll(tagger, view, asked);
  if (found) addTaggedSpans(sequence, tagger.states, tagger.knowledge.lists, view, findings);
}

function judgeAll(tagger: Tagger, view: TextView, asked: number): boolean {
  const { states } = tagger;
  const { count } = tagger.sequence;
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
  const { states, unchanged } = tagger;
  const { count } = tagger.sequence;
  states.fill(OUTSIDE, 0, count);
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
    addPlace(tagger, view, place, asked);
    stepPath(path, numbers, STEP_MARGINS * margin, transitions);
    place++;
  } while (place < count && isOpen(tagger, view, place));
  endPath(path, transitions, tagger.states, first);
  return place;
}

/** Reads the entries of the elements beside a place; those before are forgotten. */
function readBeside(tagger: Tagger, view: TextView, place: number): void {
  const { sequence, words, categories, entries, vectors } = tagger;
  const first = place - PAD;
  const end = place + PAD + 1;
  let next = first >= tagger.first && first < tagger.end ? tagger.end : first;
  tagger.first = first;
  tagger.end = end;
  for (; next < end; next++) {
    const entry = wordEntry(words, sequence, view, next, entries, first);
    entries[next] = entry;
    vectors[next] = entry * VECTOR;
    categories[next] = categoryOf(words, entry);
  }
}

/** Adds up what the words say of one place, unless that is done. */
function sumWords(tagger: Tagger, view: TextView, place: number): void {
  if (tagger.summed === place) return;
  tagger.summed = place;
  readBeside(tagger, view, place);
  sumOthers(tagger.sum, tagger.words.vectors, tagger.vectors, place - PAD, ROLES);
}

/** Whether the words alone leave it open that a place belongs to a span. */
function isOpen(tagger: Tagger, view: TextView, index: number): boolean {
  const place = index + PAD;
  if (tagger.sequence.kinds[place] === HIDDEN) return false;
  sumWords(tagger, view, place);
  return isAnyAbove(tagger.sum, tagger.limits);
}

const numbers = new Int32Array(ROW_BYTES);

/** Adds what more than one word says of a place, and gives all that is said of it in `numbers`. */
function addPlace(tagger: Tagger, view: TextView, index: number, asked: number): void {
  const { sequence, categories, rows, sum } = tagger;
  const { table, biases } = tagger.knowledge.model;
  const place = index + PAD;
  sumWords(tagger, view, place);
  const count = positionRows(sequence, categories, place, asked, rows);
  addRows(sum, 0, table, rows, count);
  unpackSum(sum, 0, biases, numbers, 0);
  tagger.summed = -1;
}
