import { mix } from './feature-hash.ts';
import { CASE_CLASSES } from './letter-case.ts';
import {
  AMBIGUOUS_BIT,
  FIRST_NAME_SHIFT,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  PLACE_SHIFT,
  RANK_MASK,
  RANK_SHIFT,
  STRENGTH_MASK,
  SURNAME_SHIFT,
} from './word-lists.ts';

/** Features of one word alone, whatever stands beside it. */
export interface WordFeatures {
  readonly hashes: Int32Array;
  count: number;
  /** The first so many hold also for the word as a neighbour. */
  near: number;
  /** The first so many hold also for the word two places away. */
  far: number;
}

/** Letters of a word that are looked at. */
export const MOST_LETTERS = 24;
/** Most features of a word. */
export const MOST_WORD_FEATURES = 64;
const LONGEST_AFFIX = 4;
const GRAM = 3;

/** Makes an empty list, large enough for any word. */
export function createWordFeatures(): WordFeatures {
  return { hashes: new Int32Array(MOST_WORD_FEATURES), count: 0, near: 0, far: 0 };
}

function add(features: WordFeatures, template: number, value: number): void {
  features.hashes[features.count++] = mix(mix(0x51ed270b, template), value);
}

/** Features of what is no word: covered ranges and the edges of the text. */
export function markFeatures(features: WordFeatures, kind: number): void {
  features.count = 0;
  add(features, 0, kind);
  features.near = 1;
  features.far = 1;
}

/** Features of a number. */
export function numberFeatures(
  features: WordFeatures,
  codes: Uint16Array,
  start: number,
  end: number,
  hash: number,
  category: number,
): void {
  const length = end - start;
  features.count = 0;
  add(features, 1, category);
  add(features, 2, Math.min(length, 15));
  features.far = features.count;
  if (length <= 4) add(features, 3, mix(hash, length));
  features.near = features.count;
  add(features, 4, Math.min(length, 15) * 64 + codes[start]!);
  add(features, 5, Math.min(length, 15) * 64 + codes[end - 1]!);
}

/** Features of a word; `caseClass` and `bits` (of the word lists) as in letter-case.ts and word-lists.ts. */
export function wordFeatures(
  features: WordFeatures,
  codes: Uint16Array,
  start: number,
  end: number,
  hash: number,
  caseClass: number,
  category: number,
  bits: number,
): void {
  const length = end - start;
  features.count = 0;
  add(features, 6, hash);
  add(features, 7, category);
  add(features, 8, category * CASE_CLASSES + caseClass);
  add(features, 9, bits);
  features.far = features.count;
  add(features, 10, mix(hash, caseClass));
  add(features, 11, caseClass);
  addAffixes(features, codes, start, end, 3);
  addAffixes(features, codes, start, end, 2);
  features.near = features.count;
  addAffixes(features, codes, start, end, 1);
  addAffixes(features, codes, start, end, LONGEST_AFFIX);
  add(features, 12, Math.min(length, 12) * CASE_CLASSES + caseClass);
  addListFeatures(features, bits, caseClass);
  addGrams(features, codes, start, end);
}

function addAffixes(features: WordFeatures, codes: Uint16Array, start: number, end: number, size: number): void {
  if (end - start < size) return;
  let prefix = size;
  let suffix = size;
  for (let at = 0; at < size; at++) {
    prefix = mix(prefix, codes[start + at]!);
    suffix = mix(suffix, codes[end - size + at]!);
  }
  add(features, 13, prefix);
  add(features, 14, suffix);
}

function addListFeatures(features: WordFeatures, bits: number, caseClass: number): void {
  const first = (bits >> FIRST_NAME_SHIFT) & STRENGTH_MASK;
  const surname = (bits >> SURNAME_SHIFT) & STRENGTH_MASK;
  const place = (bits >> PLACE_SHIFT) & STRENGTH_MASK;
  const rank = (bits >> RANK_SHIFT) & RANK_MASK;
  add(features, 15, first * 8 + caseClass);
  add(features, 16, surname * 8 + caseClass);
  add(features, 17, place * 8 + caseClass);
  add(features, 18, rank * 8 + caseClass);
  add(features, 19, (first * 8 + rank) * 8 + caseClass);
  add(features, 20, (surname * 8 + rank) * 8 + caseClass);
  add(features, 21, (place * 8 + rank) * 8 + caseClass);
  if ((bits & (MEDICAL_BIT | ORGANISATION_BIT | AMBIGUOUS_BIT)) !== 0) add(features, 22, bits >> 6);
}

/** Three letters each, with a mark at both ends of the word. */
function addGrams(features: WordFeatures, codes: Uint16Array, start: number, end: number): void {
  const last = Math.min(end, start + MOST_LETTERS);
  let one = 1;
  let two = start < last ? codes[start]! : 1;
  for (let at = start + 1; at <= last; at++) {
    const three = at < last ? codes[at]! : 1;
    features.hashes[features.count++] = mix(mix(mix(GRAM, one), two), three);
    one = two;
    two = three;
  }
}
