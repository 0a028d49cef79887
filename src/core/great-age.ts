import type { CoreState } from './core-state.ts';
import { RecordFault } from './record-fault.ts';
import { firstDayOfMonth, monthOfDay } from './treat/calendar.ts';

const GREAT_AGE = 90;
const MILLIS_PER_DAY = 86_400_000;

/**
 * Sets from which year on a date tells an age below 90: 45 CFR 164.514(b)(2)(i)(C) hides years that are "indicative of such
 * age" too. The year of the record's own timestamp is now, since the core has no clock.
 * @param timestamp milliseconds in decimal; -1 is none
 */
export function setOldestYear(state: CoreState, hidesGreatAge: boolean, timestamp: string): void {
  if (!hidesGreatAge) state.oldestYear = Number.NEGATIVE_INFINITY;
  else if (timestamp === '-1') state.oldestYear = Number.NaN;
  else state.oldestYear = Math.floor(monthOfDay(Math.floor(Number(timestamp) / MILLIS_PER_DAY)) / 12) - GREAT_AGE;
}

/** Whether a year tells an age of 90 and above; throws RecordFault `unexpected_shape` on a record without a timestamp. */
export function tellsGreatAge(state: CoreState, year: number): boolean {
  return year <= oldestYear(state);
}

/** The day (since 1970-01-01) that stands for all years that tell such an age; -Infinity when none is hidden. */
export function firstHiddenDay(state: CoreState): number {
  const year = oldestYear(state);
  return year === Number.NEGATIVE_INFINITY ? year : firstDayOfMonth(year * 12);
}

function oldestYear({ oldestYear }: CoreState): number {
  if (Number.isNaN(oldestYear)) throw new RecordFault('unexpected_shape', 'timestamp');
  return oldestYear;
}
