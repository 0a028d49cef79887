import type { EntityType, KnownValue } from '../entity.ts';
import { createTextView, originalEnd, originalOffset, readText, type TextView } from '../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../text/tokens.ts';
import { type CompiledRecognizers, compileRecognizers } from './compile-recognizers.ts';
import { findAtMarks } from './find-at-marks.ts';
import { findAtWords } from './find-at-words.ts';
import { findKnownWords } from './find-known.ts';
import { findKnownDigits, knownPhoneOf } from './find-known-digits.ts';
import { findLooseNumbers } from './find-loose-numbers.ts';
import { findPatterns } from './find-patterns.ts';
import { createValueSearch, findValues, type ValueSearch } from './find-values.ts';
import {
  addCovered,
  addFinding,
  createFindings,
  type Finding,
  type Findings,
  FREE,
  HOLE,
  resetFindings,
} from './findings.ts';
import { KEY_DIGITS } from './known-digits.ts';
import { allowComparisons, createKnownIndex, indexKnownValues, type KnownIndex } from './known-index.ts';
import { mergeFindings } from './merge-findings.ts';
import { PACKS } from './packs.ts';
import type { Recognizer } from './recognizer.ts';
import { type Turn, turnOf } from './turn.ts';

export { isEligible } from './eligibility.ts';

/** Part of the plan id: to be raised whenever a text can come out differently. */
const VERSION = 'detector-2';

/** A range that holds protected data: UTF-16 offsets on code point boundaries; `known` is an index into the known values, or -1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly entity: EntityType;
  readonly known: number;
}

/** Finds protected data in free text. Keeps buffers between calls, so that one detector serves one thread. */
export interface Detector {
  /** Begins a record: its values are arranged once, at its first text, and may cost so much for all its texts together. */
  begin(known: readonly KnownValue[]): void;
  /**
   * Spans sorted and disjoint. Never throws for a text; throws when the known values are made to be costly. Values other
   * than those of `begin` are arranged for this text alone. `previous` is the turn of the message before this one in the
   * same conversation, for what it asks for and leaves unfinished.
   */
  find(text: string, known: readonly KnownValue[], previous?: Turn | null): readonly Span[];
  /** What the text looked at last tells about the next of its conversation, null when that is nothing. */
  turn(): Turn | null;
  /** Version, for the plan id. */
  readonly id: string;
}

interface Scan {
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
}

const NO_VALUES: readonly KnownValue[] = [];
/** What stands beside a value can read as another value once that is gone; a text made for it could go on for long. */
const MOST_ROUNDS = 6;
const NO_SPANS: readonly Span[] = Object.freeze([]);

/** The detector with all packs. */
export function createDetector(): Detector {
  const names = Object.keys(PACKS);
  return createDetectorOf(Object.values(PACKS).flat(), `${VERSION}+${names.join('+')}`);
}

/** A detector of these recognizers, in their order of precedence, and known values. */
export function createDetectorOf(recognizers: readonly Recognizer[], id: string): Detector {
  const compiled = compileRecognizers(recognizers);
  const scan: Scan = {
    compiled,
    view: createTextView(),
    tokens: createTokens(),
    roles: new Int16Array(256),
    findings: createFindings(),
    values: createValueSearch(compiled),
    knownIndex: createKnownIndex(),
    knownDigits: [],
    begun: null,
    arranged: false,
    previous: null,
  };
  return {
    id,
    begin: (known) => begin(scan, known),
    find: (text, known, previous = null) => find(scan, text, known, previous),
    turn: () => turn(scan),
  };
}

function begin(scan: Scan, known: readonly KnownValue[]): void {
  scan.begun = known;
  scan.arranged = false;
  allowComparisons(scan.knownIndex);
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

function turn(scan: Scan): Turn | null {
  const { compiled, view, tokens, roles, findings, values, previous } = scan;
  return turnOf(compiled, view, tokens, roles, findings, values.cues, values.part, previous);
}

function find(scan: Scan, text: string, known: readonly KnownValue[], previous: Turn | null): readonly Span[] {
  const { compiled, view, tokens, findings } = scan;
  scan.previous = previous;
  scan.values.part = null;
  readText(view, text);
  resetFindings(findings, view.length);
  const spans: Span[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    readTokens(view, tokens, compiled.marks);
    scanRound(scan, round === 0 ? known : NO_VALUES);
    if (findings.list.length === 0) break;
    mergeFindings(findings.list, view);
    for (const finding of findings.list) spans.push(toSpan(scan, known, finding));
    for (const { start, end } of findings.list) view.codes.fill(HOLE, start, end);
    findings.list.length = 0;
  }
  if (spans.length === 0) return NO_SPANS;
  return spans.length === 1 ? spans : withoutOverlaps(spans);
}

/** Sorts the spans. Two that meet inside one character that stands for several (a ligature) become neighbours. */
function withoutOverlaps(spans: Span[]): readonly Span[] {
  spans.sort((one, other) => one.start - other.start);
  let end = 0;
  let kept = 0;
  for (const span of spans) {
    const start = Math.max(span.start, end);
    if (start >= span.end) continue;
    spans[kept++] = start === span.start ? span : { ...span, start };
    end = span.end;
  }
  spans.length = kept;
  return spans;
}

/**
 * One look at the text. The order matters: marks (tokens, addresses) first, then dates in words, known words, numbers
 * and codes among what is left. These come last because their cues look past the other findings.
 */
function scanRound(scan: Scan, known: readonly KnownValue[]): void {
  const { compiled, view, tokens, findings, knownIndex, values } = scan;
  if (tokens.markCount > 0) findAtMarks(compiled, view, tokens, findings);
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

function toSpan(scan: Scan, known: readonly KnownValue[], finding: Finding): Span {
  const { view, knownIndex } = scan;
  const isNewPhone = finding.known < 0 && finding.entity === 'PHONE' && known.length > 0;
  return {
    start: originalOffset(view, finding.start),
    end: originalEnd(view, finding.end),
    entity: finding.entity,
    known: isNewPhone ? knownPhoneOf(knownIndex, view, finding) : finding.known,
  };
}
