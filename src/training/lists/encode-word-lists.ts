import { mixHash, WORD_LISTS_MAGIC } from '../../core/detect/names/word-lists.ts';
import { hashWord } from '../../core/detect/word-index.ts';

const HEADER_BYTES = 8;
const PLANES = 6;

/**
 * The list file, before compression, as `decodeWordLists` reads it. Words without bits are left out; words of one hash
 * share their bits. The same words give the same bytes in any order.
 */
export function encodeWordLists(words: ReadonlyMap<string, number>): Uint8Array {
  const byHash = new Map<number, number>();
  for (const [word, bits] of words) {
    if (bits === 0) continue;
    const mixed = mixHash(hashWord(word));
    byHash.set(mixed, bits | (byHash.get(mixed) ?? 0));
  }
  const hashes = Uint32Array.from(byHash.keys()).sort();
  const count = hashes.length;
  const bytes = new Uint8Array(HEADER_BYTES + count * PLANES);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, WORD_LISTS_MAGIC);
  header.setUint32(4, count);
  let before = 0;
  hashes.forEach((mixed, at) => {
    const difference = mixed - before;
    const bits = byHash.get(mixed)!;
    const parts = [difference, difference >>> 8, difference >>> 16, difference >>> 24, bits, bits >>> 8];
    parts.forEach((part, plane) => {
      bytes[HEADER_BYTES + plane * count + at] = part;
    });
    before = mixed;
  });
  return bytes;
}
