import { appendFolded, classOf, DIGIT, LETTER } from './folded-text.ts';
import { isOrdinaryWord } from './ordinary-words.ts';

export const WORDS = 1;
const NUMBER = 2;
/** Buckets by the first two units; a power of two. */
const SLOTS = 1024;

const LONGEST = 64;
const FEWEST_DIGITS = 6;
const FEWEST_LETTERS = 5;
const SPACE = 0x20;
const ZERO = 48;
const NOT_ELIGIBLE = 0;

/** Folded known values of one record in flat arrays, chained by bucket. Starts anew when `count` is set to 0. */
export interface KnownSet {
  units: Uint16Array;
  used: number;
  count: number;
  /** How many of the entries are numbers. */
  numbers: number;
  kinds: Uint8Array;
  from: Int32Array;
  to: Int32Array;
  next: Int32Array;
  /** 1: the value was longer than what is kept of it, so its end is not checked. */
  cut: Uint8Array;
  readonly heads: Int32Array;
  /** A bucket counts only when its stamp is the current generation: nothing needs clearing between records. */
  readonly stamps: Int32Array;
  generation: number;
}

/** Makes an empty set. */
export function createKnownSet(): KnownSet {
  const empty = { kinds: new Uint8Array(0), from: new Int32Array(0), to: new Int32Array(0), next: new Int32Array(0) };
  const heads = { heads: new Int32Array(SLOTS), stamps: new Int32Array(SLOTS), generation: 0 };
  const counts = { used: 0, count: 0, numbers: 0 };
  const set: KnownSet = { ...empty, ...heads, ...counts, cut: new Uint8Array(0), units: new Uint16Array(1024) };
  growEntries(set, 32);
  return set;
}

/**
 * Adds a value when it is eligible: two words or more, or one word of five letters that is no ordinary word, or six
 * significant digits. Words are kept with one space between; a value without letters is kept as its digits.
 */
export function rememberKnown(set: KnownSet, value: string): void {
  if (set.count === 0) {
    set.generation = (set.generation + 1) | 0;
    set.used = 0;
    set.numbers = 0;
  }
  if (set.count === set.kinds.length) growEntries(set, set.count * 2);
  reserveUnits(set, value.length * 3 + 3);
  const from = set.used;
  const end = foldWords(set.units, from, value);
  const kind = classify(set.units, from, end);
  if (kind === NOT_ELIGIBLE) return;
  const to = kind === NUMBER ? packDigits(set.units, from, end) : end;
  const entry = set.count;
  set.count += 1;
  if (kind === NUMBER) set.numbers += 1;
  set.kinds[entry] = kind;
  set.from[entry] = from;
  set.to[entry] = Math.min(to, from + LONGEST);
  set.cut[entry] = to - from > LONGEST ? 1 : 0;
  set.used = set.to[entry]!;
  chain(set, entry);
}

/** The bucket of a value that begins with these two units. */
export function bucketOf(first: number, second: number): number {
  return (first * 31 + second) & (SLOTS - 1);
}

function chain(set: KnownSet, entry: number): void {
  const first = set.from[entry]!;
  // A number may be written with a separator after its first digit, so only that digit finds the bucket.
  const paired = set.kinds[entry] === WORDS && first + 1 < set.to[entry]!;
  const slot = bucketOf(set.units[first]!, paired ? set.units[first + 1]! : SPACE);
  set.next[entry] = set.stamps[slot] === set.generation ? set.heads[slot]! : -1;
  set.stamps[slot] = set.generation;
  set.heads[slot] = entry;
}

/** Writes the folded words of a value with one space between them; gives the end. */
function foldWords(units: Uint16Array, from: number, value: string): number {
  let end = from;
  for (let index = 0; index < value.length; index++) {
    const codePoint = value.codePointAt(index)!;
    if (codePoint > 0xffff) index += 1;
    const before = end;
    end = appendFolded(units, end, codePoint);
    let write = before;
    for (let read = before; read < end; read++) {
      const unit = units[read]!;
      const kind = classOf(unit);
      if (kind === LETTER || kind === DIGIT) units[write++] = unit;
      else if (write > from && units[write - 1] !== SPACE) units[write++] = SPACE;
    }
    end = write;
  }
  return end > from && units[end - 1] === SPACE ? end - 1 : end;
}

function classify(units: Uint16Array, from: number, end: number): number {
  let letters = 0;
  let digits = 0;
  let significant = 0;
  let spaces = 0;
  for (let index = from; index < end; index++) {
    const unit = units[index]!;
    if (unit === SPACE) spaces += 1;
    else if (classOf(unit) === LETTER) letters += 1;
    else {
      digits += 1;
      if (unit !== ZERO || significant > 0) significant += 1;
    }
  }
  if (letters === 0) return significant >= FEWEST_DIGITS ? NUMBER : NOT_ELIGIBLE;
  if (spaces > 0 || digits >= FEWEST_DIGITS) return WORDS;
  if (letters < FEWEST_LETTERS) return NOT_ELIGIBLE;
  return isOrdinaryWord(units, from, end) ? NOT_ELIGIBLE : WORDS;
}

/** Closes the gaps between digits and drops leading zeros, in place; gives the new end. */
function packDigits(units: Uint16Array, from: number, end: number): number {
  let write = from;
  for (let read = from; read < end; read++) {
    const unit = units[read]!;
    if (unit === SPACE || (unit === ZERO && write === from)) continue;
    units[write++] = unit;
  }
  return write;
}

function reserveUnits(set: KnownSet, wanted: number): void {
  if (set.used + wanted <= set.units.length) return;
  const larger = new Uint16Array(Math.max(set.used + wanted, set.units.length * 2));
  larger.set(set.units.subarray(0, set.used));
  set.units = larger;
}

function growEntries(set: KnownSet, capacity: number): void {
  const widen = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  set.kinds = widen(set.kinds, new Uint8Array(capacity));
  set.cut = widen(set.cut, new Uint8Array(capacity));
  set.from = widen(set.from, new Int32Array(capacity));
  set.to = widen(set.to, new Int32Array(capacity));
  set.next = widen(set.next, new Int32Array(capacity));
}
