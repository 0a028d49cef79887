import {
  firstNameStrength,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  ordinaryRank,
  placeStrength,
  surnameStrength,
} from '../../core/detect/names/word-lists.ts';

/** How many words have each strength (by strength 0-3) and each rank (by rank 0-7), for the card of the lists. */
export interface WordCounts {
  readonly words: number;
  readonly firstNames: readonly number[];
  readonly surnames: readonly number[];
  readonly places: readonly number[];
  readonly ranks: readonly number[];
  readonly medical: number;
  readonly organisations: number;
}

/** Counts words by what is known of them; words of which nothing is known are left out. */
export function countWords(words: ReadonlyMap<string, number>): WordCounts {
  const known = [...words.values()].filter((bits) => bits !== 0);
  const by = (values: number, read: (bits: number) => number): readonly number[] => {
    const counts = new Array<number>(values).fill(0);
    for (const bits of known) counts[read(bits)]!++;
    return counts;
  };
  return {
    words: known.length,
    firstNames: by(4, firstNameStrength),
    surnames: by(4, surnameStrength),
    places: by(4, placeStrength),
    ranks: by(8, ordinaryRank),
    medical: known.filter((bits) => (bits & MEDICAL_BIT) !== 0).length,
    organisations: known.filter((bits) => (bits & ORGANISATION_BIT) !== 0).length,
  };
}
