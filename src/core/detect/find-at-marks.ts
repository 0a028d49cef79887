import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, coverRange, type Findings, HOLE } from './findings.ts';
import type { FoundRange } from './recognizer.ts';

const range: FoundRange = { start: 0, end: 0 };

/**
 * Lets the recognizers of marks find addresses and tokens around them, left to right, none before the end of the last.
 * True when something is out of sight now: the tokens are to be read again.
 */
export function findAtMarks(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
): boolean {
  let floor = 0;
  let hides = false;
  for (let mark = 0; mark < tokens.markCount; mark++) {
    const at = tokens.marks[mark]!;
    if (at < floor) continue;
    for (const recognizer of compiled.markLists[compiled.marks[view.codes[at]!]!]!) {
      if (!recognizer.find(view, at, floor, range)) continue;
      const own = recognizer.ownEntity?.(view, range) ?? null;
      if (own === null) addCovered(findings, range.start, range.end, recognizer.entity, -1);
      else coverRange(findings, range.start, range.end, own, -1);
      if (recognizer.hides) {
        view.codes.fill(HOLE, range.start, range.end);
        hides = true;
      }
      floor = range.end;
      break;
    }
  }
  if (hides) findings.hasHoles = true;
  return hides;
}
