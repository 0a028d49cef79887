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

/** Finds what a conversation remembers in the texts of its next record. Keeps buffers between calls. */
export interface ValueRecall {
  /** Begins a record, which may cost so much for all its texts together. */
  begin(values: readonly KnownValue[], lists: WordLists | null): void;
  /**
   * Where the values of `begin` stand in a text: sorted and disjoint; `known` is the place of the value. Never throws: when
   * the values are made to be costly, nothing more of this record is found.
   */
  find(text: string): readonly Span[];
}

const NO_VALUES: readonly KnownValue[] = Object.freeze([]);
const NO_SPANS: readonly Span[] = Object.freeze([]);

/** Makes the search of one thread. */
export function createValueRecall(): ValueRecall {
  const view = createTextView();
  const tokens = createTokens();
  const index = createKnownIndex(null);
  const findings = createFindings();
  const digits: Finding[] = [];
  let values = NO_VALUES;
  let isArranged = false;
  let isSpent = false;

  /** Lists are never changed, only replaced: the next record of a conversation mostly finds its own arranged. */
  function begin(next: readonly KnownValue[], lists: WordLists | null): void {
    index.lists = lists;
    if (next !== values) isArranged = false;
    values = next;
    isSpent = false;
    allowComparisons(index);
  }

  function find(text: string): readonly Span[] {
    if (values.length === 0 || isSpent) return NO_SPANS;
    if (!isArranged) indexKnownValues(index, values);
    isArranged = true;
    readText(view, text);
    readTokens(view, tokens);
    resetFindings(findings, view.length);
    try {
      findKnownWords(index, view, tokens, findings);
      if (tokens.digitCount >= KEY_DIGITS) {
        findKnownDigits(index, view, tokens, digits);
        findings.list.push(...digits);
      }
    } catch {
      isSpent = true;
      return NO_SPANS;
    }
    if (findings.list.length === 0) return NO_SPANS;
    mergeFindings(findings.list, view);
    return findings.list.map(({ start, end, entity, known }) => ({
      start: originalOffset(view, start),
      end: originalEnd(view, end),
      entity,
      known,
    }));
  }

  return { begin, find };
}
