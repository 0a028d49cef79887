import { createDetector, type Span } from '../../core/detect/detector.ts';
import type { EntityType } from '../../core/entity.ts';
import { isProgramName } from './field-names.ts';

/** What a number could be by its length alone. */
const GUESSES: ReadonlySet<EntityType> = new Set(['OTHER_ID', 'DATE', 'AGE', 'LOCATION']);
const NO_SPANS: readonly Span[] = [];
/** Seconds and milliseconds since 1970 are as long as a phone, and begin with 1 until 2033. */
const TIME = /^1[0-9]{9}([0-9]{3})?$/;
const WHOLE = /^[1-9][0-9]{0,39}$/;
/** Fewer digits after a word such as `plan` are a number of something, but for an age. */
const FEWEST_DIGITS = 5;

/**
 * Makes a search in numbers of JSON: by rules alone, whole numbers only, and only what has a check digit, the form of a
 * phone, or its type in the name of its property (`mrn`, `zip_code`). Amounts, times and coordinates would be taken for
 * dates and unknown identifiers.
 */
export function numberFinder(): (digits: string, property: string) => readonly Span[] {
  const detector = createDetector({ knowledge: null });

  function whole(digits: string, before: string): Span | null {
    const [span, ...others] = detector.find(before + digits, []);
    if (!span || others.length > 0 || span.start !== before.length) return null;
    if (span.end !== before.length + digits.length || span.entity === 'OTHER_ID') return null;
    if (span.entity === 'PHONE' && TIME.test(digits)) return null;
    return { ...span, start: 0, end: digits.length };
  }

  return (digits, property) => {
    if (!WHOLE.test(digits)) return NO_SPANS;
    const alone = whole(digits, '');
    if (alone && !GUESSES.has(alone.entity)) return [alone];
    const announced = isProgramName(property) ? whole(digits, `${wordsOf(property)} `) : null;
    if (!announced || (digits.length < FEWEST_DIGITS && announced.entity !== 'AGE')) return NO_SPANS;
    return [announced];
  };
}

/** `healthPlan_number` as people write it. */
function wordsOf(property: string): string {
  return property.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[^A-Za-z]+/g, ' ');
}
