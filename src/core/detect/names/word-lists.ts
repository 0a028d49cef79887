/**
 * What is known of single folded words: names, places, ordinary and medical words of Portuguese, English and Spanish.
 * One open-addressing table: upper 16 bits of a slot are a fingerprint of the word's hash, lower 16 bits what is known.
 */
export interface WordLists {
  /** 32 - log2 of the number of slots: the slot of a mixed hash is its upper bits. */
  readonly shift: number;
  /** Fingerprint << 16 | bits; 0 when free (bits are never 0 in use). */
  readonly slots: Uint32Array;
  /** Number of words. */
  readonly count: number;
}

/** Strengths 0-3: 0 not listed, 1 weak (rare, or mostly an ordinary word), 2 fair, 3 mostly this and common. */
export const FIRST_NAME_SHIFT = 0;
export const SURNAME_SHIFT = 2;
export const PLACE_SHIFT = 4;
/** Of a strength, after its shift. */
export const STRENGTH_MASK = 3;
/** Drugs, brands, eponyms, diseases, tests, departments, devices, jargon. */
export const MEDICAL_BIT = 1 << 6;
/** How common as an ordinary word: 0 not listed, 1 rare … 7 among the commonest hundred. */
export const RANK_SHIFT = 7;
export const RANK_MASK = 7;
/** Insurers, hospital groups, pharmacies, apps, bots. */
export const ORGANISATION_BIT = 1 << 10;
/** A strong name or place that is an ordinary word too (rosa, luz, will, natal): the context has to tell. */
export const AMBIGUOUS_BIT = 1 << 11;

/** First bytes of the list file: "SGW1". */
export const WORD_LISTS_MAGIC = 0x53475731;
const HEADER_BYTES = 8;
const PLANES = 6;
const FEWEST_SLOTS = 64;
const MOST_FILLED = 0.6;
/** From this rank on a word is entered before the others. */
const COMMON_RANK = 3;

/** Spreads a token's hash over all 32 bits, one to one (finalizer of MurmurHash3). */
export function mixHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Reads the decompressed list file: magic, count (both uint32, big end first), then six planes of `count` bytes: the
 * differences between the mixed hashes in rising order (four bytes, low one first), and the bits (low, high byte).
 * Throws a RangeError when the bytes are no such file, or when it has no words.
 */
export function decodeWordLists(bytes: Uint8Array): WordLists {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || header.getUint32(0) !== WORD_LISTS_MAGIC) {
    throw new RangeError('word lists: the file does not begin as word lists do');
  }
  const count = header.getUint32(4);
  if (bytes.length !== HEADER_BYTES + count * PLANES) throw new RangeError('word lists: the file is cut or too long');
  if (count === 0) throw new RangeError('word lists: without words');
  let bitsOfSlots = Math.log2(FEWEST_SLOTS);
  while (2 ** bitsOfSlots * MOST_FILLED < count) bitsOfSlots++;
  const slots = new Uint32Array(2 ** bitsOfSlots);
  const shift = 32 - bitsOfSlots;
  const last = slots.length - 1;
  // Common words first, so that they stand where their hash points: most words of a text are found at once.
  for (const common of [true, false]) {
    let mixed = 0;
    for (let at = 0; at < count; at++) {
      const low = HEADER_BYTES + at;
      const upper = bytes[low + 2 * count]! | (bytes[low + 3 * count]! << 8);
      mixed += bytes[low]! + (bytes[low + count]! << 8) + upper * 0x10000;
      const bits = bytes[low + 4 * count]! | (bytes[low + 5 * count]! << 8);
      if (ordinaryRank(bits) >= COMMON_RANK !== common) continue;
      let slot = mixed >>> shift;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = ((mixed & 0xffff) << 16) | bits;
    }
  }
  return { shift, slots, count };
}

/**
 * What the lists know of the word with this hash (as tokens carry it, over folded codes): strengths and bits to be taken
 * apart with the constants above, 0 for unknown words. Fewer than 1 in 5,000 unknown words are taken for another one.
 */
export function wordBits(lists: WordLists, hash: number): number {
  const { slots, shift } = lists;
  const mixed = mixHash(hash);
  const last = slots.length - 1;
  for (let slot = mixed >>> shift; ; slot = (slot + 1) & last) {
    const entry = slots[slot]!;
    if (entry === 0) return 0;
    if (entry >>> 16 === (mixed & 0xffff)) return entry & 0xffff;
  }
}

/** Strength 0-3 of a word as a first name. */
export function firstNameStrength(bits: number): number {
  return (bits >>> FIRST_NAME_SHIFT) & STRENGTH_MASK;
}

/** Strength 0-3 of a word as a surname. */
export function surnameStrength(bits: number): number {
  return (bits >>> SURNAME_SHIFT) & STRENGTH_MASK;
}

/** Strength 0-3 of a word as part of a place name. */
export function placeStrength(bits: number): number {
  return (bits >>> PLACE_SHIFT) & STRENGTH_MASK;
}

/** Rank 0-7 of a word among ordinary words. */
export function ordinaryRank(bits: number): number {
  return (bits >>> RANK_SHIFT) & RANK_MASK;
}
