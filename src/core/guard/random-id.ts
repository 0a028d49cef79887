import type { FoldedText } from './folded-text.ts';

const SHORTEST = 32;
const REACH = 64;

/**
 * Tells whether a match lies inside a UUID, a trace id or a hash: a stretch of 32 or more hexadecimal digits and
 * hyphens with a letter in it. One in some ten thousand of these holds a digit run that passes a check by chance.
 */
export function isInsideRandomId(text: FoldedText, start: number, end: number): boolean {
  let first = start;
  let last = end;
  // The reach is bounded so that a long stretch full of chance matches stays linear.
  while (first > 0 && start - first < REACH && isHexOrHyphen(text.units[first - 1]!)) first -= 1;
  while (last < text.length && last - end < REACH && isHexOrHyphen(text.units[last]!)) last += 1;
  if (last - first < SHORTEST) return false;
  for (let position = first; position < last; position++) if (text.units[position]! >= 97) return true;
  return false;
}

function isHexOrHyphen(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102) || unit === 45;
}
