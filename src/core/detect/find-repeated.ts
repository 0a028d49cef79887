import type { EntityType } from '../entity.ts';
import { foldedOffset, type TextView } from '../text/text-view.ts';

import { isEligible } from './eligibility.ts';
import { addFinding, type Findings, HOLE } from './findings.ts';

interface FoundValue {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly entity: EntityType;
  readonly known: number;
}

/** Shorter values stand in other words by chance. */
const SHORTEST = 6;
/** Characters to be looked through for one text: its length for each value. Only a text made for it needs more. */
const MOST_SEARCHED = 1 << 22;

/**
 * Finds again, letter by letter, what was found elsewhere in the same text: "senha girassol10 … entrei com girassol10",
 * of which only the first has a cue. Values of six characters and more that are eligible as known values.
 * @param spans of this text; those before `from` were looked for already
 */
export function findRepeated(view: TextView, findings: Findings, spans: readonly FoundValue[], from: number): void {
  const { raw } = view;
  let budget = MOST_SEARCHED;
  let searched: Set<string> | null = null;
  for (let place = from; place < spans.length && budget > 0; place++) {
    const span = spans[place]!;
    if (span.end - span.start < SHORTEST) continue;
    const value = raw.slice(span.start, span.end);
    budget -= raw.length;
    const first = raw.indexOf(value);
    if (first === span.start && raw.indexOf(value, span.end) < 0) continue;
    searched ??= new Set();
    if (searched.has(value)) continue;
    searched.add(value);
    if (isEligible(value)) addAll(view, findings, span, value, first);
  }
}

/** Adds each place of a value that is still in sight. */
function addAll(view: TextView, findings: Findings, span: FoundValue, value: string, first: number): void {
  for (let at = first; at >= 0; at = view.raw.indexOf(value, at + value.length)) {
    const start = foldedOffset(view, at);
    const end = foldedOffset(view, at + value.length);
    if (!view.codes.subarray(start, end).includes(HOLE)) addFinding(findings, start, end, span.entity, span.known);
  }
}
