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
/** Words of the sums of one word in all roles, filled up to whole cache lines. */
export const VECTOR: number = Math.ceil((ROLES * SUM_WORDS) / 16) * 16;

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
/** Entries beyond the table: for words too long to be kept, and one for each kind of mark. */
const SPARE = 8;
const MARKS = ENTRIES + SPARE;
const ALL = MARKS + 8;
/** Of an entry: length, case class and kind in one number, its category, then the characters; filled up to a cache line. */
const KEY = 32;
const CATEGORY = 1;
const CHARACTERS = 2;
const BUCKETS = 1 << 14;
const WAYS = 4;
const TAG = 0xffff0000 | 0;

/**
 * Sums of weights by word, kept for words that were met. Entries lie side by side in the order in which words came, so
 * that common words share little memory; when all are taken, the oldest give way. The key is the whole word, so that
 * what was read before never changes a result.
 */
export interface WordVectors {
  readonly knowledge: Knowledge;
  readonly features: WordFeatures;
  /** Buckets of WAYS slots: upper half of the mixed hash, and entry + 1 in the lower half; 0 when free. A slot may be out of date. */
  readonly index: Int32Array;
  readonly keys: Uint16Array;
  readonly vectors: Int32Array;
  /** The entry that is given away next. */
  next: number;
}

/** Makes an empty table. */
export function createWordVectors(knowledge: Knowledge): WordVectors {
  return {
    knowledge,
    features: createWordFeatures(),
    index: new Int32Array(BUCKETS * WAYS),
    keys: new Uint16Array(ALL * KEY),
    vectors: new Int32Array(ALL * VECTOR),
    next: 0,
  };
}

/** Category of the element of an entry. */
export function categoryOf(table: WordVectors, entry: number): number {
  return table.keys[entry * KEY + CATEGORY]!;
}

/**
 * Entry of an element, computed when it is not there. `entries` holds those of the elements from `from` on to the one
 * before it (fewer than SPARE): they stay valid.
 */
export function wordEntry(
  table: WordVectors,
  sequence: Sequence,
  view: TextView,
  place: number,
  entries: Int32Array,
  from: number,
): number {
  const { index, keys } = table;
  const kind = sequence.kinds[place]!;
  if (kind !== WORD && kind !== NUMBER) {
    const entry = MARKS + kind;
    if (keys[entry * KEY] === 0) fillEntry(table, sequence, view, place, entry, 1);
    return entry;
  }
  const start = sequence.starts[place]!;
  const length = sequence.ends[place]! - start;
  if (length > MOST_LETTERS) return fillEntry(table, sequence, view, place, ENTRIES + (place & (SPARE - 1)), 0);
  const head = 0x8000 | (length << 8) | (sequence.cases[place]! << 4) | kind;
  const mixed = mix(sequence.hashes[place]!, head);
  const bucket = (mixed & (BUCKETS - 1)) * WAYS;
  for (let slot = bucket; slot < bucket + WAYS; slot++) {
    const value = index[slot]!;
    if (((value ^ mixed) & TAG) !== 0 || value === 0) continue;
    const entry = (value & 0xffff) - 1;
    if (entry >= 0 && isEntryOf(keys, entry, head, view.codes, start, length)) return entry;
  }
  const entry = takeEntry(table, entries, from, place);
  let slot = bucket;
  while (slot < bucket + WAYS && index[slot] !== 0) slot++;
  index[slot < bucket + WAYS ? slot : bucket + (entry & (WAYS - 1))] = (mixed & TAG) | (entry + 1);
  const key = entry * KEY + CHARACTERS;
  for (let at = 0; at < length; at++) keys[key + at] = view.codes[start + at]!;
  return fillEntry(table, sequence, view, place, entry, head);
}

/** The oldest entry that is none of those from `from` to `to`. */
function takeEntry(table: WordVectors, entries: Int32Array, from: number, to: number): number {
  let entry = table.next;
  for (let near = from; near < to; near++) {
    if (entries[near] !== entry) continue;
    entry = (entry + 1) & (ENTRIES - 1);
    near = from - 1;
  }
  table.next = (entry + 1) & (ENTRIES - 1);
  return entry;
}

function isEntryOf(
  keys: Uint16Array,
  entry: number,
  head: number,
  codes: Uint16Array,
  start: number,
  length: number,
): boolean {
  let key = entry * KEY;
  if (keys[key] !== head) return false;
  key += CHARACTERS;
  for (let at = 0; at < length; at++) if (keys[key + at] !== codes[start + at]) return false;
  return true;
}

const rowBuffer = new Int32Array(MOST_WORD_FEATURES);

function fillEntry(
  table: WordVectors,
  sequence: Sequence,
  view: TextView,
  place: number,
  entry: number,
  head: number,
): number {
  const { features, vectors } = table;
  const weights = table.knowledge.model.table;
  table.keys[entry * KEY] = head;
  table.keys[entry * KEY + CATEGORY] = readElement(features, table.knowledge.lists, sequence, view.codes, place);
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
