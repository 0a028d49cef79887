import { SPACE } from './fold-table.ts';
import { classOf, DIGIT, type FoldedText, LETTER } from './folded-text.ts';

const LONGEST = 32;

/**
 * The form of a match and nothing else: digits become d, letters a, printable ASCII marks stay (`ddd.ddd.ddd-dd`).
 * At most 32 characters. Folding has already turned control characters and other symbols into spaces.
 */
export function maskOf(text: FoldedText, start: number, end: number): string {
  let mask = '';
  for (let position = start; position < end && mask.length < LONGEST; position++) {
    const unit = text.units[position]!;
    const kind = classOf(unit);
    mask += kind === DIGIT ? 'd' : kind === LETTER ? 'a' : unit < SPACE ? ' ' : String.fromCharCode(unit);
  }
  return mask;
}
