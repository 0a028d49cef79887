import type { EntityType } from '../entity.ts';
import type { TextView } from '../text/text-view.ts';
import { addCovered, type Findings } from './findings.ts';
import { isMeasured } from './measurements.ts';
import type { NumberRun } from './number-runs.ts';
import { BLANK, DOT, HYPHEN, SLASH } from './number-window.ts';

const FEWEST_DIGITS = 7;
/** Digits that groups of one or two need together: dosing hours ("08-12-16-20") have fewer. */
const FEWEST_IN_PAIRS = 10;
const SMALLEST_BLOCK = 3;

/** Covers what is left of a run where it has at least seven digits and is no quantity; true when something was found. */
export function selectRemainder(view: TextView, findings: Findings, run: NumberRun, entity: EntityType): boolean {
  let found = false;
  let first = 0;
  while (first < run.count) {
    if (run.taken[first] === 1) {
      first++;
      continue;
    }
    const next = segmentEnd(run, first);
    if (isUnexplained(view, findings, run, first, next)) {
      addCovered(findings, run.starts[first]!, run.ends[next - 1]!, entity, -1);
      found = true;
    }
    first = next;
  }
  return found;
}

/** Group after the segment that begins at `first`: tied groups, and blocks of three or more digits that follow. */
function segmentEnd(run: NumberRun, first: number): number {
  let end = unitEnd(run, first);
  while (end < run.count && run.taken[end] === 0) {
    const separator = run.separators[end]!;
    const joins = separator === BLANK || separator === SLASH || separator === HYPHEN || separator === DOT;
    const next = unitEnd(run, end);
    if (!joins || digitsIn(run, first, end) < SMALLEST_BLOCK || digitsIn(run, end, next) < SMALLEST_BLOCK) break;
    end = next;
  }
  return end;
}

function unitEnd(run: NumberRun, first: number): number {
  let end = first + 1;
  while (end < run.count && run.tied[end] === 1 && run.taken[end] === 0) end++;
  return end;
}

function digitsIn(run: NumberRun, from: number, to: number): number {
  let digits = 0;
  for (let group = from; group < to && digits < FEWEST_IN_PAIRS; group++)
    digits += run.ends[group]! - run.starts[group]!;
  return digits;
}

function isUnexplained(view: TextView, findings: Findings, run: NumberRun, from: number, to: number): boolean {
  const digits = digitsIn(run, from, to);
  if (digits < FEWEST_DIGITS) return false;
  let largest = 0;
  let years = true;
  for (let group = from; group < to; group++) {
    largest = Math.max(largest, run.ends[group]! - run.starts[group]!);
    years &&= isYear(view.codes, run.starts[group]!, run.ends[group]!);
  }
  const oneUnit = unitEnd(run, from) === to;
  if (years || (largest <= 2 && digits < FEWEST_IN_PAIRS) || (!oneUnit && largest === SMALLEST_BLOCK)) return false;
  return !isMeasured(view, findings.cover, run.starts[from]!, run.ends[to - 1]!);
}

function isYear(codes: Uint16Array, start: number, end: number): boolean {
  const century = (codes[start]! - 0x30) * 10 + codes[start + 1]! - 0x30;
  return end - start === 4 && (century === 19 || century === 20);
}
