import type { KnownValue } from '../entity.ts';
import { createTextView, readText } from '../text/text-view.ts';
import { createTokens, readTokens } from '../text/tokens.ts';
import { isEligibleValue, isEligibleWord } from './eligibility.ts';
import { addDigitPatterns } from './known-digits.ts';
import { hashWord } from './word-index.ts';

/** Slots by hash of the first one or two tokens; a power of two. */
const SLOTS = 1024;
/** Longer values are searched for in pieces of so many words. */
const LONGEST_PATTERN = 32;
/** Of a name with more parts only neighbours are paired. */
const MOST_PAIRED_PARTS = 6;
const SMALLEST_GAP = 4;

/** Words between the parts of a name, not parts themselves. */
const PARTICLES = new Set([
  'de',
  'da',
  'do',
  'das',
  'dos',
  'e',
  'del',
  'la',
  'las',
  'los',
  'y',
  'van',
  'von',
  'di',
  'du',
]);
const PARTICLE_HASHES = new Set([...PARTICLES].map(hashWord));

/** A run of tokens that stands for a known value. */
export interface WordPattern {
  readonly known: number;
  /** Places in `tokens`. */
  readonly parts: readonly number[];
  readonly next: WordPattern | null;
}

/** A run of digits that stands for a known value; without leading zeros. */
export interface DigitPattern {
  readonly known: number;
  readonly digits: string;
}

/** Known values arranged for the search; rebuilt when the values change. */
export interface KnownIndex {
  readonly sources: string[];
  readonly entities: string[];
  readonly heads: (WordPattern | null)[];
  readonly usedSlots: number[];
  /** Folded words of all values, and their hashes, by place. */
  readonly words: string[];
  readonly hashes: number[];
  readonly digits: DigitPattern[];
  /** The widest gap between two tokens that still counts as the same value. */
  widestGap: number;
}

/** Makes an empty index. */
export function createKnownIndex(): KnownIndex {
  const heads = new Array<WordPattern | null>(SLOTS).fill(null);
  return {
    sources: [],
    entities: [],
    heads,
    usedSlots: [],
    words: [],
    hashes: [],
    digits: [],
    widestGap: SMALLEST_GAP,
  };
}

const view = createTextView();
const tokens = createTokens();

/** Arranges these values, unless they are what the index holds already. */
export function indexKnownValues(index: KnownIndex, known: readonly KnownValue[]): void {
  if (holds(index, known)) return;
  for (const slot of index.usedSlots) index.heads[slot] = null;
  index.usedSlots.length = 0;
  index.words.length = 0;
  index.hashes.length = 0;
  index.digits.length = 0;
  index.widestGap = SMALLEST_GAP;
  index.sources.length = known.length;
  index.entities.length = known.length;
  // Backwards, so that the first of two equal values is met first.
  for (let place = known.length - 1; place >= 0; place--) {
    const value = known[place]!;
    index.sources[place] = value.text;
    index.entities[place] = value.entity;
    addValue(index, value, place);
  }
}

function holds(index: KnownIndex, known: readonly KnownValue[]): boolean {
  if (index.sources.length !== known.length) return false;
  for (let place = 0; place < known.length; place++) {
    if (index.sources[place] !== known[place]!.text || index.entities[place] !== known[place]!.entity) return false;
  }
  return true;
}

function addValue(index: KnownIndex, value: KnownValue, known: number): void {
  readText(view, value.text);
  readTokens(view, tokens);
  if (!isEligibleValue(view, tokens)) return;
  const covered = addDigitPatterns(index.digits, view, tokens, value.entity, known);
  if (covered) return;
  const first = index.words.length;
  for (let token = 0; token < tokens.count; token++) {
    index.words.push(String.fromCharCode(...view.codes.subarray(tokens.starts[token]!, tokens.ends[token]!)));
    index.hashes.push(tokens.hashes[token]!);
    if (token > 0) index.widestGap = Math.max(index.widestGap, tokens.starts[token]! - tokens.ends[token - 1]!);
  }
  addWhole(index, known, first);
  if (value.entity === 'PERSON') addNameParts(index, known, first);
}

/** The value as a whole, in pieces when it is long; the last piece keeps at least two words. */
function addWhole(index: KnownIndex, known: number, first: number): void {
  let from = 0;
  while (from < tokens.count) {
    const rest = tokens.count - from;
    const size = rest <= LONGEST_PATTERN + 1 ? rest : LONGEST_PATTERN;
    addPattern(
      index,
      known,
      Array.from({ length: size }, (_, part) => first + from + part),
    );
    from += size;
  }
}

/** First name alone, surname alone, first and last name without what stands between. */
function addNameParts(index: KnownIndex, known: number, first: number): void {
  const parts: number[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.isNumber[token] === 1 || PARTICLE_HASHES.has(tokens.hashes[token]!)) continue;
    parts.push(first + token);
    if (tokens.count > 1 && isEligibleWord(view, tokens, token)) addPattern(index, known, [first + token]);
  }
  if (parts.length < 2 || tokens.count > LONGEST_PATTERN) return;
  for (let left = 0; left < parts.length; left++) {
    const last = parts.length <= MOST_PAIRED_PARTS ? parts.length - 1 : Math.min(left + 1, parts.length - 1);
    for (let right = left + 1; right <= last; right++) addPattern(index, known, [parts[left]!, parts[right]!]);
  }
}

function addPattern(index: KnownIndex, known: number, parts: readonly number[]): void {
  const slot = slotOfPattern(index.hashes[parts[0]!]!, parts.length > 1 ? index.hashes[parts[1]!]! : 0);
  if (index.heads[slot] === null) index.usedSlots.push(slot);
  index.heads[slot] = { known, parts, next: index.heads[slot] ?? null };
}

/** Slot for a first token and the one after it; `second` is 0 for patterns of one token. */
export function slotOfPattern(first: number, second: number): number {
  const mixed = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) & (SLOTS - 1);
}

/** Whether a token with this hash may stand between two parts of a name. */
export function isParticle(hash: number): boolean {
  return PARTICLE_HASHES.has(hash);
}
