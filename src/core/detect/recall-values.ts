import type { KnownValue } from '../entity.ts';
import { createTextView, originalEnd, originalOffset, readText } from '../text/text-view.ts';
import { createTokens, readTokens } from '../text/tokens.ts';
import type { Span } from './detector.ts';
import { findKnownWords } from './find-known.ts';
import { findKnownDigits } from './find-known-digits.ts';
import { createFindings, type Finding, resetFindings } from './findings.ts';
import { KEY_DIGITS } from './known-digits.ts';
import { allowComparisons, createKnownIndex, indexKnownValues } from './known-index.ts';
import { mergeFindings } from './merge-findings.ts';
import type { WordLists } from './names/word-lists.ts';
import { createValueFilter, type RememberedValue } from './remembered-value.ts';

/** Finds what a conversation remembers in the texts of its next record. Keeps buffers between calls. */
export interface ValueRecall {
  /** Begins a record, which may cost so much for all its texts together. */
  begin(values: readonly RememberedValue[], lists: WordLists | null): void;
  /**
   * Where the values of `begin` stand in a text: sorted and disjoint; `known` is the place of the value. Never throws: when
   * the values are made to be costly, nothing more of this record is found.
   * @param own values of the record itself, which the detector has looked for already
   */
  find(text: string, own: readonly KnownValue[]): readonly Span[];
}

const NO_VALUES: readonly RememberedValue[] = Object.freeze([]);
const NO_SPANS: readonly Span[] = Object.freeze([]);

/** Makes the search of one thread. */
export function createValueRecall(): ValueRecall {
  const view = createTextView();
  const tokens = createTokens();
  const filter = createValueFilter();
  const index = createKnownIndex(null);
  const findings = createFindings();
  const digits: Finding[] = [];
  const places: number[] = [];
  const wanted: KnownValue[] = [];
  let values = NO_VALUES;
  /** The filter knows the values: many records have no text. */
  let hasBegun = false;
  let isSpent = false;

  function begin(next: readonly RememberedValue[], lists: WordLists | null): void {
    index.lists = lists;
    values = next;
    hasBegun = false;
    isSpent = false;
    allowComparisons(index);
  }

  function find(text: string, own: readonly KnownValue[]): readonly Span[] {
    if (values.length === 0 || isSpent) return NO_SPANS;
    readText(view, text);
    readTokens(view, tokens);
    if (!hasBegun) filter.begin(values);
    hasBegun = true;
    filter.placesIn(tokens, KEY_DIGITS, places);
    dropOwn(own);
    if (places.length === 0) return NO_SPANS;
    indexKnownValues(index, wanted);
    resetFindings(findings, view.length);
    try {
      findKnownWords(index, view, tokens, findings);
      findKnownDigits(index, view, tokens, digits);
    } catch {
      isSpent = true;
      return NO_SPANS;
    }
    for (const finding of digits) findings.list.push(finding);
    if (findings.list.length === 0) return NO_SPANS;
    mergeFindings(findings.list, view);
    return findings.list.map(({ start, end, entity, known }) => ({
      start: originalOffset(view, start),
      end: originalEnd(view, end),
      entity,
      known: known < 0 ? -1 : places[known]!,
    }));
  }

  /** Leaves the places of values that are not the record's own, and lists those values. */
  function dropOwn(own: readonly KnownValue[]): void {
    wanted.length = 0;
    for (const place of places) {
      const value = values[place]!;
      if (own.some(({ text, entity }) => text === value.text && entity === value.entity)) continue;
      places[wanted.length] = place;
      wanted.push(value);
    }
    places.length = wanted.length;
  }

  return { begin, find };
}
