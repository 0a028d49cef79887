import {
  BLANK,
  DOT,
  formOf,
  HYPHEN,
  hasSeparator,
  IRREGULAR,
  type NumberWindow,
  numberAt,
  SLASH,
  separatorsOf,
} from './number-window.ts';
import { CUED, NO_CUE, NONE, SHAPED } from './recognizer.ts';

/** How far before a number of so many digits its cue may stand: a short one must follow at once. */
const NEAR = 8;
const CLOSE = 18;
/** Groups parted by blanks that are longer than this are values of their own. */
const LONGEST_BLANKED_GROUP = 5;
const FEWEST_SINGLE_DIGITS = 6;
const FEWEST_BLANKED_DIGITS = 6;
const FEWEST_SURE_DIGITS = 8;

/**
 * Whether a number after a cue can be the number of a record, card, account or case: near enough for its length, and no
 * date, year, time, range, blood pressure or row of small numbers. Sources: custom; own reading of chats.
 */
function isAnnounced(window: NumberWindow, cueDistance: number, fewest: number): boolean {
  if (window.plus || window.parentheses || window.count < fewest) return false;
  if (window.count <= 4 ? cueDistance > NEAR : window.count <= 6 && cueDistance > CLOSE) return false;
  if (window.groupCount === 1) return window.count !== 4 || !isYear(numberAt(window, 0, 4));
  return isGroupedNumber(window) && !isDate(window) && !isRange(window);
}

/** Strength of an announced number: one of few digits is left alone as a price, dose or measurement. */
export function rateAnnounced(window: NumberWindow, cueDistance: number, fewest: number): number {
  if (cueDistance === NO_CUE || !isAnnounced(window, cueDistance, fewest)) return NONE;
  return window.count >= FEWEST_SURE_DIGITS ? CUED : SHAPED;
}

/** The numbers from `first` to `last`, as lists of digit counts and code lengths want them. */
export function countsFrom(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Groups as numbers are printed: a block of three digits, pairs with one kind of mark, or single digits spelled out. */
function isGroupedNumber(window: NumberWindow): boolean {
  const { form, largestGroup, smallestGroup, groupCount } = window;
  if (largestGroup === 1) return groupCount >= FEWEST_SINGLE_DIGITS;
  if (form === IRREGULAR) return largestGroup <= 4 && smallestGroup >= 2;
  if (hasSeparator(window, BLANK)) {
    if (hasSeparator(window, DOT) || (hasSeparator(window, SLASH) && !endsWithSuffix(window))) return false;
    if (largestGroup < 2 || window.count < FEWEST_BLANKED_DIGITS) return false;
    return largestGroup <= LONGEST_BLANKED_GROUP || smallestGroup >= 3 || (groupCount >= 3 && form % 21 === 2);
  }
  return largestGroup >= 3 || (groupCount >= 3 && smallestGroup === 2 && !hasSeparator(window, DOT));
}

/** A long group, a slash and two digits: 1 2204471/08. */
function endsWithSuffix({ form, separators }: NumberWindow): boolean {
  return separators % 8 === SLASH && form % 21 === 2 && Math.floor(form / 21) % 21 >= LONGEST_BLANKED_GROUP;
}

/** 12/03/1985, 03-12-85, 1985-03-12, 03/2023 and years joined. */
export function isDate(window: NumberWindow): boolean {
  const { groupCount, form, count } = window;
  if (form === IRREGULAR || hasSeparator(window, BLANK)) return false;
  const last = form % 21;
  if (groupCount === 2) {
    const first = numberAt(window, 0, count - last);
    const second = numberAt(window, count - last, count);
    return (first <= 12 && isYear(second)) || (isYear(first) && isYear(second));
  }
  if (groupCount !== 3) return false;
  const middle = Math.floor(form / 21) % 21;
  const first = count - middle - last;
  const one = numberAt(window, 0, first);
  const two = numberAt(window, first, first + middle);
  const three = numberAt(window, first + middle, count);
  if (first === 4) return isYear(one) && two >= 1 && two <= 12 && three >= 1 && three <= 31 && last <= 2;
  if (first > 2 || middle > 2 || (last !== 2 && !(last === 4 && isYear(three)))) return false;
  return one >= 1 && two >= 1 && ((one <= 31 && two <= 12) || (one <= 12 && two <= 31));
}

/** 120/80, 150-400, 1.200,00 with a dot alone: two small groups. */
function isRange(window: NumberWindow): boolean {
  const small = window.groupCount === 2 && window.largestGroup <= 3;
  return small && (window.separators === SLASH || window.separators === HYPHEN);
}

function isYear(value: number): boolean {
  return value >= 1900 && value <= 2099;
}

/** Hyphens, blanks or dots between three groups, one kind for all. */
export function isPrintedInThree(window: NumberWindow, first: number, second: number, third: number): boolean {
  if (window.form !== formOf(first, second, third)) return false;
  const { separators } = window;
  return [HYPHEN, BLANK, DOT].some((mark) => separators === separatorsOf(mark, mark));
}
