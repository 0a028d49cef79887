import type { CoreState } from './core-state.ts';
import { RecordFault } from './record-fault.ts';
import { firstDayOfMonth, monthOfDay } from './treat/calendar.ts';

const GREAT_AGE = 90;
/** Now is not before this was written: a record of an earlier time was backfilled, or has the time of a broken clock. */
const EARLIEST_NOW = 2026;
const MILLIS_PER_DAY = 86_400_000;

/**
 * Sets from which year on a date tells an age below 90: 45 CFR 164.514(b)(2)(i)(C) hides years that are "indicative of such
 * age" too. The core has no clock, so the year of the record's own timestamp is now. Its producer may write any: an earlier
 * year than EARLIEST_NOW would let the birth years of people through who are above 90 today.
 * @param timestamp milliseconds in decimal; -1 is none
 */
export function setOldestYear(state: CoreState, hidesGreatAge: boolean, timestamp: string): void {
  if (!hidesGreatAge) state.oldestYear = Number.NEGATIVE_INFINITY;
  else if (timestamp === '-1') state.oldestYear = Number.NaN;
  else state.oldestYear = Math.max(EARLIEST_NOW, yearOf(timestamp)) - GREAT_AGE;
}

function yearOf(timestamp: string): number {
  return Math.floor(monthOfDay(Math.floor(Number(timestamp) / MILLIS_PER_DAY)) / 12);
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
