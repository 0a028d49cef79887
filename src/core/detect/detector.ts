import type { EntityType, KnownValue } from '../entity.ts';
import { createTextView, originalEnd, originalOffset, readText } from '../text/text-view.ts';
import { createTokens, readTokens } from '../text/tokens.ts';
import { compileRecognizers } from './compile-recognizers.ts';
import { knownPhoneOf } from './find-known-digits.ts';
import { findRepeated } from './find-repeated.ts';
import { createValueSearch } from './find-values.ts';
import { createFindings, type Finding, HOLE, resetFindings } from './findings.ts';
import { allowComparisons, createKnownIndex } from './known-index.ts';
import { isOtherLanguage } from './language.ts';
import { mergeFindings } from './merge-findings.ts';
import type { Knowledge } from './names/name-model.ts';
import { createTagger, tagText } from './names/tagger.ts';
import type { WordLists } from './names/word-lists.ts';
import { PACKS } from './packs.ts';
import type { Recognizer } from './recognizer.ts';
import { type Scan, scanRound } from './scan-round.ts';
import { type Turn, turnOf } from './turn.ts';
import { allowedRanges, createAllowSearch, dropAllowed, findAllowed } from './user/allow-list.ts';
import { compileUserRecognizer } from './user/compile-user-recognizer.ts';
import type { UserRecognizer } from './user/user-recognizer.ts';

export { isEligible } from './eligibility.ts';

/** Part of the plan id: to be raised whenever a text can come out differently. */
const VERSION = 'detector-3';

/** UTF-16 offsets on code point boundaries. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range that holds protected data: UTF-16 offsets on code point boundaries; `known` is an index into the known values, or -1. */
export interface Span extends Range {
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
  /** Where allowed texts stand in the text looked at last, outside its findings; sorted and disjoint. */
  allowed(): readonly Range[];
  /** Whether the text looked at last is in a language that the detector was not made for. */
  wasOtherLanguage(): boolean;
  /** What it knows of single words; null for rules alone. */
  readonly lists: WordLists | null;
  /** Version, for the plan id. */
  readonly id: string;
}

const NO_VALUES: readonly KnownValue[] = [];
/**
 * What stands beside a value can read as another value once that is gone, and so on along a row of them. A text that is
 * not done after so many rounds was made for it, and is taken as a whole.
 */
const MOST_ROUNDS = 6;
const MOST_ROUNDS_OF_SHORT = 24;
const SHORT = 2_000;
const NO_SPANS: readonly Span[] = Object.freeze([]);
const NO_RANGES: readonly Range[] = NO_SPANS;

export interface DetectorOptions {
  /** Model and word lists; null for a detector of rules alone, which finds no names. */
  readonly knowledge: Knowledge | null;
  /** Of a policy: they come before all others. */
  readonly recognizers?: readonly UserRecognizer[];
  /** Texts that are never taken for somebody's. */
  readonly allow?: readonly string[];
}

/** The detector with all packs. */
export function createDetector({ knowledge, recognizers = [], allow = [] }: DetectorOptions): Detector {
  const all = [...recognizers.map(compileUserRecognizer), ...Object.values(PACKS).flat()];
  return createDetectorOf(all, detectorIdOf(knowledge), knowledge, allow);
}

/** Version of the detector with all packs, known without making one. */
export function detectorIdOf(knowledge: Knowledge | null): string {
  return `${VERSION}+${[...Object.keys(PACKS), knowledge?.id ?? 'rules'].join('+')}`;
}

/** A detector of these recognizers, in their order of precedence, known values, and what the model finds. */
export function createDetectorOf(
  recognizers: readonly Recognizer[],
  id: string,
  knowledge: Knowledge | null = null,
  allow: readonly string[] = [],
): Detector {
  const compiled = compileRecognizers(recognizers);
  const scan: Scan = {
    compiled,
    view: createTextView(),
    tokens: createTokens(),
    roles: new Int16Array(256),
    findings: createFindings(),
    values: createValueSearch(compiled),
    knownIndex: createKnownIndex(knowledge?.lists ?? null),
    knownDigits: [],
    begun: null,
    arranged: false,
    previous: null,
    tagger: knowledge && createTagger(knowledge),
    lists: knowledge?.lists ?? null,
    allow: allow.length > 0 ? createAllowSearch(allow) : null,
    isOtherLanguage: false,
  };
  return {
    id,
    lists: knowledge?.lists ?? null,
    begin: (known) => begin(scan, known),
    find: (text, known, previous = null) => find(scan, text, known, previous),
    turn: () => turn(scan),
    allowed: () => (scan.allow ? allowedRanges(scan.allow) : NO_RANGES),
    wasOtherLanguage: () => scan.isOtherLanguage,
  };
}

function begin(scan: Scan, known: readonly KnownValue[]): void {
  scan.begun = known;
  scan.arranged = false;
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
  let repeated = 0;
  const rounds = view.length <= SHORT ? MOST_ROUNDS_OF_SHORT : MOST_ROUNDS;
  for (let round = 0; ; round++) {
    if (round === rounds) return wholeText(scan);
    readTokens(view, tokens, compiled.marks);
    if (round === 0) beginText(scan);
    scanRound(scan, round === 0 ? known : NO_VALUES);
    if (scan.tagger) tagText(scan.tagger, view, tokens, findings, round, previous?.asked ?? 0);
    if (findings.list.length === 0 && repeated < spans.length) {
      findRepeated(view, findings, spans, repeated);
      repeated = spans.length;
    }
    if (findings.list.length === 0) break;
    mergeFindings(findings.list, view);
    if (scan.allow && dropAllowed(scan.allow, findings.list)) break;
    if (round > 0 && findings.list.every((finding) => isHidden(view.codes, finding))) break;
    for (const finding of findings.list) spans.push(toSpan(scan, known, finding));
    for (const { start, end } of findings.list) view.codes.fill(HOLE, start, end);
    findings.list.length = 0;
  }
  if (spans.length === 0) return NO_SPANS;
  return spans.length === 1 ? spans : withoutOverlaps(spans);
}

/** Nothing of the finding is new; only placeholders are hidden as soon as they are found, at the first look. */
function isHidden(codes: Uint16Array, { start, end }: Finding): boolean {
  for (let at = start; at < end; at++) if (codes[at] !== HOLE) return false;
  return true;
}

function wholeText({ view, allow }: Scan): readonly Span[] {
  if (allow) allow.found.length = 0;
  view.codes.fill(HOLE, 0, view.length);
  return [{ start: 0, end: view.raw.length, entity: 'OTHER_ID', known: -1 }];
}

/** What is told of the text as a whole, before anything of it is hidden. */
function beginText(scan: Scan): void {
  const { view, tokens, lists, allow } = scan;
  scan.isOtherLanguage = isOtherLanguage(view, tokens, lists);
  if (allow) findAllowed(allow, view, tokens);
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

function toSpan(scan: Scan, known: readonly KnownValue[], finding: Finding): Span {
  const { view, knownIndex } = scan;
  const isNewPhone = finding.known < 0 && finding.entity === 'PHONE' && known.length > 0;
  return {
    start: originalOffset(view, finding.start),
    end: originalEnd(view, finding.end),
    entity: finding.entity,
    known: isNewPhone ? knownPhoneOf(knownIndex, view, finding) : Math.max(finding.known, -1),
  };
}
