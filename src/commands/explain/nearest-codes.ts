const MOST_SUGGESTIONS = 3;

/** The words most like a mistyped one: those that hold it, then those that few changes of letters lead to. */
export function nearestCodes(typed: string, codes: readonly string[]): readonly string[] {
  const word = typed.toLowerCase();
  const rated = codes
    .map((code) => ({ code, distance: distanceOf(word, code) }))
    .filter(({ code, distance }) => distance <= Math.ceil(Math.max(code.length, word.length) / 2))
    .sort((left, right) => left.distance - right.distance);
  return rated.slice(0, MOST_SUGGESTIONS).map(({ code }) => code);
}

/** Who stops typing early is likely to have the beginning right. */
function distanceOf(word: string, code: string): number {
  if (code.includes(word) || word.includes(code)) return 0;
  return Math.min(editDistance(word, code), 1 + editDistance(word, code.slice(0, word.length)));
}

/** Levenshtein's: letters to add, take away or change. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(changed, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}
