import type { EntityType, KnownValue } from '../entity.ts';
import { createTextView, readText } from '../text/text-view.ts';
import { createTokens, readTokens } from '../text/tokens.ts';
import { isEligibleValue, isTellingName } from './eligibility.ts';
import { chain, clearChains, createHashChains, type HashChains } from './hash-chains.ts';
import { beginningKey, endingKey, significantDigits } from './known-digits.ts';
import type { WordLists } from './names/word-lists.ts';

/** Which tokens and digits stand for a known value. Flat arrays, reused; filled again when the values change. */
export interface KnownIndex {
  lists: WordLists | null;
  readonly sources: string[];
  readonly entities: EntityType[];
  /** Folded letters and digits of all tokens. */
  codes: Uint16Array;
  /** Tokens of values that are searched for as words. */
  tokenCount: number;
  hashes: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  /** Known value of each token, and the token after the last one of its value. */
  known: Int32Array;
  valueEnds: Int32Array;
  /** Tokens of the piece of a value that begins with this token, 0 within a piece. */
  pieces: Int32Array;
  /** The widest gap between two tokens that still counts as the same value. */
  widestGap: number;
  /** Tokens by hash, those of the same hash in their order. */
  readonly byHash: HashChains;
  /** Values of all digits to be searched for, and the range of each number in them. */
  digits: Uint8Array;
  numberCount: number;
  numberStarts: Int32Array;
  numberEnds: Int32Array;
  numberKnown: Int32Array;
  /** 1: longer than what is kept of it, so that its end is not looked at. */
  numberCut: Uint8Array;
  /** Numbers by their first significant digits; telephone numbers also by their last. */
  readonly byBeginning: HashChains;
  readonly byEnding: HashChains;
  /** Comparisons left for the record. */
  budget: number;
}

/** Three symbols, each of which may take two code units. */
const SMALLEST_GAP = 6;

/** Makes an empty index. @param lists tell which words of names are ordinary words; null: only few are known */
export function createKnownIndex(lists: WordLists | null): KnownIndex {
  return {
    lists,
    sources: [],
    entities: [],
    codes: new Uint16Array(1024),
    tokenCount: 0,
    hashes: new Int32Array(128),
    starts: new Int32Array(128),
    ends: new Int32Array(128),
    known: new Int32Array(128),
    valueEnds: new Int32Array(128),
    pieces: new Int32Array(128),
    widestGap: SMALLEST_GAP,
    byHash: createHashChains(),
    digits: new Uint8Array(1024),
    numberCount: 0,
    numberStarts: new Int32Array(128),
    numberEnds: new Int32Array(128),
    numberKnown: new Int32Array(128),
    numberCut: new Uint8Array(128),
    byBeginning: createHashChains(),
    byEnding: createHashChains(),
    budget: 0,
  };
}

/** Longer values are searched for in pieces of so many characters; one word alone is no piece. */
const LONGEST_PIECE = 60;
/**
 * Comparisons for one record. It can be made so that thousands of values and texts all begin alike; it is then refused
 * rather than the partition held up.
 */
const MOST_COMPARISONS = 4_000_000;

const view = createTextView();
const tokens = createTokens();

/** Gives a record its comparisons. */
export function allowComparisons(index: KnownIndex): void {
  index.budget = MOST_COMPARISONS;
}

/** Takes comparisons from the record's; throws an Error without values when they are used up. */
export function spend(index: KnownIndex, comparisons: number): void {
  index.budget -= comparisons;
  if (index.budget < 0) throw new Error('the known values of this record cost too much to search for');
}

/** Arranges these values, unless they are what the index holds already. */
export function indexKnownValues(index: KnownIndex, known: readonly KnownValue[]): void {
  if (holds(index, known)) return;
  index.tokenCount = 0;
  index.numberCount = 0;
  index.widestGap = SMALLEST_GAP;
  index.sources.length = known.length;
  index.entities.length = known.length;
  for (let place = 0; place < known.length; place++) {
    const { text, entity } = known[place]!;
    index.sources[place] = text;
    index.entities[place] = entity;
    readText(view, text);
    readTokens(view, tokens);
    const isSearched =
      isEligibleValue(view, tokens) || (entity === 'PERSON' && isTellingName(view, tokens, index.lists));
    if (isSearched && !addNumbers(index, entity, place)) addTokens(index, place);
  }
  arrange(index);
}

/** Fills the tables; backwards, since a chain gives what was added last first. */
function arrange(index: KnownIndex): void {
  const { byHash, byBeginning, byEnding } = index;
  clearChains(byHash, index.tokenCount);
  for (let part = index.tokenCount - 1; part >= 0; part--) chain(byHash, part, index.hashes[part]!);
  clearChains(byBeginning, index.numberCount);
  clearChains(byEnding, index.numberCount);
  for (let number = index.numberCount - 1; number >= 0; number--) {
    chain(byBeginning, number, beginningKey(index.digits, index.numberStarts[number]!));
    if (index.entities[index.numberKnown[number]!] !== 'PHONE') continue;
    chain(byEnding, number, endingKey(index.digits, index.numberEnds[number]!));
  }
}

function holds(index: KnownIndex, known: readonly KnownValue[]): boolean {
  if (index.sources.length !== known.length) return false;
  for (let place = 0; place < known.length; place++) {
    if (index.sources[place] !== known[place]!.text || index.entities[place] !== known[place]!.entity) return false;
  }
  return true;
}

function addTokens(index: KnownIndex, place: number): void {
  const first = index.tokenCount;
  const end = first + tokens.count;
  if (index.hashes.length < end) growTokens(index, end * 2);
  let code = first === 0 ? 0 : index.ends[first - 1]!;
  if (index.codes.length < code + view.length) index.codes = widened(index.codes, (code + view.length) * 2);
  for (let token = 0; token < tokens.count; token++) {
    const from = tokens.starts[token]!;
    const to = tokens.ends[token]!;
    const slot = first + token;
    index.hashes[slot] = tokens.hashes[token]!;
    index.known[slot] = place;
    index.valueEnds[slot] = end;
    index.starts[slot] = code;
    for (let at = from; at < to; at++) index.codes[code++] = view.codes[at]!;
    index.ends[slot] = code;
    if (token > 0) index.widestGap = Math.max(index.widestGap, from - tokens.ends[token - 1]!);
  }
  index.tokenCount = end;
  cutPieces(index, first, end);
}

/** Cuts a value into pieces of whole tokens; a single word after the first piece says nothing by itself. */
function cutPieces(index: KnownIndex, first: number, end: number): void {
  index.pieces.fill(0, first, end);
  let start = first;
  while (start < end) {
    let next = start;
    let length = 0;
    do length += index.ends[next]! - index.starts[next]! + 1;
    while (++next < end && length + index.ends[next]! - index.starts[next]! <= LONGEST_PIECE);
    if (start === first || next - start > 1) index.pieces[start] = next - start;
    start = next;
  }
}

/** Adds the value's digits, as they are and, for telephone numbers, shorter; true when nothing else is to be added. */
function addNumbers(index: KnownIndex, entity: EntityType, place: number): boolean {
  if (tokens.numberCount === 0) return false;
  const start = index.numberCount === 0 ? 0 : index.numberEnds[index.numberCount - 1]!;
  const needed = start + view.length;
  if (index.digits.length < needed) index.digits = widened(index.digits, needed * 2);
  const { count, covers, cut } = significantDigits(view, tokens, index.digits, start);
  if (count === 0) return false;
  addNumber(index, start, start + count, place);
  index.numberCut[index.numberCount - 1] = cut ? 1 : 0;
  if (entity === 'PHONE') addShorterPhones(index, start, start + count, place);
  return covers;
}

/** 55 11 98765-4321 is also typed 11 98765-4321 and 98765-4321. */
function addShorterPhones(index: KnownIndex, start: number, end: number, place: number): void {
  const { digits } = index;
  const isCountry = end - start >= 12 && end - start <= 13 && digits[start] === 5 && digits[start + 1] === 5;
  const national = isCountry ? start + 2 : start;
  if (isCountry) addNumber(index, national, end, place);
  const local = end - national - 2;
  if (local === 8 || local === 9) addNumber(index, national + 2, end, place);
}

function addNumber(index: KnownIndex, start: number, end: number, place: number): void {
  const slot = index.numberCount++;
  if (slot === index.numberStarts.length) {
    index.numberStarts = widened(index.numberStarts, slot * 2);
    index.numberEnds = widened(index.numberEnds, slot * 2);
    index.numberKnown = widened(index.numberKnown, slot * 2);
    index.numberCut = widened(index.numberCut, slot * 2);
  }
  index.numberStarts[slot] = start;
  index.numberEnds[slot] = end;
  index.numberKnown[slot] = place;
  index.numberCut[slot] = 0;
}

function growTokens(index: KnownIndex, size: number): void {
  index.hashes = widened(index.hashes, size);
  index.starts = widened(index.starts, size);
  index.ends = widened(index.ends, size);
  index.known = widened(index.known, size);
  index.valueEnds = widened(index.valueEnds, size);
  index.pieces = widened(index.pieces, size);
}

function widened<Numbers extends Int32Array | Uint16Array | Uint8Array>(old: Numbers, size: number): Numbers {
  const wide = new (old.constructor as new (length: number) => Numbers)(size);
  wide.set(old);
  return wide;
}
