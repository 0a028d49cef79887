import { foldWords } from './fold-words.ts';

/** All that the lists say of one folded word, before it is weighed. Strengths 0-3. */
export interface WordEvidence {
  firstName: number;
  surname: number;
  place: number;
  medical: boolean;
  organisation: boolean;
  /** Best place (from 0) in a list of common words; Infinity when in none. */
  commonness: number;
}

export type StrengthKey = 'firstName' | 'surname' | 'place';

/** Evidence by folded word. */
export type Evidence = Map<string, WordEvidence>;

const PARTICLES = new Set(
  'a as o os e y de del da das do dos di du la las los le el al en em na no van von der den ter the of and san'.split(
    ' ',
  ),
);
const FEWEST_LETTERS = 2;

/** The entry of a word, made when it is new. */
export function evidenceOf(evidence: Evidence, word: string): WordEvidence {
  let entry = evidence.get(word);
  if (entry === undefined) {
    entry = {
      firstName: 0,
      surname: 0,
      place: 0,
      medical: false,
      organisation: false,
      commonness: Number.POSITIVE_INFINITY,
    };
    evidence.set(word, entry);
  }
  return entry;
}

/** The folded words of a name that say something: no particles, no single letters. */
export function tellingWords(name: string): readonly string[] {
  return foldWords(name).filter((word) => word.length >= FEWEST_LETTERS && !PARTICLES.has(word));
}

/** Raises a strength of each word of `name`. */
export function strengthen(evidence: Evidence, name: string, key: StrengthKey, strength: number): void {
  for (const word of tellingWords(name)) {
    const entry = evidenceOf(evidence, word);
    if (entry[key] < strength) entry[key] = strength;
  }
}
