import { KIND_DIGIT, KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { HOLE } from './findings.ts';
import { hashWord } from './word-index.ts';

/** Finds folded phrases of two to four words, word by word by the hashes that tokens carry; open addressing. */
export interface PhraseIndex {
  readonly mask: number;
  /** Number of the beginning or phrase + 1 by slot, 0 when free. */
  readonly slots: Int32Array;
  readonly hashes: Int32Array;
  /** Place in the list of phrases, -1 for what is only the beginning of one. */
  readonly places: Int32Array;
  readonly phrases: readonly string[];
}

/** A phrase that was found. */
export interface PhraseMatch {
  /** Place in the list of phrases. */
  place: number;
  lastToken: number;
}

const MOST_WORDS = 4;
/** Characters between two words: a blank, a hyphen, ". ", " - " of labels. */
const WIDEST_GAP = 3;

/** Indexes different folded phrases with single blanks between their words. */
export function buildPhraseIndex(phrases: readonly string[]): PhraseIndex {
  const entries = new Map<number, number>();
  phrases.forEach((phrase, place) => {
    const words = phrase.split(' ');
    let hash = hashWord(words[0]!);
    for (let count = 1; count < words.length; count++) {
      hash = extend(hash, hashWord(words[count]!));
      const isWhole = count === words.length - 1;
      if (isWhole || !entries.has(hash)) entries.set(hash, isWhole ? place : -1);
    }
  });
  let size = 64;
  while (size < entries.size * 4) size *= 2;
  const slots = new Int32Array(size);
  const hashes = Int32Array.from(entries.keys());
  hashes.forEach((hash, entry) => {
    let slot = slotOf(hash, size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = entry + 1;
  });
  return { mask: size - 1, slots, hashes, places: Int32Array.from(entries.values()), phrases };
}

/** Finds the longest phrase that begins with token `first`. */
export function findPhrase(
  index: PhraseIndex,
  view: TextView,
  tokens: Tokens,
  first: number,
  match: PhraseMatch,
): boolean {
  match.place = -1;
  let hash = tokens.hashes[first]!;
  const last = Math.min(tokens.count, first + MOST_WORDS) - 1;
  for (let token = first + 1; token <= last; token++) {
    if (tokens.isNumber[token] === 1 || !isGap(view.codes, tokens.ends[token - 1]!, tokens.starts[token]!)) break;
    hash = extend(hash, tokens.hashes[token]!);
    const entry = findEntry(index, hash);
    if (entry < 0) break;
    const place = index.places[entry]!;
    if (place < 0 || !isPhrase(view.codes, tokens.starts[first]!, tokens.ends[token]!, index.phrases[place]!)) continue;
    match.place = place;
    match.lastToken = token;
  }
  return match.place >= 0;
}

function findEntry(index: PhraseIndex, hash: number): number {
  for (let slot = slotOf(hash, index.mask); ; slot = (slot + 1) & index.mask) {
    const entry = index.slots[slot]! - 1;
    if (entry < 0 || index.hashes[entry] === hash) return entry;
  }
}

/** Marks and blanks only, no line break, nothing that was found, and not the edge of a placeholder in brackets. */
function isGap(codes: Uint16Array, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP || to === from) return false;
  for (let at = from; at < to; at++) {
    const code = codes[at];
    if (code === 0x0a || code === HOLE || code === 0x5b || code === 0x5d) return false;
  }
  return true;
}

/** Whether the letters of the range are those of the phrase. */
function isPhrase(codes: Uint16Array, start: number, end: number, phrase: string): boolean {
  let place = 0;
  for (let at = start; at < end; at++) {
    const kind = KINDS[codes[at]!];
    if (kind !== KIND_LETTER && kind !== KIND_DIGIT) continue;
    if (phrase.charCodeAt(place) === 0x20) place++;
    if (phrase.charCodeAt(place++) !== codes[at]) return false;
  }
  return place === phrase.length;
}

function extend(hash: number, word: number): number {
  return (Math.imul(hash, 0x01000193) ^ word) | 0;
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}
