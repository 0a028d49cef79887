import { hashWord } from './word-index.ts';

/** Words between the parts of a name, not parts themselves. */
const PARTICLES = ['de', 'da', 'do', 'das', 'dos', 'e', 'del', 'la', 'las', 'los', 'y', 'van', 'von', 'di', 'du'];
const HASHES = new Set(PARTICLES.map(hashWord));

/** Whether a token with this hash may stand between two parts of a name. */
export function isParticle(hash: number): boolean {
  return HASHES.has(hash);
}
