import type { CodeRecognizer, NumberRecognizer, Recognizer, WordRecognizer } from './recognizer.ts';
import { hashWord } from './word-index.ts';

/** What a word or phrase means to the recognizers. */
export interface WordRole {
  /** Places in `numbers`, then `codes`, that this word or phrase is a cue for. */
  readonly cueFor: readonly number[];
  /** It is the first word of a phrase. */
  readonly beginsPhrase: boolean;
  readonly recognizers: readonly WordRecognizer[];
  /** Those of them that are asked about a text without digits. */
  readonly digitless: readonly WordRecognizer[];
}

/** Bits of the filter: the word has some role; it has one in a text without digits. */
export const SOME_WORD = 1;
export const DIGITLESS_WORD = 2;

const FILTER_SIZE = 1 << 15;

/** Place of a word's hash in the filter. */
export function filterSlot(hash: number): number {
  return (hash ^ (hash >>> 15)) & (FILTER_SIZE - 1);
}

/** Roles by folded word or phrase; `cued` are the recognizers that can be announced, in the order of `cueFor`. */
export function collectWordRoles(
  recognizers: readonly Recognizer[],
  cued: readonly (NumberRecognizer | CodeRecognizer)[],
): ReadonlyMap<string, WordRole> {
  const found = new Map<string, { cueFor: number[]; recognizers: WordRecognizer[] }>();
  const entryOf = (word: string) => {
    const entry = found.get(word) ?? { cueFor: [], recognizers: [] };
    found.set(word, entry);
    return entry;
  };
  cued.forEach((one, place) => {
    for (const cue of new Set(one.cues)) entryOf(cue).cueFor.push(place);
  });
  for (const one of recognizers) {
    if (one.kind === 'word') for (const word of new Set(one.words)) entryOf(word).recognizers.push(one);
  }
  const beginnings = new Set([...found.keys()].filter((word) => word.includes(' ')).map(firstWord));
  for (const word of beginnings) entryOf(word);
  const roles = new Map<string, WordRole>();
  for (const [word, { cueFor, recognizers: ofWord }] of found) {
    const digitless = ofWord.filter((one) => !one.needsDigits);
    roles.set(word, { cueFor, beginsPhrase: beginnings.has(word), recognizers: ofWord, digitless });
  }
  return roles;
}

function firstWord(phrase: string): string {
  return phrase.split(' ')[0]!;
}

/** A table by `filterSlot` that tells of most words without a role that they have none. */
export function buildWordFilter(roles: ReadonlyMap<string, WordRole>): Uint8Array {
  const filter = new Uint8Array(FILTER_SIZE);
  for (const [word, { digitless }] of roles) {
    const slot = filterSlot(hashWord(firstWord(word)));
    filter[slot] = filter[slot]! | SOME_WORD | (digitless.length > 0 ? DIGITLESS_WORD : 0);
  }
  return filter;
}
