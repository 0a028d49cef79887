import { isLetter, rateAnnouncedCode } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CUED, NO_CUE, NONE } from '../recognizer.ts';

/** How far before a short one its cue may stand. */
const NEAR = 8;
const FEWEST_DIGITS = 4;

/**
 * Strength of a code after a cue, also with what Brazilian desks write: one capital at the end ("5500-2281-A") or before
 * four digits ("D-2284"), which elsewhere would be a quantity or a diagnosis.
 */
export function rateReference(code: CodeWindow, cueDistance: number, fewest: number): number {
  if (cueDistance === NO_CUE) return NONE;
  const hasOneCapital = code.letters === 1 && code.capitals && code.separators > 0 && code.blanks === 0;
  if (hasOneCapital && code.digits >= FEWEST_DIGITS && (cueDistance <= NEAR || code.digits > FEWEST_DIGITS)) {
    const first = isLetter(code.characters[0]!);
    if (first || isLetter(code.characters[code.length - 1]!)) return CUED;
  }
  return rateAnnouncedCode(code, cueDistance, fewest);
}
