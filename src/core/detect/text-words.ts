import type { Tokens } from '../text/tokens.ts';

const SLOTS = 1024;

/** Tokens of a text by hash, chained in order. Reused; a slot counts only when its stamp is that of the text. */
export interface TextWords {
  readonly heads: Int32Array;
  readonly stamps: Int32Array;
  generation: number;
  next: Int32Array;
}

/** Makes an empty table. */
export function createTextWords(): TextWords {
  return { heads: new Int32Array(SLOTS), stamps: new Int32Array(SLOTS), generation: 0, next: new Int32Array(256) };
}

/** Fills the table with the tokens of a text. */
export function addTextWords(words: TextWords, tokens: Tokens): void {
  if (words.next.length < tokens.count) words.next = new Int32Array(tokens.count * 2);
  const { heads, stamps, next } = words;
  words.generation = (words.generation + 1) | 0;
  const { generation } = words;
  for (let token = tokens.count - 1; token >= 0; token--) {
    const slot = slotOf(tokens.hashes[token]!);
    next[token] = stamps[slot] === generation ? heads[slot]! : -1;
    stamps[slot] = generation;
    heads[slot] = token;
  }
}

/** The first token that may have this hash, or -1; the others follow in `next`. */
export function firstWord(words: TextWords, hash: number): number {
  const slot = slotOf(hash);
  return words.stamps[slot] === words.generation ? words.heads[slot]! : -1;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
}
