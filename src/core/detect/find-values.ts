import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { beginCues, type Cues, createCues, noteCue, passCovered, spendCues } from './cues.ts';
import { type CodeSearch, createCodeSearch, findCodeAt } from './find-codes.ts';
import { type Findings, FREE } from './findings.ts';
import { createNumberRun, type NumberRun, readNumberRun } from './number-runs.ts';
import { selectRemainder } from './select-remainder.ts';
import { createSelection, type Selection, selectWindows } from './select-windows.ts';

/** Buffers of the search for numbers and codes. */
export interface ValueSearch {
  readonly cues: Cues;
  readonly code: CodeSearch;
  readonly run: NumberRun;
  readonly selection: Selection;
}

/** Makes the buffers. */
export function createValueSearch(compiled: CompiledRecognizers): ValueSearch {
  const cues = createCues(compiled.numbers.length + compiled.codes.length);
  return { cues, code: createCodeSearch(), run: createNumberRun(), selection: createSelection(cues) };
}

/**
 * Finds values made of digits, or of letters and digits, among the characters that no finding covers yet. `roles` holds
 * the entry of the word index by token, or -1; `pending` the recognizers that the message before announced. Cues reach
 * forty characters ahead; covered characters are not counted.
 */
export function findValues(
  search: ValueSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
  pending: readonly number[],
): void {
  const { cues, code, run, selection } = search;
  beginCues(cues, 0, pending);
  const findsCodes = compiled.codes.length > 0;
  let token = 0;
  while (token < tokens.count) {
    const start = tokens.starts[token]!;
    passCovered(cues, findings, start);
    if (findsCodes && canBegin(compiled, tokens, roles, token)) {
      const last = findCodeAt(code, compiled, view, tokens, findings, cues, token);
      if (last >= 0) {
        token = last + 1;
        continue;
      }
    }
    if (findings.cover[start] !== FREE) {
      token++;
    } else if (tokens.isNumber[token] === 0) {
      const role = roles[token]!;
      if (role >= 0) noteCue(cues, compiled.wordRoles[role]!, tokens.ends[token]!);
      token++;
    } else {
      token = readNumberRun(run, view, tokens, findings.cover, token);
      selectWindows(selection, compiled, view, findings, run, 0, run.count);
      if (compiled.remainder && selectRemainder(view, findings, run, compiled.remainder.entity)) spendCues(cues);
    }
  }
}

/** A code begins after a boundary or a cue that it touches ("rg12345678x"), and never with a cue. */
function canBegin(compiled: CompiledRecognizers, tokens: Tokens, roles: Int16Array, token: number): boolean {
  if (isCue(compiled, tokens, roles, token)) return false;
  if (token === 0 || tokens.ends[token - 1] !== tokens.starts[token]) return true;
  return isCue(compiled, tokens, roles, token - 1);
}

function isCue(compiled: CompiledRecognizers, tokens: Tokens, roles: Int16Array, token: number): boolean {
  if (tokens.isNumber[token] === 1) return false;
  const role = roles[token]!;
  return role >= 0 && compiled.wordRoles[role]!.cueFor.length > 0;
}
