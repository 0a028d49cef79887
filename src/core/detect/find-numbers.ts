import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { type Findings, FREE, HIDDEN_SPENDS_CUES } from './findings.ts';
import { createNumberRun, type NumberRun, readNumberRun } from './number-runs.ts';
import { selectRemainder } from './select-remainder.ts';
import { createSelection, type Selection, selectWindows, spendCues } from './select-windows.ts';

/** Buffers of the search for numbers. */
export interface NumberSearch {
  readonly run: NumberRun;
  readonly selection: Selection;
}

/** Makes the buffers. */
export function createNumberSearch(compiled: CompiledRecognizers): NumberSearch {
  return { run: createNumberRun(), selection: createSelection(compiled.numbers.length) };
}

/**
 * Finds values made of digits among the characters that no finding covers yet. `roles` holds the entry of the word
 * index by token, or -1. Cues reach forty characters ahead; covered characters are not counted.
 */
export function findNumbers(
  search: NumberSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
): void {
  const { run, selection } = search;
  spendCues(selection);
  selection.hidden = 0;
  let scanned = 0;
  let token = 0;
  while (token < tokens.count) {
    const start = tokens.starts[token]!;
    scanned = passCovered(selection, findings, scanned, start);
    if (findings.cover[start] !== FREE) {
      token++;
    } else if (tokens.isNumber[token] === 0) {
      noteCue(selection, compiled, roles[token]!, tokens.ends[token]!);
      token++;
    } else {
      token = readNumberRun(run, view, tokens, findings.cover, token);
      selectWindows(selection, compiled, view, findings, run, 0, run.count);
      if (compiled.remainder && selectRemainder(view, findings, run, compiled.remainder.entity)) spendCues(selection);
    }
  }
}

/** Counts the covered characters before `to`, and forgets cues that a covered value used up. */
function passCovered(selection: Selection, findings: Findings, scanned: number, to: number): number {
  for (let at = scanned; at < to && at < findings.coveredEnd; at++) {
    const state = findings.cover[at];
    if (state === FREE) continue;
    selection.hidden++;
    if (state === HIDDEN_SPENDS_CUES) spendCues(selection);
  }
  return to;
}

function noteCue(selection: Selection, compiled: CompiledRecognizers, role: number, end: number): void {
  if (role < 0) return;
  const { cueFor } = compiled.wordRoles[role]!;
  if (cueFor.length === 0) return;
  selection.latestCue = end - selection.hidden;
  for (const place of cueFor) selection.lastCues[place] = selection.latestCue;
}
