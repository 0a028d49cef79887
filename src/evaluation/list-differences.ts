import type { EntityType } from '../core/entity.ts';
import type { LabelledMessage } from './labelled-message.ts';
import { coverOf, type FoundSpan, isCovered, isRequired, overlaps, WORD } from './score.ts';

/** Where the detector and the labels differ: UTF-16 offsets, and never the text. */
export type Difference =
  | {
      readonly id: string;
      readonly start: number;
      readonly end: number;
      readonly label: string;
      /** Of this labelled span a character or more is left. */
      readonly kind: 'left';
    }
  | {
      readonly id: string;
      readonly start: number;
      readonly end: number;
      readonly entity: EntityType;
      /** These words are redacted, and no label covers any of them. */
      readonly kind: 'wrong';
    };

/** What is left and what is wrong in one message, by place; it is what entity recall and token precision count. */
export function listDifferences(message: LabelledMessage, found: readonly FoundSpan[]): readonly Difference[] {
  const { id, text, spans } = message;
  const cover = coverOf(text.length, found);
  const left = spans
    .filter((span) => isRequired(span) && !isCovered(text, span, cover))
    .map(({ start, end, label }): Difference => ({ id, start, end, label, kind: 'left' }));
  const wrong = found.flatMap((finding) =>
    wrongRanges(message, finding).map(
      ({ start, end }): Difference => ({ id, start, end, entity: finding.entity, kind: 'wrong' }),
    ),
  );
  return [...left, ...wrong].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Words in a row that a finding touches and no label does. */
function wrongRanges({ text, spans }: LabelledMessage, finding: FoundSpan): readonly { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let isInRow = false;
  for (const { index, 0: word } of text.matchAll(WORD)) {
    const token = { start: index, end: index + word.length };
    if (!overlaps(token, finding)) continue;
    const isWrong = !spans.some((span) => overlaps(span, token));
    const last = ranges.at(-1);
    if (isWrong && isInRow && last) last.end = token.end;
    else if (isWrong) ranges.push({ ...token });
    isInRow = isWrong;
  }
  return ranges;
}
