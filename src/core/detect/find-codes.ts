import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, type Findings, FREE } from './findings.ts';

const LONGEST_CODE = 20;
const characters = new Uint16Array(LONGEST_CODE);

/** Finds codes of letters and digits: tokens that touch or are joined by a single dot, hyphen or slash. */
export function findCodes(compiled: CompiledRecognizers, view: TextView, tokens: Tokens, findings: Findings): void {
  let first = 0;
  while (first < tokens.count) {
    const last = isMixedAt(view, tokens, first) ? codeFrom(compiled, view, tokens, findings, first) : -1;
    first = last >= 0 ? last + 1 : first + 1;
  }
}

/** Whether a code can begin at this token: a boundary before it, and a token of the other kind tied to it. */
function isMixedAt(view: TextView, tokens: Tokens, token: number): boolean {
  if (token > 0 && tokens.ends[token - 1] === tokens.starts[token]) return false;
  return token + 1 < tokens.count && isTied(view, tokens, token);
}

/** Whether the next token touches this one or follows after one joining mark. */
function isTied(view: TextView, tokens: Tokens, token: number): boolean {
  const end = tokens.ends[token]!;
  const gap = tokens.starts[token + 1]! - end;
  if (gap > 1) return false;
  const code = view.codes[end];
  return gap === 0 || code === 0x2e || code === 0x2d || code === 0x2f;
}

/** Last token of a code that begins at `first`, after adding it; -1 when there is none. */
function codeFrom(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  findings: Findings,
  first: number,
): number {
  let length = 0;
  let separators = 0;
  let letters = false;
  let digits = false;
  for (let token = first; token < tokens.count; token++) {
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    if (length + end - start > LONGEST_CODE || findings.cover[start] !== FREE) return -1;
    for (let at = start; at < end; at++) characters[length++] = view.codes[at]!;
    letters ||= tokens.isNumber[token] === 0;
    digits ||= tokens.isNumber[token] === 1;
    const touches = token + 1 < tokens.count && tokens.starts[token + 1] === end;
    if (letters && digits && !touches && accept(compiled, findings, tokens.starts[first]!, end, length, separators)) {
      return token;
    }
    if (token + 1 >= tokens.count || !isTied(view, tokens, token)) return -1;
    if (!touches) separators++;
  }
  return -1;
}

function accept(
  compiled: CompiledRecognizers,
  findings: Findings,
  start: number,
  end: number,
  length: number,
  separators: number,
): boolean {
  for (const recognizer of compiled.codes) {
    if (!recognizer.lengths.includes(length) || !recognizer.accepts(characters, length, separators)) continue;
    addCovered(findings, start, end, recognizer.entity, -1);
    return true;
  }
  return false;
}
