import { editDistance } from '../../core/edit-distance.ts';

const MOST_SUGGESTIONS = 3;
/** Of a part of a code; less stands in too many of them. */
const PART_LETTERS = 4;

/** The codes most like a mistyped one: those that hold it, then those that few changes of letters lead to; none when nothing is near. */
export function nearestCodes(typed: string, codes: readonly string[]): readonly string[] {
  const word = typed.toLowerCase();
  const rated = codes
    .map((code) => ({ code, distance: distanceOf(word, code) }))
    .filter(({ distance }) => distance <= word.length / 4)
    .sort((left, right) => left.distance - right.distance);
  return rated.slice(0, MOST_SUGGESTIONS).map(({ code }) => code);
}

/** Who stops typing early is likely to have the beginning right, and who leaves the beginning out, the end. */
function distanceOf(word: string, code: string): number {
  if (word.length >= PART_LETTERS && code.includes(word)) return 0;
  const end = code.slice(code.indexOf('.') + 1);
  return Math.min(
    editDistance(word, code),
    editDistance(word, end),
    1 + editDistance(word, code.slice(0, word.length)),
  );
}
