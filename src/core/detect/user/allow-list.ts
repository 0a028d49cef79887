import { createTextView, originalEnd, originalOffset, readText, type TextView } from '../../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../../text/tokens.ts';
import type { Finding } from '../findings.ts';
import { type AllowedNumbers, addAllowedNumber, createAllowedNumbers, lastOfAllowedNumber } from './allowed-numbers.ts';

/** Texts that are never taken for somebody's, arranged for the search, and where they stand in the present text. */
export interface AllowSearch {
  /** Entries by the hash of their first word or number. */
  readonly byFirst: ReadonlyMap<number, readonly Entry[]>;
  /** Entries that are numbers, which may stand in other groups. */
  readonly numbers: AllowedNumbers;
  readonly found: AllowedRange[];
}

interface Entry {
  /** Folded words and numbers. */
  readonly parts: readonly Uint16Array[];
  readonly hashes: Int32Array;
}

/** Where an allowed text stands. */
interface AllowedRange {
  /** Folded offsets. */
  readonly start: number;
  readonly end: number;
  /** The same in the original text. */
  readonly original: { readonly start: number; readonly end: number };
  /** A finding reaches beyond it. */
  overruled: boolean;
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
  if (tokens.count === 1 && tokens.ends[0]! - tokens.starts[0]! === 1) return 'it is a single letter or digit';
  return tokens.count > MOST_PARTS ? `it has more than ${MOST_PARTS} words and numbers` : null;
}

/** Arranges texts for the search. */
export function createAllowSearch(texts: readonly string[]): AllowSearch {
  const byFirst = new Map<number, Entry[]>();
  const numbers = createAllowedNumbers();
  for (const text of texts) {
    readText(view, text);
    readTokens(view, tokens);
    addAllowedNumber(numbers, view, tokens);
    const parts = Array.from({ length: tokens.count }, (_, token) =>
      view.codes.slice(tokens.starts[token], tokens.ends[token]),
    );
    const hashes = tokens.hashes.slice(0, tokens.count);
    const [first] = hashes;
    if (first === undefined) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { parts, hashes }]);
  }
  return { byFirst, numbers, found: [] };
}

/**
 * Finds where allowed texts stand in a text: the same words and numbers in the same order, with at most a few marks or
 * blanks between them; a number also in other groups. Characters that folding removed allow nothing: something could hide among them.
 */
export function findAllowed(search: AllowSearch, text: TextView, parts: Tokens): void {
  const { byFirst, numbers, found } = search;
  found.length = 0;
  for (let token = 0; token < parts.count; token++) {
    if (token > 0 && parts.ends[token - 1] === parts.starts[token]) continue;
    const entry = longestMatch(byFirst.get(parts.hashes[token]!), text, parts, token);
    const last = entry === null ? lastOfAllowedNumber(numbers, text, parts, token) : token + entry.parts.length - 1;
    if (last < 0) continue;
    const range = withBrackets(text, parts.starts[token]!, parts.ends[last]!);
    if (range !== null) found.push(range);
    token = last;
  }
}

function longestMatch(
  entries: readonly Entry[] | undefined,
  text: TextView,
  parts: Tokens,
  token: number,
): Entry | null {
  let longest: Entry | null = null;
  for (const entry of entries ?? []) {
    if (entry.parts.length > (longest?.parts.length ?? 0) && matches(entry, text, parts, token)) longest = entry;
  }
  return longest;
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

/** The range with the plus sign and the brackets of a telephone number, which a finding takes in; null when folding removed something. */
function withBrackets(text: TextView, first: number, last: number): AllowedRange | null {
  const { codes } = text;
  let start = first;
  let end = last;
  while (start > 0 && OPENING.has(codes[start - 1]!)) start--;
  while (CLOSING.has(codes[end]!)) end++;
  const original = { start: originalOffset(text, start), end: originalEnd(text, end) };
  if (original.end - original.start !== end - start) return null;
  return { start, end, original, overruled: false };
}

/**
 * Takes out the findings that lie wholly inside an allowed text; true when none is left. What is known of the record or
 * conversation stays, and so does what reaches beyond the allowed text.
 * @param findings sorted and disjoint, as the allowed texts are
 */
export function dropAllowed({ found }: AllowSearch, findings: Finding[]): boolean {
  let first = 0;
  for (const finding of findings) {
    first = firstBehind(found, finding.start, first);
    for (let next = first; next < found.length && found[next]!.start < finding.end; next++) {
      if (finding.known >= 0 || !isInside(finding, found[next]!)) found[next]!.overruled = true;
    }
  }
  first = 0;
  let kept = 0;
  for (const finding of findings) {
    first = firstBehind(found, finding.start, first);
    const range = found[first];
    if (range === undefined || range.overruled || !isInside(finding, range)) findings[kept++] = finding;
  }
  findings.length = kept;
  return kept === 0;
}

/** The first range, from `first` on, that does not end before `at`. */
function firstBehind(found: readonly AllowedRange[], at: number, first: number): number {
  let next = first;
  while (next < found.length && found[next]!.end <= at) next++;
  return next;
}

function isInside(finding: Finding, range: AllowedRange): boolean {
  return range.start <= finding.start && finding.end <= range.end;
}

/** Where allowed texts stand that no finding overrules: original offsets, sorted. */
export function allowedRanges({ found }: AllowSearch): readonly { readonly start: number; readonly end: number }[] {
  return found.filter(({ overruled }) => !overruled).map(({ original }) => original);
}
