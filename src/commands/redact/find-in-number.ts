import { createDetector, type Span } from '../../core/detect/detector.ts';
import type { EntityType } from '../../core/entity.ts';

/** What a number could be by its length alone. */
const GUESSES: ReadonlySet<EntityType> = new Set(['OTHER_ID', 'DATE', 'AGE', 'LOCATION']);
const NO_SPANS: readonly Span[] = [];
/** Seconds since 1970 are as long as a phone, and are below this until 2033. */
const SECONDS = 2_000_000_000;

/**
 * Makes a search in numbers of JSON: by rules alone, whole numbers only, and only what has a check digit or the form of a
 * phone. Amounts, times and coordinates would be taken for dates and unknown identifiers.
 */
export function numberFinder(): (value: number) => readonly Span[] {
  const detector = createDetector({ knowledge: null });
  return (value) => {
    if (!Number.isSafeInteger(value) || value < 0) return NO_SPANS;
    const text = String(value);
    const [span, ...others] = detector.find(text, []);
    if (!span || others.length > 0 || span.start > 0 || span.end < text.length) return NO_SPANS;
    if (GUESSES.has(span.entity) || (span.entity === 'PHONE' && value < SECONDS)) return NO_SPANS;
    return [span];
  };
}
