import { createDetector, type Span } from '../../core/detect/detector.ts';
import type { EntityType } from '../../core/entity.ts';

/** What a number could be by its length alone. */
const GUESSES: ReadonlySet<EntityType> = new Set(['OTHER_ID', 'DATE', 'AGE', 'LOCATION']);
const NO_SPANS: readonly Span[] = [];
/** Seconds since 1970 are as long as a phone, and begin with 1 until 2033. */
const SECONDS = /^1[0-9]{9}$/;
const WHOLE = /^[1-9][0-9]{0,39}$/;

/**
 * Makes a search in numbers of JSON: by rules alone, whole numbers only, and only what has a check digit or the form of a
 * phone. Amounts, times and coordinates would be taken for dates and unknown identifiers.
 */
export function numberFinder(): (digits: string) => readonly Span[] {
  const detector = createDetector({ knowledge: null });
  return (digits) => {
    if (!WHOLE.test(digits)) return NO_SPANS;
    const [span, ...others] = detector.find(digits, []);
    if (!span || others.length > 0 || span.start > 0 || span.end < digits.length) return NO_SPANS;
    if (GUESSES.has(span.entity) || (span.entity === 'PHONE' && SECONDS.test(digits))) return NO_SPANS;
    return [span];
  };
}
