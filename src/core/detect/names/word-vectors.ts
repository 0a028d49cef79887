import type { TextView } from '../../text/text-view.ts';
import { mix, rowOf } from './feature-hash.ts';
import type { Knowledge } from './name-model.ts';
import { addRows, SUM_WORDS } from './packed-sums.ts';
import { BEFORE, HIDDEN, NUMBER, PAD, type Sequence, WORD } from './sequence.ts';
import { COVERED, END, numberCategory, START, wordCategory } from './word-category.ts';
import {
  createWordFeatures,
  MOST_LETTERS,
  MOST_WORD_FEATURES,
  markFeatures,
  numberFeatures,
  type WordFeatures,
  wordFeatures,
} from './word-features.ts';
import { wordBits } from './word-lists.ts';

/** Where a word stands as seen from the place that is judged: PAD places before it up to PAD places after it. */
export const ROLES: number = 2 * PAD + 1;
export const ROLE_SELF: number = PAD;
/** Words of the sums of one word in all roles. */
export const VECTOR: number = ROLES * SUM_WORDS;

/** Row of a word's feature in a role. */
export function wordRow(feature: number, role: number): number {
  return rowOf(mix(feature, role + 1));
}

/** Features that hold in a role. */
export function featuresInRole(features: WordFeatures, role: number): number {
  if (role === ROLE_SELF) return features.count;
  return Math.abs(role - ROLE_SELF) === 1 ? features.near : features.far;
}

/** Fills in the features of an element and gives its category. */
export function readElement(
  features: WordFeatures,
  lists: Knowledge['lists'],
  sequence: Sequence,
  codes: Uint16Array,
  place: number,
): number {
  const kind = sequence.kinds[place]!;
  const start = sequence.starts[place]!;
  const end = sequence.ends[place]!;
  const hash = sequence.hashes[place]!;
  if (kind === WORD) {
    const bits = wordBits(lists, hash);
    const category = wordCategory(hash, end - start, bits);
    wordFeatures(features, codes, start, end, hash, sequence.cases[place]!, category, bits);
    return category;
  }
  if (kind === NUMBER) {
    const category = numberCategory(codes, start, end);
    numberFeatures(features, codes, start, end, hash, category);
    return category;
  }
  markFeatures(features, kind);
  return kind === HIDDEN ? COVERED : kind === BEFORE ? START : END;
}

const ENTRIES = 1 << 15;
/** Key of an entry: length, case class and kind, then the characters. */
const KEY = MOST_LETTERS + 1;

/**
 * Sums of weights by word, kept for words that were met: an entry of a full slot is replaced by the next word of that slot.
 * The key is the whole word, so that what was read before never changes a result.
 */
export interface WordVectors {
  readonly knowledge: Knowledge;
  readonly features: WordFeatures;
  readonly keys: Uint16Array;
  readonly vectors: Int32Array;
  readonly categories: Uint8Array;
}

/** Makes an empty table; its last entry serves words too long to be kept. */
export function createWordVectors(knowledge: Knowledge): WordVectors {
  return {
    knowledge,
    features: createWordFeatures(),
    keys: new Uint16Array((ENTRIES + 1) * KEY),
    vectors: new Int32Array((ENTRIES + 1) * VECTOR),
    categories: new Uint8Array(ENTRIES + 1),
  };
}

/** Entry of an element, computed when it is not there; valid until the next call. */
export function wordEntry(table: WordVectors, sequence: Sequence, view: TextView, place: number): number {
  const start = sequence.starts[place]!;
  const kind = sequence.kinds[place]!;
  const isMark = kind !== WORD && kind !== NUMBER;
  const length = isMark ? 0 : sequence.ends[place]! - start;
  if (length > MOST_LETTERS) return fillEntry(table, sequence, view, place, ENTRIES);
  const head = 0x8000 | (length << 8) | (sequence.cases[place]! << 4) | kind;
  const mixed = mix(sequence.hashes[place]!, head);
  const first = (mixed ^ (mixed >>> 16)) & (ENTRIES - 1);
  if (isEntryOf(table.keys, first, head, view, start, length)) return first;
  // A word has two places: the first stays with the word that came first.
  const second = first ^ 1;
  if (isEntryOf(table.keys, second, head, view, start, length)) return second;
  const entry = table.keys[first * KEY] === 0 ? first : second;
  const key = entry * KEY;
  table.keys[key] = head;
  for (let at = 0; at < length; at++) table.keys[key + 1 + at] = view.codes[start + at]!;
  return fillEntry(table, sequence, view, place, entry);
}

function isEntryOf(
  keys: Uint16Array,
  entry: number,
  head: number,
  view: TextView,
  start: number,
  length: number,
): boolean {
  const key = entry * KEY;
  if (keys[key] !== head) return false;
  for (let at = 0; at < length; at++) if (keys[key + 1 + at] !== view.codes[start + at]) return false;
  return true;
}

const rowBuffer = new Int32Array(MOST_WORD_FEATURES);

function fillEntry(table: WordVectors, sequence: Sequence, view: TextView, place: number, entry: number): number {
  const { features, vectors } = table;
  const weights = table.knowledge.model.table;
  table.categories[entry] = readElement(features, table.knowledge.lists, sequence, view.codes, place);
  const from = entry * VECTOR;
  vectors.fill(0, from, from + VECTOR);
  for (let role = 0; role < ROLES; role++) {
    const count = featuresInRole(features, role);
    const at = from + role * SUM_WORDS;
    for (let feature = 0; feature < count; feature++) rowBuffer[feature] = wordRow(features.hashes[feature]!, role);
    addRows(vectors, at, weights, rowBuffer, count);
  }
  return entry;
}
