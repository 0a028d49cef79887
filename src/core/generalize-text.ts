import type { CoreState } from './core-state.ts';
import { tellsGreatAge } from './great-age.ts';
import type { Leaf } from './policy/plan.ts';
import { dateOrder } from './treat/date-text.ts';
import { type Granularity, generalizeAge, generalizeDateText } from './treat/generalize.ts';
import { placeholder } from './treat/redact.ts';
import { generalizeZip } from './treat/zip3.ts';

/** A leaf's date, age or place in coarse ASCII of our own; a placeholder for what cannot be read. */
export function coarseText(state: CoreState, leaf: Leaf, text: string): string {
  if (leaf.action === 'date-text') return coarseDate(state, text, leaf.granularity ?? 'year');
  if (leaf.action === 'zip3') return coarsePlace(text, leaf.carrier !== 'string');
  return coarseAge(text);
}

/** A date in text, or `[DATE]`. */
export function coarseDate(state: CoreState, text: string, granularity: Granularity): string {
  const date = generalizeDateText(text, granularity, dateOrder(state.region));
  return date === null || tellsGreatAge(state, Number(date.slice(0, 4))) ? placeholder('DATE') : date;
}

/** An age in text, or `[AGE]`. */
export function coarseAge(text: string): string {
  return generalizeAge(text) ?? placeholder('AGE');
}

/** A ZIP code's area, or `[LOCATION]`. */
export function coarsePlace(text: string, isNumber: boolean): string {
  return generalizeZip(text, isNumber) ?? placeholder('LOCATION');
}
