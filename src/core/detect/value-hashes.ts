import type { KnownValue } from '../entity.ts';
import { createTextView, readText } from '../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../text/tokens.ts';
import { isParticle } from './name-particles.ts';

/** What the words of some values hash to, so that it is soon seen which of them may stand in a text: mostly none. */
export interface ValueHashes {
  /** Rising; the place of its value for each. */
  readonly words: Int32Array;
  readonly places: Int32Array;
  /** Places of values with digits, rising. */
  readonly withDigits: readonly number[];
}

const view = createTextView();
const tokens = createTokens();

/** Reads the hashes of values. Particles of names are left out, as no name is met by one alone, but where there is nothing else. */
export function hashValues(values: readonly KnownValue[]): ValueHashes {
  const words: { readonly hash: number; readonly place: number }[] = [];
  const withDigits: number[] = [];
  for (const [place, { text }] of values.entries()) {
    readText(view, text);
    readTokens(view, tokens);
    if (tokens.digitCount > 0) withDigits.push(place);
    const own = [...tokens.hashes.subarray(0, tokens.count)];
    const telling = own.filter((hash, token) => tokens.isNumber[token] === 1 || !isParticle(hash));
    for (const hash of telling.length > 0 ? telling : own) words.push({ hash, place });
  }
  words.sort((one, other) => one.hash - other.hash);
  return {
    words: Int32Array.from(words, ({ hash }) => hash),
    places: Int32Array.from(words, ({ place }) => place),
    withDigits,
  };
}

/**
 * Sets `found` to the places of the values that may stand in a text that was split, rising; no other value does.
 * @param fewestDigits of a text in which digits are looked for over the gaps between numbers
 */
export function placesIn(hashes: ValueHashes, text: Tokens, fewestDigits: number, found: number[]): void {
  const { words, places, withDigits } = hashes;
  found.length = 0;
  if (text.digitCount >= fewestDigits) found.push(...withDigits);
  for (let token = 0; token < text.count; token++) {
    const hash = text.hashes[token]!;
    for (let at = firstOf(words, hash); at < words.length && words[at] === hash; at++)
      if (!found.includes(places[at]!)) found.push(places[at]!);
  }
  found.sort((one, other) => one - other);
}

/** Where the first word stands that is not below the wanted one. */
function firstOf(rising: Int32Array, wanted: number): number {
  let from = 0;
  let to = rising.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rising[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
