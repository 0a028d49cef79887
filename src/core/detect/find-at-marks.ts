import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, type Findings, HOLE } from './findings.ts';
import type { FoundRange } from './recognizer.ts';

const range: FoundRange = { start: 0, end: 0 };

/** Lets the recognizers of marks find addresses and tokens around them, left to right, none before the end of the last. */
export function findAtMarks(compiled: CompiledRecognizers, view: TextView, tokens: Tokens, findings: Findings): void {
  let floor = 0;
  for (let mark = 0; mark < tokens.markCount; mark++) {
    const at = tokens.marks[mark]!;
    if (at < floor) continue;
    for (const recognizer of compiled.markLists[compiled.marks[view.codes[at]!]!]!) {
      if (!recognizer.find(view, at, floor, range)) continue;
      addCovered(findings, range.start, range.end, recognizer.entity, -1);
      if (recognizer.hides) view.codes.fill(HOLE, range.start, range.end);
      floor = range.end;
      break;
    }
  }
}
