import type { TextView } from '../text/text-view.ts';

/** Finds folded words by the hash that tokens carry; open addressing, no strings made while searching. */
export interface WordIndex {
  readonly mask: number;
  /** Entry number + 1 by slot, 0 when free. */
  readonly slots: Int32Array;
  readonly hashes: Int32Array;
  readonly words: readonly string[];
}

/** The hash of a folded word, as tokens have it. */
export function hashWord(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return hash;
}

/** Indexes different folded words; the entry number of a word is its place in the list. */
export function buildWordIndex(words: readonly string[]): WordIndex {
  let size = 64;
  while (size < words.length * 4) size *= 2;
  const slots = new Int32Array(size);
  const hashes = new Int32Array(words.length);
  words.forEach((word, entry) => {
    hashes[entry] = hashWord(word);
    let slot = slotOf(hashes[entry]!, size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = entry + 1;
  });
  return { mask: size - 1, slots, hashes, words };
}

/** Entry number of the word from `start` to `end` with this hash, or -1. */
export function findWord(index: WordIndex, view: TextView, start: number, end: number, hash: number): number {
  for (let slot = slotOf(hash, index.mask); ; slot = (slot + 1) & index.mask) {
    const entry = index.slots[slot]! - 1;
    if (entry < 0) return -1;
    if (index.hashes[entry] === hash && isWord(view.codes, start, end, index.words[entry]!)) return entry;
  }
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

function isWord(codes: Uint16Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (codes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}
