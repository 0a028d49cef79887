import {
  AMBIGUOUS_BIT,
  FIRST_NAME_SHIFT,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  PLACE_SHIFT,
  RANK_SHIFT,
  SURNAME_SHIFT,
} from '../../core/detect/names/word-lists.ts';
import type { WordEvidence } from './word-evidence.ts';

/** Places in a list of common words that end the ranks 7, 6 … 2; 1 is the rest. */
const RANK_ENDS = [100, 400, 1_500, 5_000, 12_000, 25_000];
const STRONG = 3;

/**
 * The bits of a word. `ordinary` says that our own list calls this name an ordinary word too. Commonness comes from
 * subtitles, in which names are frequent as well: a strong name that is no ordinary word gets no rank, and a name or
 * place that is an ordinary word loses strength with its rank.
 */
export function weighWord(evidence: WordEvidence, ordinary: boolean): number {
  const { firstName, surname, place, commonness } = evidence;
  const strongest = Math.max(firstName, surname, place);
  const onlyName = strongest === STRONG && !ordinary;
  const rank = onlyName ? 0 : rankOf(commonness);
  return (
    (weaken(firstName, rank, ordinary) << FIRST_NAME_SHIFT) |
    (weaken(surname, rank, ordinary) << SURNAME_SHIFT) |
    (weaken(place, rank, ordinary) << PLACE_SHIFT) |
    (evidence.medical ? MEDICAL_BIT : 0) |
    (rank << RANK_SHIFT) |
    (evidence.organisation ? ORGANISATION_BIT : 0) |
    (ordinary && strongest > 1 ? AMBIGUOUS_BIT : 0)
  );
}

/** 7 for the first hundred words of a list … 1 for its tail, 0 for words that are in none. */
export function rankOf(commonness: number): number {
  if (commonness === Number.POSITIVE_INFINITY) return 0;
  const end = RANK_ENDS.findIndex((last) => commonness < last);
  return end < 0 ? 1 : 7 - end;
}

function weaken(strength: number, rank: number, ordinary: boolean): number {
  if (rank >= 7) return ordinary && strength === STRONG ? 1 : 0;
  if (rank >= 5) return Math.max(0, Math.min(strength - 1, ordinary ? 2 : 1));
  if (rank >= 3) return strength === 1 ? 0 : Math.min(strength, 2);
  return ordinary ? Math.min(strength, 2) : strength;
}
