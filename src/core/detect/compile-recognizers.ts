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
  WordRecognizer,
} from './recognizer.ts';
import { buildWordIndex, type WordIndex } from './word-index.ts';

/** Recognizers arranged for the scan. */
export interface CompiledRecognizers {
  /** By folded code: number of the list in `markLists`, 0 for none. */
  readonly marks: Uint8Array;
  readonly markLists: readonly (readonly MarkRecognizer[])[];
  readonly words: WordIndex;
  readonly phrases: PhraseIndex;
  /** By entry of `words`, then by place of `phrases`. */
  readonly wordRoles: readonly WordRole[];
  readonly numbers: readonly NumberRecognizer[];
  /** Places in `numbers` by count of digits. */
  readonly numbersByCount: readonly (readonly number[])[];
  readonly codes: readonly CodeRecognizer[];
  /** Places in `codes` by count of letters and digits; the second of those that allow blanks. */
  readonly codesByLength: readonly (readonly number[])[];
  readonly spacedCodesByLength: readonly (readonly number[])[];
  /** Of policies. */
  readonly patterns: readonly PatternRecognizer[];
  readonly remainder: RemainderRecognizer | null;
  /** Telephone numbers are looked for. */
  readonly findsPhones: boolean;
}

export interface WordRole {
  /** Places in `numbers`, then `codes`, that this word or phrase is a cue for. */
  readonly cueFor: readonly number[];
  /** It is the first word of a phrase. */
  readonly beginsPhrase: boolean;
  readonly recognizers: readonly WordRecognizer[];
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
    wordRoles: [...words, ...phrases].map((word) => roles.get(word)!),
    numbers,
    numbersByCount: placesBySize(
      numbers.map((one) => one.digits),
      MAX_DIGITS,
    ),
    codes,
    codesByLength: placesBySize(
      codes.map((one) => one.lengths),
      MAX_CODE,
    ),
    spacedCodesByLength: placesBySize(spaced, MAX_CODE),
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

function collectWordRoles(
  recognizers: readonly Recognizer[],
  cued: readonly (NumberRecognizer | CodeRecognizer)[],
): ReadonlyMap<string, WordRole> {
  const roles = new Map<string, { cueFor: number[]; beginsPhrase: boolean; recognizers: WordRecognizer[] }>();
  const roleOf = (word: string) => {
    const role = roles.get(word) ?? { cueFor: [], beginsPhrase: false, recognizers: [] };
    roles.set(word, role);
    return role;
  };
  cued.forEach((one, place) => {
    for (const cue of new Set(one.cues)) roleOf(cue).cueFor.push(place);
  });
  for (const one of recognizers) {
    if (one.kind === 'word') for (const word of new Set(one.words)) roleOf(word).recognizers.push(one);
  }
  for (const word of [...roles.keys()]) {
    if (word.includes(' ')) roleOf(word.slice(0, word.indexOf(' '))).beginsPhrase = true;
  }
  return roles;
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
