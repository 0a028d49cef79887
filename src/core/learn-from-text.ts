import type { Span } from './detect/detector.ts';
import { isMemorableCode, isMemorableName } from './detect/memorable.ts';
import type { WordLists } from './detect/names/word-lists.ts';
import type { EntityType, KnownValue } from './entity.ts';
import { detached } from './treat/detached.ts';

/** Types whose values are found again by their form alone, or that would be found in every text. */
const NOT_LEARNED: ReadonlySet<EntityType> = new Set<EntityType>([
  'LOCATION',
  'DATE',
  'AGE',
  'EMAIL',
  'URL',
  'IP',
  'GENETIC',
]);

const NOTHING: readonly KnownValue[] = Object.freeze([]);

/**
 * What a text teaches of its conversation: names and identifiers that were found in it and not known before, to be found
 * again in later texts. They have no domain: what somebody typed gets the token of a text.
 * @param spans what the detector found in the text
 * @param lists what the detector knows of single words
 */
export function learnFrom(text: string, spans: readonly Span[], lists: WordLists | null): readonly KnownValue[] {
  let learned: KnownValue[] | null = null;
  for (const { start, end, entity, known } of spans) {
    if (known >= 0 || NOT_LEARNED.has(entity)) continue;
    const value = text.slice(start, end);
    if (!(entity === 'PERSON' ? isMemorableName(value, lists) : isMemorableCode(value))) continue;
    learned ??= [];
    learned.push({ entity, text: detached(value), domain: null });
  }
  return learned ?? NOTHING;
}
