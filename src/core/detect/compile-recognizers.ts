import { MAX_DIGITS } from './number-window.ts';
import type {
  CodeRecognizer,
  MarkRecognizer,
  NumberRecognizer,
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
  /** By entry of `words`. */
  readonly wordRoles: readonly WordRole[];
  readonly numbers: readonly NumberRecognizer[];
  /** Places in `numbers` by count of digits. */
  readonly numbersByCount: readonly (readonly number[])[];
  readonly codes: readonly CodeRecognizer[];
  readonly remainder: RemainderRecognizer | null;
  /** Telephone numbers are looked for. */
  readonly findsPhones: boolean;
}

export interface WordRole {
  /** Places in `numbers` that this word is a cue for. */
  readonly cueFor: readonly number[];
  readonly recognizers: readonly WordRecognizer[];
}

/** Arranges recognizers; the order of the list is their precedence. */
export function compileRecognizers(recognizers: readonly Recognizer[]): CompiledRecognizers {
  const numbers = recognizers.filter((one) => one.kind === 'number');
  const roles = collectWordRoles(recognizers, numbers);
  const words = [...roles.keys()];
  const { marks, markLists } = arrangeMarks(recognizers.filter((one) => one.kind === 'mark'));
  return {
    marks,
    markLists,
    words: buildWordIndex(words),
    wordRoles: words.map((word) => roles.get(word)!),
    numbers,
    numbersByCount: Array.from({ length: MAX_DIGITS + 1 }, (_, count) =>
      numbers.flatMap((one, place) => (one.digits.includes(count) ? [place] : [])),
    ),
    codes: recognizers.filter((one) => one.kind === 'code'),
    remainder: recognizers.find((one) => one.kind === 'remainder') ?? null,
    findsPhones: numbers.some((one) => one.entity === 'PHONE'),
  };
}

function collectWordRoles(recognizers: readonly Recognizer[], numbers: readonly NumberRecognizer[]) {
  const roles = new Map<string, { cueFor: number[]; recognizers: WordRecognizer[] }>();
  const roleOf = (word: string) => {
    const role = roles.get(word) ?? { cueFor: [], recognizers: [] };
    roles.set(word, role);
    return role;
  };
  numbers.forEach((one, place) => {
    for (const cue of one.cues) roleOf(cue).cueFor.push(place);
  });
  for (const one of recognizers) {
    if (one.kind === 'word') for (const word of new Set(one.words)) roleOf(word).recognizers.push(one);
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
