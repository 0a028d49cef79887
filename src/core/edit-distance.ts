const MOST_CHANGES = 2;

/** Letters to add, take away, change, or swap with the next one (Levenshtein's distance with neighbours swapped). */
export function editDistance(left: string, right: string): number {
  let former: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const swapped = isSwap ? former[column - 2]! + 1 : changed;
      current.push(Math.min(changed, swapped, previous[column]! + 1, current[column - 1]! + 1));
    }
    former = previous;
    previous = current;
  }
  return previous[right.length]!;
}

/** `; did you mean passwordFile?` for a word that at most two letters tell from a known one, else nothing. Case counts for nothing. */
export function didYouMean(typed: string, known: readonly string[]): string {
  if (typed.length > 100) return '';
  const rated = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    // Of a short word, two changed letters leave nothing.
    .filter(({ word, distance }) => distance <= MOST_CHANGES && 2 * distance < word.length)
    .sort((left, right) => left.distance - right.distance);
  const [nearest] = rated;
  return nearest ? `; did you mean ${nearest.word}?` : '';
}

/** The same, and the whole list behind it: `; did you mean CPF? Known are CPF, CNS`, or `; known are CPF, CNS`. */
export function didYouMeanOneOf(typed: string, known: readonly string[], list: string): string {
  const near = didYouMean(typed, known);
  return near ? `${near} ${list.charAt(0).toUpperCase()}${list.slice(1)}` : `; ${list}`;
}
