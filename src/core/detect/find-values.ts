import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { beginCues, type Cues, createCues, isAnyCueNear, noteCue, passCovered, spendCues } from './cues.ts';
import { type CodeSearch, canBeCode, createCodeSearch, findCodeAt } from './find-codes.ts';
import { type Findings, FREE } from './findings.ts';
import { createNumberRun, type NumberRun, readNumberRun } from './number-runs.ts';
import { selectRemainder } from './select-remainder.ts';
import { createSelection, type Selection, selectWindows } from './select-windows.ts';
import { completePart, continueValue, endsText, findPart, type SplitValue } from './split-values.ts';
import type { Turn } from './turn.ts';
import { hashWord } from './word-index.ts';

const HYPHEN = 0x2d;
const DOT = 0x2e;

/** Buffers of the search for numbers and codes. */
export interface ValueSearch {
  readonly cues: Cues;
  readonly code: CodeSearch;
  readonly run: NumberRun;
  readonly selection: Selection;
  /** What stands at the end of the text and may go on in the next message. */
  part: SplitValue | null;
}

/** Makes the buffers. */
export function createValueSearch(compiled: CompiledRecognizers): ValueSearch {
  const cues = createCues(compiled.numbers.length + compiled.codes.length);
  return { cues, code: createCodeSearch(), run: createNumberRun(), selection: createSelection(cues), part: null };
}

const NUMBER_LETTER = hashWord('n');
const NUMBER_SIGNS: ReadonlySet<number> = new Set(['no', 'nr', 'nro', 'num'].map(hashWord));
const NO_PLACES: readonly number[] = Object.freeze([]);

/**
 * Finds values made of digits, or of letters and digits, among the characters that no finding covers yet. `roles` holds
 * the entry of the word index by token, or -1; `previous` is the turn before: what it announced counts as a cue directly
 * before this text. Cues reach forty characters ahead; covered characters are not counted.
 */
export function findValues(
  search: ValueSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
  previous: Turn | null,
): void {
  const { cues, code, run, selection } = search;
  beginCues(cues, 0, previous?.pending ?? NO_PLACES);
  selection.latest.cued = false;
  const findsCodes = compiled.codes.length > 0;
  let token = 0;
  while (token < tokens.count) {
    const start = tokens.starts[token]!;
    passCovered(cues, findings, start);
    if (findsCodes && canBeCode(view, tokens, token) && canBegin(compiled, view, tokens, roles, cues, token)) {
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
      const part = token === 0 ? (previous?.part ?? null) : null;
      token = readNumberRun(run, view, tokens, findings.cover, token);
      const taken = part ? completePart(part, compiled, view, findings, run, selection.window) : 0;
      if (taken > 0) spendCues(cues);
      selectWindows(selection, compiled, view, findings, run, taken, run.count);
      if (token === tokens.count) search.part = lookForPart(search, compiled, view, findings) ?? search.part;
      if (compiled.remainder && selectRemainder(view, findings, run, compiled.remainder.entity)) spendCues(cues);
    }
  }
}

/** What the run at the end of the text leaves to the next message. */
function lookForPart(
  search: ValueSearch,
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
): SplitValue | null {
  const { run, cues, selection } = search;
  const last = run.count - 1;
  if (!endsText(view, run.ends[last]!)) return null;
  if (run.taken[last] === 0) return findPart(cues, compiled, view, findings, run);
  return selection.latest.end === run.ends[last] ? continueValue(compiled, view, selection.latest) : null;
}

/**
 * A code begins after a boundary or a cue that it touches ("rg12345678x"), and with a cue only when another announced it
 * and a hyphen ties the two ("protocolo FIN-0092218").
 */
function canBegin(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  cues: Cues,
  token: number,
): boolean {
  if (isCue(compiled, tokens, roles, token)) {
    const end = tokens.ends[token]!;
    const mark = view.codes[end];
    const joined = (mark === HYPHEN || mark === DOT) && tokens.starts[token + 1] === end + 1;
    if (joined && mark === DOT && NUMBER_SIGNS.has(tokens.hashes[token]!)) return false;
    const tied = joined && tokens.isNumber[token + 1] === 1;
    return tied && token + 1 < tokens.count && isAnyCueNear(cues, tokens.starts[token]!);
  }
  if (tokens.hashes[token] === NUMBER_LETTER && view.codes[tokens.ends[token]!] === DOT) return false;
  if (token === 0 || tokens.ends[token - 1] !== tokens.starts[token]) return true;
  return isCue(compiled, tokens, roles, token - 1);
}

/** A cue, or "no", "nr" and "num", which say no more than that a number follows ("№529.982.247-25"). */
function isCue(compiled: CompiledRecognizers, tokens: Tokens, roles: Int16Array, token: number): boolean {
  if (tokens.isNumber[token] === 1) return false;
  if (NUMBER_SIGNS.has(tokens.hashes[token]!)) return true;
  const role = roles[token]!;
  return role >= 0 && compiled.wordRoles[role]!.cueFor.length > 0;
}
