import type { EntityType } from '../core/entity.ts';
import { isEntityOfLabel } from './label-entities.ts';
import type { LabelledMessage, LabelledSpan } from './labelled-message.ts';

/** A range that the detector found: UTF-16 offsets. */
export interface FoundSpan {
  readonly start: number;
  readonly end: number;
  readonly entity: EntityType;
}

/** Counts from which all shares are made. */
export interface Tally {
  messages: number;
  /** Messages without a required span. */
  phiFreeMessages: number;
  phiFreeAltered: number;
  messagesLeaking: number;
  /** Required spans, those fully covered, and those covered by a finding of their type. */
  spans: number;
  coveredSpans: number;
  typedSpans: number;
  /** Words of the texts that a finding touches, without those inside spans that are neither required nor wrong. */
  redactedTokens: number;
  rightTokens: number;
}

/** Empty counts. */
export function createTally(): Tally {
  return {
    messages: 0,
    phiFreeMessages: 0,
    phiFreeAltered: 0,
    messagesLeaking: 0,
    spans: 0,
    coveredSpans: 0,
    typedSpans: 0,
    redactedTokens: 0,
    rightTokens: 0,
  };
}

const IGNORED = '*';
/** The words that token precision counts. */
export const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SPACE = /\s/u;

/** Whether the detector must find a span: its label does not end in `*`. */
export function isRequired({ label }: LabelledSpan): boolean {
  return !label.endsWith(IGNORED);
}

/**
 * Counts one message in `whole`, and in the tally of each label (`byLabel`, filled on demand): a label's recall and leaks
 * are those of its spans; its precision and its altered messages those of findings of its type.
 */
export function scoreMessage(
  message: LabelledMessage,
  found: readonly FoundSpan[],
  whole: Tally,
  byLabel: Map<string, Tally>,
): void {
  const required = message.spans.filter(isRequired);
  const ignored = message.spans.filter((span) => !isRequired(span));
  const covered = coverOf(message.text.length, found);
  const tallies: { tally: Tally; spans: readonly LabelledSpan[]; found: readonly FoundSpan[] }[] = [
    { tally: whole, spans: required, found },
  ];
  const labels = new Set([...required.map(({ label }) => label), ...byLabel.keys()]);
  for (const label of labels) {
    const tally = byLabel.get(label) ?? createTally();
    byLabel.set(label, tally);
    const ofLabel = required.filter((span) => span.label === label);
    const ofType = found.filter(({ entity }) => isEntityOfLabel(entity, label));
    if (ofLabel.length > 0 || ofType.length > 0 || required.length === 0)
      tallies.push({ tally, spans: ofLabel, found: ofType });
  }
  for (const part of tallies) countPart(message, part.tally, part.spans, part.found, covered, required, ignored);
}

function countPart(
  message: LabelledMessage,
  tally: Tally,
  spans: readonly LabelledSpan[],
  found: readonly FoundSpan[],
  covered: Uint8Array,
  required: readonly LabelledSpan[],
  ignored: readonly LabelledSpan[],
): void {
  tally.messages++;
  let leaks = false;
  for (const span of spans) {
    tally.spans++;
    if (!isCovered(message.text, span, covered)) leaks = true;
    else {
      tally.coveredSpans++;
      if (found.some((one) => overlaps(one, span) && isEntityOfLabel(one.entity, span.label))) tally.typedSpans++;
    }
  }
  if (leaks) tally.messagesLeaking++;
  let altered = false;
  for (const { index, 0: word } of found.length === 0 ? [] : message.text.matchAll(WORD)) {
    const token = { start: index, end: index + word.length };
    if (!found.some((one) => overlaps(one, token))) continue;
    const right = required.some((span) => overlaps(span, token));
    if (!right && ignored.some((span) => overlaps(span, token))) continue;
    tally.redactedTokens++;
    if (right) tally.rightTokens++;
    else altered = true;
  }
  if (required.length > 0) return;
  tally.phiFreeMessages++;
  if (altered) tally.phiFreeAltered++;
}

/** 1 for each UTF-16 unit of a text that a finding covers. */
export function coverOf(length: number, found: readonly FoundSpan[]): Uint8Array {
  const covered = new Uint8Array(length);
  for (const { start, end } of found) covered.fill(1, start, end);
  return covered;
}

/** Whether each unit of a span but blanks is covered. */
export function isCovered(text: string, { start, end }: LabelledSpan, covered: Uint8Array): boolean {
  for (let at = start; at < end; at++) if (covered[at] === 0 && !SPACE.test(text[at] as string)) return false;
  return true;
}

/** Whether two ranges share a unit. */
export function overlaps(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && other.start < one.end;
}
