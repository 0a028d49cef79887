import type { KnownValue } from '../entity.ts';
import { createTextView, readText } from '../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../text/tokens.ts';
import { isParticle } from './name-particles.ts';

/** A value that a conversation remembers, with what tells soon whether it may stand in a text. */
export interface RememberedValue extends KnownValue {
  /** Hashes of its telling words, each once, as four bytes in a latin1 string, the lowest first. */
  readonly words: string;
  readonly hasDigits: boolean;
}

/** Tells which of some values may stand in a text: mostly none. Keeps its buffers between calls. */
export interface ValueFilter {
  begin(values: readonly RememberedValue[]): void;
  /**
   * Sets `found` to the places of the values that may stand in a text that was split, rising; no other value does.
   * @param fewestDigits of a text in which digits are looked for over the gaps between numbers
   */
  placesIn(text: Tokens, fewestDigits: number, found: number[]): void;
}

const HASH_BYTES = 4;
/** One bit for each value of a hash's lowest byte. */
const SEEN_WORDS = 8;
/** More than there are places; a hash times this is exact. */
const PLACES = 2 ** 20;

const view = createTextView();
const tokens = createTokens();

/** Reads the words of a value. Particles of names are left out, as no name is met by one alone, but where there is nothing else. */
export function remember({ entity, text, domain }: KnownValue): RememberedValue {
  readText(view, text);
  readTokens(view, tokens);
  const own = [...tokens.hashes.subarray(0, tokens.count)];
  const telling = own.filter((hash, token) => tokens.isNumber[token] === 1 || !isParticle(hash));
  const words = [...new Set(telling.length > 0 ? telling : own)].map(asBytes).join('');
  return { entity, text, domain, words, hasDigits: tokens.digitCount > 0 };
}

/** Makes the filter of one thread. */
export function createValueFilter(): ValueFilter {
  const seen = new Uint32Array(SEEN_WORDS);
  /** Rising; hash and place in one number. */
  let keys = new Float64Array(64);
  let count = 0;
  /** By place, of the text that is looked at. */
  let isFound = new Uint8Array(64);
  let values: readonly RememberedValue[] = [];

  function begin(next: readonly RememberedValue[]): void {
    values = next;
    if (next.length > isFound.length) isFound = new Uint8Array(next.length);
    count = 0;
    seen.fill(0);
    for (const [place, { words }] of next.entries()) {
      const end = count + words.length / HASH_BYTES;
      if (end > keys.length) keys = widened(keys, 2 * end);
      for (let at = 0; count < end; at += HASH_BYTES) {
        const hash = hashAt(words, at);
        seen[(hash & 0xff) >>> 5]! |= 1 << (hash & 31);
        keys[count] = hash * PLACES + place;
        count += 1;
      }
    }
    keys.subarray(0, count).sort();
  }

  function placesIn(text: Tokens, fewestDigits: number, found: number[]): void {
    found.length = 0;
    isFound.fill(0, 0, values.length);
    const add = (place: number) => {
      if (isFound[place] === 1) return;
      isFound[place] = 1;
      found.push(place);
    };
    if (text.digitCount >= fewestDigits)
      for (const [place, { hasDigits }] of values.entries()) if (hasDigits) add(place);
    for (let token = 0; token < text.count && found.length < values.length; token++) {
      const hash = text.hashes[token]!;
      if ((seen[(hash & 0xff) >>> 5]! & (1 << (hash & 31))) === 0) continue;
      const first = hash * PLACES;
      for (let at = firstFrom(keys, count, first); at < count && keys[at]! < first + PLACES; at++)
        add(keys[at]! - first);
    }
    found.sort((one, other) => one - other);
  }

  return { begin, placesIn };
}

function asBytes(hash: number): string {
  return String.fromCharCode(hash & 0xff, (hash >>> 8) & 0xff, (hash >>> 16) & 0xff, hash >>> 24);
}

function hashAt(words: string, at: number): number {
  const low = words.charCodeAt(at) | (words.charCodeAt(at + 1) << 8);
  return low | (words.charCodeAt(at + 2) << 16) | (words.charCodeAt(at + 3) << 24);
}

function widened(short: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(size);
  wide.set(short);
  return wide;
}

/** Where the first of `count` keys stands that is not below the wanted one. */
function firstFrom(rising: Float64Array, count: number, wanted: number): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rising[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
