import { firstDayOfMonth, monthOfDay } from './calendar.ts';
import { type DateOrder, type ReadDate, readDate } from './date-text.ts';

export type Granularity = 'hour' | 'day' | 'month' | 'year';

const INT32_MINIMUM = -2_147_483_648;
const INT64_MINIMUM = -(2n ** 63n);
/** Units in which Avro counts time, and how many of them an hour has. */
const UNITS_PER_HOUR = { millis: 3_600_000n, micros: 3_600_000_000n, nanos: 3_600_000_000_000n } as const;
export type TimeUnit = keyof typeof UNITS_PER_HOUR;
const OLD_AGE = 90;
const AGE = /^(\d{1,5})(?:[.,]\d)?\+?(?:[ -]?([a-zñêí/]{1,7})(?: de idade| de edad|[ -]old)?)?$/;
const YEARS = { letter: '', perYear: 1 };
const MONTHS = { letter: 'm', perYear: 12 };
const WEEKS = { letter: 'w', perYear: 52.18 };
const DAYS = { letter: 'd', perYear: 365.25 };
/** The units of ages in Portuguese, Spanish and English; a number without a unit counts years. */
const UNITS = new Map([
  ...['', 'a', 'ano', 'anos', 'año', 'años', 'y', 'yo', 'y/o', 'yr', 'yrs', 'year', 'years'].map(
    (word) => [word, YEARS] as const,
  ),
  ...['m', 'mes', 'mês', 'meses', 'month', 'months'].map((word) => [word, MONTHS] as const),
  ...['w', 'semana', 'semanas', 'week', 'weeks'].map((word) => [word, WEEKS] as const),
  ...['d', 'dia', 'dias', 'día', 'días', 'day', 'days'].map((word) => [word, DAYS] as const),
]);

/**
 * Cuts an Avro logical `date` (days since 1970-01-01) to the first day of its month or year; hour and day leave it as it is.
 * @returns days, never below what an Avro `int` holds
 */
export function generalizeDays(days: number, granularity: Granularity): number {
  if (granularity === 'hour' || granularity === 'day') return days;
  return Math.max(firstDay(days, granularity), INT32_MINIMUM);
}

/**
 * Cuts a timestamp to the start of its hour, day, month or year in UTC; what lies before 1970 is cut towards the past too.
 * @param value since 1970-01-01T00:00Z, in `unit`
 * @returns in the same unit, never below what an Avro `long` holds
 */
export function generalizeTime(value: bigint, unit: TimeUnit, granularity: Granularity): bigint {
  const hour = UNITS_PER_HOUR[unit];
  const size = granularity === 'hour' ? hour : hour * 24n;
  let start = floorDivide(value, size);
  if (granularity === 'month' || granularity === 'year') start = BigInt(firstDay(Number(start), granularity));
  const cut = start * size;
  return cut < INT64_MINIMUM ? INT64_MINIMUM : cut;
}

/**
 * Cuts a date written as text, in the forms of `readDate`; what the text does not say stays unsaid.
 * @returns `1985`, `1985-03`, `1985-03-12` or `1985-03-12T14:00`; null when the text cannot be read as a date
 */
export function generalizeDateText(text: string, granularity: Granularity, order: DateOrder): string | null {
  const date = readDate(text, order);
  return date === null ? null : writeDate(date, granularity);
}

/**
 * Hides great age as 45 CFR 164.514(b)(2)(i)(C) asks: 90 years and above (also told in months, weeks or days) become `90+`.
 * @returns a younger age in one ASCII spelling: whole years as a number (`43 años` is `43`), other units as number and letter
 * (`8 meses` is `8m`; weeks `w`, days `d`); null when the text is no age
 */
export function generalizeAge(text: string): string | null {
  if (text.length > 40) return null;
  const folded = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  const part = AGE.exec(folded);
  const unit = UNITS.get(part?.[2] ?? '');
  if (!part || !unit) return null;
  const count = Number(part[1]);
  return count / unit.perYear >= OLD_AGE || folded === '90+' ? '90+' : `${count}${unit.letter}`;
}

/** How many units a day has. */
export function unitsPerDay(unit: TimeUnit): bigint {
  return UNITS_PER_HOUR[unit] * 24n;
}

/** Days since 1970-01-01 of the first day of the month or year that holds a day. */
function firstDay(days: number, granularity: 'month' | 'year'): number {
  const month = monthOfDay(days);
  return firstDayOfMonth(granularity === 'month' ? month : Math.floor(month / 12) * 12);
}

function floorDivide(value: bigint, size: bigint): bigint {
  const quotient = value / size;
  return value < 0n && quotient * size !== value ? quotient - 1n : quotient;
}

function writeDate(date: ReadDate, granularity: Granularity): string {
  const year = String(date.year);
  if (granularity === 'year' || date.month < 0) return year;
  const month = `${year}-${twoDigits(date.month)}`;
  if (granularity === 'month' || date.day < 0) return month;
  const day = `${month}-${twoDigits(date.day)}`;
  return granularity === 'day' || date.hour < 0 ? day : `${day}T${twoDigits(date.hour)}:00`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
