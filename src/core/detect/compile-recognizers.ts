import { MAX_CODE } from './code-window.ts';
import { MAX_DIGITS } from './number-window.ts';
import { buildPhraseIndex, type PhraseIndex } from './phrase-index.ts';
import type {
  CodeRecognizer,
  MarkRecognizer,
  NumberRecognizer,
  PatternRecognizer,
  Recognizer,
  RemainderRecognizer,
} from './recognizer.ts';
import { buildWordIndex, type WordIndex } from './word-index.ts';
import { buildWordFilter, collectWordRoles, type WordRole } from './word-roles.ts';

/** Recognizers arranged for the scan. */
export interface CompiledRecognizers {
  /** By folded code: number of the list in `markLists`, 0 for none. */
  readonly marks: Uint8Array;
  readonly markLists: readonly (readonly MarkRecognizer[])[];
  readonly words: WordIndex;
  readonly phrases: PhraseIndex;
  /** See `buildWordFilter`. */
  readonly wordFilter: Uint8Array;
  /** By entry of `words`, then by place of `phrases`. */
  readonly wordRoles: readonly WordRole[];
  readonly numbers: readonly NumberRecognizer[];
  /** Places in `numbers` by count of digits; the second without those that need a cue. */
  readonly numbersByCount: readonly (readonly number[])[];
  readonly uncuedNumbersByCount: readonly (readonly number[])[];
  readonly codes: readonly CodeRecognizer[];
  /** Places in `codes` by count of letters and digits; the second of those that allow blanks. */
  readonly codesByLength: readonly (readonly number[])[];
  readonly spacedCodesByLength: readonly (readonly number[])[];
  /** The same without those that need a cue. */
  readonly uncuedCodesByLength: readonly (readonly number[])[];
  readonly uncuedSpacedCodesByLength: readonly (readonly number[])[];
  /** Of policies. */
  readonly patterns: readonly PatternRecognizer[];
  readonly remainder: RemainderRecognizer | null;
  /** Telephone numbers are looked for. */
  readonly findsPhones: boolean;
}

/** Arranges recognizers; the order of the list is their precedence. */
export function compileRecognizers(recognizers: readonly Recognizer[]): CompiledRecognizers {
  const numbers = recognizers.filter((one) => one.kind === 'number');
  const codes = recognizers.filter((one) => one.kind === 'code');
  const roles = collectWordRoles(recognizers, [...numbers, ...codes]);
  const phrases = [...roles.keys()].filter((word) => word.includes(' '));
  const words = [...roles.keys()].filter((word) => !word.includes(' '));
  const spaced = codes.map((one) => (one.blanks ? one.lengths : []));
  const { marks, markLists } = arrangeMarks(recognizers.filter((one) => one.kind === 'mark'));
  return {
    marks,
    markLists,
    words: buildWordIndex(words),
    phrases: buildPhraseIndex(phrases),
    wordFilter: buildWordFilter(roles),
    wordRoles: [...words, ...phrases].map((word) => roles.get(word)!),
    numbers,
    numbersByCount: placesBySize(
      numbers.map((one) => one.digits),
      MAX_DIGITS,
    ),
    uncuedNumbersByCount: placesBySize(
      numbers.map((one) => (one.needsCue ? [] : one.digits)),
      MAX_DIGITS,
    ),
    codes,
    codesByLength: placesBySize(
      codes.map((one) => one.lengths),
      MAX_CODE,
    ),
    spacedCodesByLength: placesBySize(spaced, MAX_CODE),
    uncuedCodesByLength: placesBySize(
      codes.map((one) => (one.needsCue ? [] : one.lengths)),
      MAX_CODE,
    ),
    uncuedSpacedCodesByLength: placesBySize(
      codes.map((one, place) => (one.needsCue ? [] : spaced[place]!)),
      MAX_CODE,
    ),
    patterns: recognizers.filter((one) => one.kind === 'pattern'),
    remainder: recognizers.find((one) => one.kind === 'remainder') ?? null,
    findsPhones: numbers.some((one) => one.entity === 'PHONE'),
  };
}

/** Places of the lists that hold a size, by size. */
function placesBySize(sizes: readonly (readonly number[])[], largest: number): readonly (readonly number[])[] {
  return Array.from({ length: largest + 1 }, (_, size) =>
    sizes.flatMap((list, place) => (list.includes(size) ? [place] : [])),
  );
}

function arrangeMarks(recognizers: readonly MarkRecognizer[]) {
  const marks = new Uint8Array(0x10000);
  const markLists: MarkRecognizer[][] = [[]];
  for (const recognizer of recognizers) {
    for (const mark of recognizer.marks) {
      const code = mark.charCodeAt(0);
      if (marks[code] === 0) marks[code] = markLists.push([]) - 1;
      markLists[marks[code]!]!.push(recognizer);
    }
  }
  return { marks, markLists };
}
