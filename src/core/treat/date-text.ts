import { lengthOfMonth } from './calendar.ts';

/** A date as far as a text tells it: month and day count from 1, and -1 stands for what the text does not say. */
export interface ReadDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
}

/** Which of two numbers is the day, when both could be. */
export type DateOrder = 'dmy' | 'mdy';

/** How the people of a country (ISO 3166) write their dates. */
export function dateOrder(region: string): DateOrder {
  return region === 'US' ? 'mdy' : 'dmy';
}

const MAXIMUM_LENGTH = 64;

const MONTH_NAMES: readonly (readonly string[])[] = [
  ['janeiro', 'jan', 'enero', 'ene', 'january'],
  ['fevereiro', 'fev', 'febrero', 'feb', 'february'],
  ['marco', 'mar', 'marzo', 'march'],
  ['abril', 'abr', 'april', 'apr'],
  ['maio', 'mai', 'mayo', 'may'],
  ['junho', 'jun', 'junio', 'june'],
  ['julho', 'jul', 'julio', 'july'],
  ['agosto', 'ago', 'august', 'aug'],
  ['setembro', 'set', 'septiembre', 'setiembre', 'sep', 'sept', 'september'],
  ['outubro', 'out', 'octubre', 'oct', 'october'],
  ['novembro', 'nov', 'noviembre', 'november'],
  ['dezembro', 'dez', 'diciembre', 'dic', 'december', 'dec'],
];

const MONTH_BY_NAME = new Map(MONTH_NAMES.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

const WEEKDAY =
  /^(?:(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|sabado|domingo|lunes|martes|miercoles|jueves|viernes|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? /;
const TIME =
  /(?:t|,? (?:as |a las |at )?)(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?|h(\d{2})?)(?:z|[+-]\d{2}:?\d{2})?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/;
const MONTH_YEAR = /^(\d{1,2})[-/.](\d{4})$/;
const YEAR_MONTH = /^(\d{4})-(\d{2})$/;
const EIGHT_DIGITS = /^(\d{2})(\d{2})(\d{2})(\d{2})$/;
const YEAR_ONLY = /^(\d{4})$/;
const DAY_NAME_YEAR =
  /^(?:the )?(\d{1,2})(?:o|st|nd|rd|th)?(?: de | of |[ /-])([a-z]{3,10})\.?(?:,? | de | del |[/-])(\d{4})$/;
const NAME_DAY_YEAR = /^([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/;
const NAME_YEAR = /^([a-z]{3,10})\.?(?:,? | de | del |[/-])(\d{4})$/;

/**
 * Reads a date in the forms that people and systems write in Portuguese, Spanish and English, with or without a time of day.
 * @returns null when the whole text is no such date; two-digit years are not guessed
 */
export function readDate(text: string, order: DateOrder): ReadDate | null {
  if (text.length > MAXIMUM_LENGTH) return null;
  let rest = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ')
    .replace(WEEKDAY, '');
  let hour = -1;
  const time = TIME.exec(rest);
  if (time) {
    hour = Number(time[1]);
    if (hour > 23 || Number(time[2] ?? time[4] ?? 0) > 59 || Number(time[3] ?? 0) > 60) return null;
    rest = rest.slice(0, time.index);
  }
  const date = readNumericDate(rest, order) ?? readNamedDate(rest);
  if (date === null || (hour >= 0 && date.day < 0)) return null;
  return hour < 0 ? date : { ...date, hour };
}

function readNumericDate(text: string, order: DateOrder): ReadDate | null {
  let part = YEAR_FIRST.exec(text);
  if (part) return checked(part[1], part[3], part[4]);
  part = YEAR_LAST.exec(text);
  if (part) return order === 'dmy' ? dayAndMonth(part[1], part[3], part[4]) : dayAndMonth(part[3], part[1], part[4]);
  part = MONTH_YEAR.exec(text);
  if (part) return checked(part[2], part[1], undefined);
  part = YEAR_MONTH.exec(text);
  if (part) return checked(part[1], part[2], undefined);
  part = YEAR_ONLY.exec(text);
  if (part) return checked(part[1], undefined, undefined);
  part = EIGHT_DIGITS.exec(text);
  if (part === null) return null;
  // A year of the 20th or 21st century stands on one side only: 19 and 20 are no month.
  const century = Number(part[3]);
  if (century !== 19 && century !== 20) return checked(`${part[1]}${part[2]}`, part[3], part[4]);
  const year = `${part[3]}${part[4]}`;
  return order === 'dmy' ? dayAndMonth(part[1], part[2], year) : dayAndMonth(part[2], part[1], year);
}

function readNamedDate(text: string): ReadDate | null {
  let part = DAY_NAME_YEAR.exec(text);
  if (part) return named(part[3], part[2], part[1]);
  part = NAME_DAY_YEAR.exec(text);
  if (part) return named(part[3], part[1], part[2]);
  part = NAME_YEAR.exec(text);
  return part ? named(part[2], part[1], undefined) : null;
}

function named(year: string | undefined, name: string | undefined, day: string | undefined): ReadDate | null {
  const month = MONTH_BY_NAME.get(name ?? '');
  return month === undefined ? null : checked(year, String(month), day);
}

/** The other order is taken when only it gives a date: 03/25/1985 can be read in one way. */
function dayAndMonth(day: string | undefined, month: string | undefined, year: string | undefined): ReadDate | null {
  return checked(year, month, day) ?? checked(year, day, month);
}

function checked(year: string | undefined, month: string | undefined, day: string | undefined): ReadDate | null {
  const date = { year: Number(year), month: month ? Number(month) : -1, day: day ? Number(day) : -1, hour: -1 };
  if (date.year < 1000 || date.year > 2999) return null;
  if (month !== undefined && (date.month < 1 || date.month > 12)) return null;
  if (day !== undefined && (date.day < 1 || date.day > lengthOfMonth(date.year * 12 + date.month - 1))) return null;
  return date;
}
