/** Entries by hash, chained. Reused; a slot counts only when its stamp is the current generation. */
export interface HashChains {
  heads: Int32Array;
  stamps: Int32Array;
  next: Int32Array;
  mask: number;
  generation: number;
}

const SMALLEST = 64;

/** Makes an empty table. */
export function createHashChains(): HashChains {
  return {
    heads: new Int32Array(SMALLEST),
    stamps: new Int32Array(SMALLEST),
    next: new Int32Array(SMALLEST),
    mask: SMALLEST - 1,
    generation: 0,
  };
}

/** Empties the table and makes room for entries 0 to `count` - 1. */
export function clearChains(chains: HashChains, count: number): void {
  if (chains.next.length < count) {
    let size = SMALLEST;
    while (size < count * 2) size *= 2;
    chains.heads = new Int32Array(size);
    chains.stamps = new Int32Array(size);
    chains.next = new Int32Array(size);
    chains.mask = size - 1;
  }
  chains.generation = (chains.generation + 1) | 0 || 1;
}

/** Adds an entry before the others of this hash. */
export function chain(chains: HashChains, entry: number, hash: number): void {
  const slot = slotOf(hash, chains.mask);
  chains.next[entry] = chains.stamps[slot] === chains.generation ? chains.heads[slot]! : -1;
  chains.stamps[slot] = chains.generation;
  chains.heads[slot] = entry;
}

/** The first entry that may have this hash, or -1; the others follow in `next`. */
export function firstOf(chains: HashChains, hash: number): number {
  const slot = slotOf(hash, chains.mask);
  return chains.stamps[slot] === chains.generation ? chains.heads[slot]! : -1;
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & mask;
}
