import type { Random } from '../core/avro/random.ts';

/**
 * One to four random edits of a text: lines and words are dropped, doubled, swapped or replaced by one of `words`.
 * @param words that mean something to whoever reads the text
 */
export function mutateText(text: string, words: readonly string[], random: Random): string {
  let mutated = text;
  for (let edits = 1 + random.below(4); edits > 0; edits -= 1) mutated = editOnce(mutated, words, random);
  return mutated;
}

function editOnce(text: string, words: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const word = random.pick(words);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + word + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(12));
    case 3:
      return editLines(text, random, (lines, place) => lines.toSpliced(place, 1));
    case 4:
      return editLines(text, random, (lines, place) => lines.toSpliced(place, 0, lines[random.below(lines.length)]!));
    case 5:
      return editLines(text, random, (lines, place) => lines.with(place, `${' '.repeat(random.below(12))}${word}`));
    default:
      return replaceWord(text, at, word);
  }
}

function editLines(
  text: string,
  random: Random,
  edit: (lines: readonly string[], place: number) => readonly string[],
): string {
  const lines = text.split('\n');
  return edit(lines, random.below(lines.length)).join('\n');
}

/** The word that stands at a place gives way to another. */
function replaceWord(text: string, at: number, word: string): string {
  const before = /[\p{L}\p{N}_.-]*$/u.exec(text.slice(0, at))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}_.-]*/u.exec(text.slice(at))?.[0].length ?? 0;
  return text.slice(0, at - before) + word + text.slice(at + after);
}
