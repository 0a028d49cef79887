import type { KnownValue } from '../entity.ts';
import type { TextView } from '../text/text-view.ts';
import { readTokens, type Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { findAtMarks } from './find-at-marks.ts';
import { findAtWords } from './find-at-words.ts';
import { findKnownWords } from './find-known.ts';
import { findKnownDigits } from './find-known-digits.ts';
import { findLooseNumbers } from './find-loose-numbers.ts';
import { findPatterns } from './find-patterns.ts';
import { findValues, type ValueSearch } from './find-values.ts';
import { addCovered, addFinding, type Finding, type Findings, FREE } from './findings.ts';
import { KEY_DIGITS } from './known-digits.ts';
import { allowComparisons, indexKnownValues, type KnownIndex } from './known-index.ts';
import type { Tagger } from './names/tagger.ts';
import type { WordLists } from './names/word-lists.ts';
import type { Turn } from './turn.ts';
import type { AllowSearch } from './user/allow-list.ts';

/** Buffers and state of one detector. */
export interface Scan {
  readonly compiled: CompiledRecognizers;
  readonly view: TextView;
  readonly tokens: Tokens;
  /** Entry of the word index by token, -1 for words without a role. */
  roles: Int16Array;
  readonly findings: Findings;
  readonly values: ValueSearch;
  readonly knownIndex: KnownIndex;
  readonly knownDigits: Finding[];
  /** The values that the record began with, null when there is no such record. */
  begun: readonly KnownValue[] | null;
  /** The index holds them. */
  arranged: boolean;
  /** The turn before the present text. */
  previous: Turn | null;
  /** Finds names, places and what no rule finds; null for rules alone. */
  readonly tagger: Tagger | null;
  readonly lists: WordLists | null;
  readonly allow: AllowSearch | null;
  isOtherLanguage: boolean;
}

/**
 * One look at the text. The order matters: marks (tokens, addresses) first, then dates in words, known words, numbers
 * and codes among what is left. These come last because their cues look past the other findings.
 */
export function scanRound(scan: Scan, known: readonly KnownValue[]): void {
  const { compiled, view, tokens, findings, knownIndex, values } = scan;
  if (tokens.markCount > 0 && findAtMarks(compiled, view, tokens, findings)) readTokens(view, tokens, compiled.marks);
  if (scan.roles.length < tokens.count) scan.roles = new Int16Array(tokens.count * 2);
  if (compiled.patterns.length > 0) findPatterns(compiled.patterns, view, findings);
  findAtWords(compiled, view, tokens, scan.roles, findings);
  if (known.length > 0) {
    arrangeKnown(scan, known);
    findKnownWords(knownIndex, view, tokens, findings);
  }
  if (tokens.numberCount === 0) return;
  findValues(values, compiled, view, tokens, scan.roles, findings, scan.previous);
  if (known.length > 0) addKnownDigits(scan);
  findLooseNumbers(values.selection.window, compiled, view, tokens, findings);
}

function addKnownDigits(scan: Scan): void {
  const { view, tokens, findings, knownIndex, knownDigits } = scan;
  if (tokens.digitCount < KEY_DIGITS) return;
  findKnownDigits(knownIndex, view, tokens, knownDigits);
  for (const { start, end, entity, known } of knownDigits) {
    if (findings.cover.subarray(start, end).includes(FREE)) addCovered(findings, start, end, entity, known);
    else addFinding(findings, start, end, entity, known);
  }
}

/** Makes sure that the index holds these values. */
function arrangeKnown(scan: Scan, known: readonly KnownValue[]): void {
  const isBegun = scan.begun === known;
  if (isBegun && scan.arranged && scan.knownIndex.sources.length === known.length) return;
  indexKnownValues(scan.knownIndex, known);
  scan.arranged = isBegun;
  if (isBegun) return;
  scan.begun = null;
  allowComparisons(scan.knownIndex);
}
