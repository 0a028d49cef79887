import { isLetter, rateAnnouncedCode } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CUED, NO_CUE, NONE } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';

/** How far before a short one its cue may stand. */
const NEAR = 8;
const FEWEST_DIGITS = 4;

/** Names of norms and lists of codes before their numbers: "registro (Res. CFM 2.057/13)", "cod TUSS 40302733". */
const NORMS = new Set(
  ['cfm', 'rdc', 'rn', 'tuss', 'cbhpm', 'lei', 'ans', 'cid', 'pa', 'art', 'pf', 'pv'].map(hashWord),
);

function beginsWithNorm(code: CodeWindow): boolean {
  let hash = 0;
  for (let at = 0; at < code.length && isLetter(code.characters[at]!); at++) {
    hash = (Math.imul(hash, 31) + code.characters[at]!) | 0;
  }
  return NORMS.has(hash);
}

/** "HTA 2024": a guideline and its year. */
function endsWithYear(code: CodeWindow): boolean {
  if (code.blanks !== 1 || code.digits !== 4) return false;
  const at = code.length - 4;
  const century = (code.characters[at]! - 0x30) * 10 + code.characters[at + 1]! - 0x30;
  return century === 19 || century === 20;
}

/**
 * Strength of a code after a cue, also with what Brazilian desks write: one capital at the end ("5500-2281-A") or before
 * four digits ("D-2284"), which elsewhere would be a quantity or a diagnosis.
 */
export function rateReference(code: CodeWindow, cueDistance: number, fewest: number): number {
  if (cueDistance === NO_CUE || beginsWithNorm(code) || endsWithYear(code)) return NONE;
  const hasOneCapital = code.letters === 1 && code.capitals && code.separators > 0 && code.blanks === 0;
  if (hasOneCapital && code.digits >= FEWEST_DIGITS && (cueDistance <= NEAR || code.digits > FEWEST_DIGITS)) {
    const first = isLetter(code.characters[0]!);
    if (first || isLetter(code.characters[code.length - 1]!)) return CUED;
  }
  return rateAnnouncedCode(code, cueDistance, fewest);
}
