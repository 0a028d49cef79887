import { foldCodePoint } from './fold-table.ts';
import { classOf, DIGIT, LETTER } from './folded-text.ts';
import { createFoldedValue, type FoldedValue, foldValue, NUMBER, WORDS } from './known-fold.ts';

const PENDING = 0;
const RESOLVED = 1;
const NOT_ELIGIBLE = 2;
/** Buckets by the first two units; a power of two. */
const SLOTS = 1024;
const SPACE = 0x20;
const ZERO = 48;
const NINE = 57;

/**
 * Known values of one record in flat arrays, chained by how they begin. Most are never met in a text, so a value is
 * only folded in full when a text begins like it. A value is entered as words, and as a number when it has no letter.
 */
export interface KnownSet {
  count: number;
  /** How many of the entries are numbers. */
  numbers: number;
  readonly sources: string[];
  states: Uint8Array;
  kinds: Uint8Array;
  next: Int32Array;
  /** Range of the folded units, once resolved. */
  from: Int32Array;
  to: Int32Array;
  /** 1: the value was longer than what is kept of it, so its end is not checked. */
  cut: Uint8Array;
  readonly folded: FoldedValue;
  readonly heads: Int32Array;
  /** A bucket counts only when its stamp is the current generation: nothing needs clearing between records. */
  readonly stamps: Int32Array;
  generation: number;
}

/** Makes an empty set. */
export function createKnownSet(): KnownSet {
  const bytes = { states: new Uint8Array(0), kinds: new Uint8Array(0), cut: new Uint8Array(0) };
  const places = { next: new Int32Array(0), from: new Int32Array(0), to: new Int32Array(0) };
  const buckets = { heads: new Int32Array(SLOTS), stamps: new Int32Array(SLOTS), generation: 0 };
  const set: KnownSet = {
    count: 0,
    numbers: 0,
    sources: [],
    ...bytes,
    ...places,
    folded: createFoldedValue(),
    ...buckets,
  };
  growEntries(set, 32);
  return set;
}

/** Forgets all values. */
export function clearKnown(set: KnownSet): void {
  set.count = 0;
  set.numbers = 0;
  set.folded.used = 0;
  set.generation = (set.generation + 1) | 0;
}

/** The bucket of a value that begins with these two units. */
export function bucketOf(first: number, second: number): number {
  return (first * 31 + second) & (SLOTS - 1);
}

/** Significant digits that a number is entered by; it has six at least. */
export const LEADING_DIGITS = 4;
const FEWEST_LEADING = 1000;

/** The bucket of a number that begins with these digits, taken as one number from 1000 to 9999. */
export function bucketOfNumber(leading: number): number {
  return (leading ^ (leading >>> 7)) & (SLOTS - 1);
}

/** Enters a value by its beginning; whether it is eligible is seen when a text begins like it. */
export function rememberKnown(set: KnownSet, value: string): void {
  let first = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 128) {
      rememberFolded(set, value);
      return;
    }
    const unit = foldCodePoint(code);
    const kind = classOf(unit);
    const inWord = kind === LETTER || kind === DIGIT;
    if (first === 0) {
      if (inWord) first = unit;
      continue;
    }
    enter(set, value, WORDS, bucketOf(first, inWord ? unit : SPACE));
    if (first <= NINE) rememberNumber(set, value);
    return;
  }
  // A single letter or digit is never eligible.
}

/** Makes sure that an entry is folded; false when the value turns out not to be eligible, or not of this kind. */
export function resolveKnown(set: KnownSet, entry: number): boolean {
  if (set.states[entry] !== PENDING) return set.states[entry] === RESOLVED;
  const { folded } = set;
  const eligible = foldValue(folded, set.sources[entry]!) === set.kinds[entry];
  set.states[entry] = eligible ? RESOLVED : NOT_ELIGIBLE;
  set.from[entry] = folded.start;
  set.to[entry] = folded.end;
  set.cut[entry] = folded.cut ? 1 : 0;
  return eligible;
}

function rememberNumber(set: KnownSet, value: string): void {
  let leading = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 128) {
      rememberFolded(set, value);
      return;
    }
    if (code < ZERO || code > NINE) continue;
    leading = leading * 10 + code - ZERO;
    if (leading < FEWEST_LEADING) continue;
    enter(set, value, NUMBER, bucketOfNumber(leading));
    return;
  }
  // Fewer significant digits are never eligible.
}

/** Values that do not begin in ASCII are folded at once to see how they begin. */
function rememberFolded(set: KnownSet, value: string): void {
  const { folded } = set;
  const kind = foldValue(folded, value);
  if (kind !== WORDS && kind !== NUMBER) return;
  const first = folded.units[folded.start]!;
  if (kind === NUMBER) {
    let leading = 0;
    for (let place = 0; place < LEADING_DIGITS; place++)
      leading = leading * 10 + folded.units[folded.start + place]! - ZERO;
    enter(set, value, kind, bucketOfNumber(leading));
    return;
  }
  const second = folded.end > folded.start + 1 ? folded.units[folded.start + 1]! : SPACE;
  enter(set, value, kind, bucketOf(first, second));
}

function enter(set: KnownSet, value: string, kind: number, slot: number): void {
  if (set.count === set.kinds.length) growEntries(set, set.count * 2);
  const entry = set.count;
  set.count += 1;
  if (kind === NUMBER) set.numbers += 1;
  set.sources[entry] = value;
  set.states[entry] = PENDING;
  set.kinds[entry] = kind;
  set.next[entry] = set.stamps[slot] === set.generation ? set.heads[slot]! : -1;
  set.stamps[slot] = set.generation;
  set.heads[slot] = entry;
}

function growEntries(set: KnownSet, capacity: number): void {
  const widen = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  set.states = widen(set.states, new Uint8Array(capacity));
  set.kinds = widen(set.kinds, new Uint8Array(capacity));
  set.cut = widen(set.cut, new Uint8Array(capacity));
  set.next = widen(set.next, new Int32Array(capacity));
  set.from = widen(set.from, new Int32Array(capacity));
  set.to = widen(set.to, new Int32Array(capacity));
}
