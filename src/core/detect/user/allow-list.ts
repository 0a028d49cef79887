import { createTextView, readText, type TextView } from '../../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../../text/tokens.ts';
import type { Finding } from '../findings.ts';

/** Texts that are never taken for somebody's, arranged for the search: entries by the hash of their first token. */
export interface AllowList {
  readonly byFirst: ReadonlyMap<number, readonly Entry[]>;
}

interface Entry {
  /** Folded words and numbers. */
  readonly parts: readonly Uint16Array[];
  readonly hashes: Int32Array;
}

/** Where an allowed text stands: folded offsets. */
export interface AllowedRange {
  readonly start: number;
  readonly end: number;
}

const LONGEST_ENTRY = 200;
const MOST_PARTS = 24;
const WIDEST_GAP = 3;
const OPENING = new Set([...'(+@'].map((mark) => mark.charCodeAt(0)));
const CLOSING = new Set([...')/'].map((mark) => mark.charCodeAt(0)));

const view = createTextView();
const tokens = createTokens();

/** Why a text cannot be allowed; null when it can. */
export function allowFault(text: string): string | null {
  if (text.length > LONGEST_ENTRY) return `it has more than ${LONGEST_ENTRY} characters`;
  readText(view, text);
  readTokens(view, tokens);
  if (tokens.count === 0) return 'it has neither letter nor digit';
  return tokens.count > MOST_PARTS ? `it has more than ${MOST_PARTS} words and numbers` : null;
}

/** Arranges texts for the search. */
export function createAllowList(texts: readonly string[]): AllowList {
  const byFirst = new Map<number, Entry[]>();
  for (const text of texts) {
    readText(view, text);
    readTokens(view, tokens);
    const parts = Array.from({ length: tokens.count }, (_, token) =>
      view.codes.slice(tokens.starts[token], tokens.ends[token]),
    );
    const hashes = tokens.hashes.slice(0, tokens.count);
    const [first] = hashes;
    if (first === undefined) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { parts, hashes }]);
  }
  return { byFirst };
}

/**
 * Finds where allowed texts stand in a text: the same words and numbers in the same order, with at most a few marks or
 * blanks between them. Characters that folding removed allow nothing: something could hide among them.
 */
export function findAllowed(list: AllowList, text: TextView, parts: Tokens, found: AllowedRange[]): void {
  found.length = 0;
  for (let token = 0; token < parts.count; token++) {
    if (token > 0 && parts.ends[token - 1] === parts.starts[token]) continue;
    for (const entry of list.byFirst.get(parts.hashes[token]!) ?? []) {
      const last = token + entry.parts.length - 1;
      if (!matches(entry, text, parts, token)) continue;
      const range = withBrackets(text, parts.starts[token]!, parts.ends[last]!);
      if (!hidesCharacters(text, range)) found.push(range);
    }
  }
}

function matches(entry: Entry, text: TextView, parts: Tokens, first: number): boolean {
  const last = first + entry.parts.length - 1;
  if (last >= parts.count) return false;
  if (last + 1 < parts.count && parts.starts[last + 1] === parts.ends[last]) return false;
  for (let index = 0; index < entry.parts.length; index++) {
    const token = first + index;
    if (parts.hashes[token] !== entry.hashes[index]) return false;
    if (index > 0 && parts.starts[token]! - parts.ends[token - 1]! > WIDEST_GAP) return false;
    if (!isSame(entry.parts[index]!, text, parts.starts[token]!, parts.ends[token]!)) return false;
  }
  return true;
}

function isSame(part: Uint16Array, text: TextView, start: number, end: number): boolean {
  if (part.length !== end - start) return false;
  for (let at = 0; at < part.length; at++) if (part[at] !== text.codes[start + at]) return false;
  return true;
}

/** A finding takes in the plus sign or the brackets of a telephone number. */
function withBrackets({ codes }: TextView, first: number, last: number): AllowedRange {
  let start = first;
  let end = last;
  while (start > 0 && OPENING.has(codes[start - 1]!)) start--;
  while (CLOSING.has(codes[end]!)) end++;
  return { start, end };
}

function hidesCharacters(text: TextView, { start, end }: AllowedRange): boolean {
  return text.shifted && text.offsets[end - 1]! - text.offsets[start]! !== end - 1 - start;
}

/** Takes out the findings that lie wholly inside an allowed text; what is known of the record or conversation stays. */
export function dropAllowed(findings: Finding[], allowed: readonly AllowedRange[]): void {
  if (allowed.length === 0) return;
  let kept = 0;
  for (const finding of findings) {
    const isAllowed =
      finding.known < 0 && allowed.some(({ start, end }) => start <= finding.start && finding.end <= end);
    if (!isAllowed) findings[kept++] = finding;
  }
  findings.length = kept;
}
