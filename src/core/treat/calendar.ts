/**
 * Proleptic Gregorian calendar on plain numbers, exact for every day that an int64 timestamp can name.
 * A month is one number, `year * 12 + (month - 1)`, so that no object is made for a date.
 * Source: the era arithmetic of Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
const DAYS_TO_1970 = 719_468;
const DAYS_PER_ERA = 146_097;

/** The month that holds a day (days since 1970-01-01, may be negative). */
export function monthOfDay(days: number): number {
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Counted from March, so that the leap day is the last day of its year.
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (yearOfEra + era * 400) * 12 + monthFromMarch + 2;
}

/** Days since 1970-01-01 of the first day of a month. */
export function firstDayOfMonth(month: number): number {
  const fromMarch = month - 2;
  const year = Math.floor(fromMarch / 12);
  const monthFromMarch = fromMarch - year * 12;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
}

/** How many days a month has. */
export function lengthOfMonth(month: number): number {
  return firstDayOfMonth(month + 1) - firstDayOfMonth(month);
}
