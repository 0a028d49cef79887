import type { CorpusMessage, MarkedSpan } from './corpus-message.ts';
import type { Random } from './random.ts';

/** Names by how they are used, to take the place of others. */
export interface NameSupply {
  readonly firstNames: readonly string[];
  readonly surnames: readonly string[];
}

/** Makes a message anew part by part; `label` is that of the marked part, null for what is not marked. */
export function rewriteMessage(
  message: CorpusMessage,
  rewrite: (part: string, label: string | null) => string,
): CorpusMessage {
  let text = '';
  let from = 0;
  const spans: MarkedSpan[] = [];
  for (const { start, end, label } of message.spans) {
    if (start < from) continue;
    text += rewrite(message.text.slice(from, start), null);
    const begin = text.length;
    text += rewrite(message.text.slice(start, end), label);
    spans.push({ start: begin, end: text.length, label });
    from = end;
  }
  return { ...message, text: text + rewrite(message.text.slice(from), null), spans };
}

/** Without accents. */
export function withoutAccents(part: string): string {
  return part.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

const NAME_WORD = /\p{L}{3,}/gu;
const KEPT = new Set('das dos del las los van von der and jr bin ibn filho neto junior'.split(' '));

/** Puts other names into marked names, written as those were. */
export function withOtherNames(message: CorpusMessage, supply: NameSupply, random: Random): CorpusMessage {
  return rewriteMessage(message, (part, label) => {
    if (label !== 'NAME') return part;
    let words = 0;
    return part.replace(NAME_WORD, (word) => {
      if (KEPT.has(word.toLowerCase())) return word;
      const names = words++ === 0 ? supply.firstNames : supply.surnames;
      return inCaseOf(word, names[random.below(names.length)]!);
    });
  });
}

function inCaseOf(model: string, word: string): string {
  if (model === model.toLowerCase()) return word.toLowerCase();
  if (model === model.toUpperCase()) return word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

/** Slips of the fingers in about `share` of the words: a letter left out, doubled or exchanged with the next. */
export function withSlips(message: CorpusMessage, share: number, random: Random): CorpusMessage {
  return rewriteMessage(message, (part) =>
    part.replace(/\p{L}{4,}/gu, (word) => {
      if (random.next() >= share) return word;
      const at = 1 + random.below(word.length - 2);
      const kind = random.below(3);
      if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
      if (kind === 1) return word.slice(0, at) + word.charAt(at) + word.slice(at);
      return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
    }),
  );
}
