import type { Detector } from '../core/detect/detector.ts';
import { HOLE } from '../core/detect/findings.ts';
import { beginState, insideState, OUTSIDE } from '../core/detect/names/labels.ts';
import type { Knowledge } from '../core/detect/names/name-model.ts';
import { MOST_POSITION_FEATURES, positionRows } from '../core/detect/names/position-features.ts';
import { createSequence, HIDDEN, PAD, readSequence } from '../core/detect/names/sequence.ts';
import { createWordFeatures } from '../core/detect/names/word-features.ts';
import { readElement } from '../core/detect/names/word-vectors.ts';
import type { Turn } from '../core/detect/turn.ts';
import { createTextView, originalEnd, originalOffset, readText } from '../core/text/text-view.ts';
import { createTokens, readTokens } from '../core/text/tokens.ts';
import { type CorpusMessage, typeOfLabel } from './corpus-message.ts';
import type { Random } from './random.ts';

/** A text made ready for training. */
export interface TrainingExample {
  readonly count: number;
  /** Entry of the word pool by element, with the pad. */
  readonly words: Int32Array;
  /** Rows of the features of places, POSITION_ROWS a place. */
  readonly rows: Int32Array;
  /** The right state by element. */
  readonly states: Uint8Array;
  /** 1 for elements that stay outside whatever they are. */
  readonly fixed: Uint8Array;
  readonly weight: number;
}

/** Features of different words, each once. */
export interface WordPool {
  readonly entries: Map<string, number>;
  readonly hashes: Int32Array[];
  readonly near: number[];
  readonly far: number[];
}

/** How much of the text is covered before the tagger sees it. */
export interface Covering {
  /** Share of the marked spans that are covered although no rule found them. */
  readonly gold: number;
  /** Share of the ranges that rules found which are left open. */
  readonly open: number;
}

/** Makes an empty pool. */
export function createWordPool(): WordPool {
  return { entries: new Map(), hashes: [], near: [], far: [] };
}

const view = createTextView();
const tokens = createTokens();
const sequence = createSequence();
const features = createWordFeatures();
const rowBuffer = new Int32Array(MOST_POSITION_FEATURES);

/** Reads a message as the tagger will see it after the rules. */
export function makeExample(
  message: CorpusMessage,
  previous: Turn | null,
  rules: Detector,
  lists: Knowledge['lists'],
  pool: WordPool,
  covering: Covering,
  random: Random,
  weight: number,
): TrainingExample {
  const found = rules.find(message.text, [], previous).filter(() => random.next() >= covering.open);
  const hidden = message.spans.filter(() => random.next() < covering.gold);
  readText(view, message.text);
  const types = new Int8Array(view.length + 1).fill(-1);
  const spanOf = new Int32Array(view.length + 1);
  let span = 0;
  for (const { start, end, label } of message.spans) fillRange(types, start, end, typeOfLabel(label), spanOf, ++span);
  // Holes last: the ranges before them are looked up in the text.
  for (const { start, end } of [...found, ...hidden]) fillRange(view.codes, start, end, HOLE);
  readTokens(view, tokens);
  readSequence(sequence, view, tokens, true);
  return readExample(lists, pool, previous?.asked ?? 0, types, spanOf, weight);
}

/** Fills the folded places of an original range. */
function fillRange(
  places: Uint16Array | Int8Array,
  start: number,
  end: number,
  value: number,
  spanOf?: Int32Array,
  span = 0,
): void {
  for (let at = foldedPlace(start); at < view.length && originalOffset(view, at) < end; at++) {
    if (originalEnd(view, at + 1) <= start) continue;
    places[at] = value;
    if (spanOf) spanOf[at] = span;
  }
}

/** First folded place that lies at or after an original offset. */
function foldedPlace(offset: number): number {
  if (!view.shifted) return offset;
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readExample(
  lists: Knowledge['lists'],
  pool: WordPool,
  asked: number,
  types: Int8Array,
  spanOf: Int32Array,
  weight: number,
): TrainingExample {
  const { count } = sequence;
  const all = count + 2 * PAD;
  const words = new Int32Array(all);
  const categories = new Uint8Array(all);
  for (let place = 0; place < all; place++) {
    categories[place] = readElement(features, lists, sequence, view.codes, place);
    words[place] = poolEntry(pool, place);
  }
  const rows = new Int32Array(count * MOST_POSITION_FEATURES).fill(-1);
  const states = new Uint8Array(count);
  const fixed = new Uint8Array(count);
  let before = 0;
  for (let index = 0; index < count; index++) {
    const place = index + PAD;
    const used = positionRows(sequence, categories, place, asked, rowBuffer);
    rows.set(rowBuffer.subarray(0, used), index * MOST_POSITION_FEATURES);
    fixed[index] = sequence.kinds[place] === HIDDEN ? 1 : 0;
    const at = firstMarked(types, sequence.starts[place]!, sequence.ends[place]!);
    if (fixed[index] === 1 || at < 0) {
      states[index] = OUTSIDE;
      before = 0;
      continue;
    }
    const type = types[at]!;
    states[index] = before === spanOf[at] ? insideState(type) : beginState(type);
    before = spanOf[at]!;
  }
  return { count, words, rows, states, fixed, weight };
}

function firstMarked(types: Int8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (types[at]! >= 0) return at;
  return -1;
}

function poolEntry(pool: WordPool, place: number): number {
  const kind = sequence.kinds[place]!;
  const text =
    kind < HIDDEN ? String.fromCharCode(...view.codes.subarray(sequence.starts[place], sequence.ends[place])) : '';
  const key = `${kind} ${sequence.cases[place]} ${text}`;
  const known = pool.entries.get(key);
  if (known !== undefined) return known;
  const entry = pool.hashes.push(features.hashes.slice(0, features.count)) - 1;
  pool.near.push(features.near);
  pool.far.push(features.far);
  pool.entries.set(key, entry);
  return entry;
}
