/**
 * Date written in numbers.
 * Shape: 12/03/1985, 12-03-85, 12.03.1985, 1985-03-12, day or month first; 14/03 when it cannot be a blood pressure
 * or directly follows "dia"; 12031985 after a word of birth, 120385 directly after it. Check: day and month in range, year 1880 to 2099.
 * Source: ISO 8601-1:2019; custom of Brazil, Spain and the US.
 */
import { BIRTH_CUES, DAY_CUES } from '../calendar-words.ts';
import { BLANK, DOT, formOf, HYPHEN, IRREGULAR, type NumberWindow, numberAt, SLASH } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const JOINED = formOf(8);
const JOINED_SHORT = formOf(6);
/** Six digits are a date only right after the word. */
const BESIDE = 3;
/** With dots a smaller last number is the patch of a version. */
const LEAST_YEAR = 20;

function isDayAndMonth(first: number, second: number): boolean {
  return first >= 1 && second >= 1 && ((first <= 31 && second <= 12) || (first <= 12 && second <= 31));
}

function isYear(value: number): boolean {
  return value >= 1880 && value <= 2099;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses || window.form === IRREGULAR || window.separators === IRREGULAR) return NONE;
  if (window.groupCount === 3) return rateThreeGroups(window, cueDistance);
  if (window.groupCount === 2) return rateDayAndMonth(window, cueDistance);
  if (window.form === JOINED_SHORT && cueDistance <= BESIDE)
    return isDayAndMonth(numberAt(window, 0, 2), numberAt(window, 2, 4)) ? CUED : NONE;
  if (window.form !== JOINED || cueDistance === NO_CUE) return NONE;
  return isDayAndMonth(numberAt(window, 0, 2), numberAt(window, 2, 4)) && isYear(numberAt(window, 4, 8))
    ? CERTAIN
    : NONE;
}

function rateThreeGroups(window: NumberWindow, cueDistance: number): number {
  const separator = window.separators % 8;
  if (Math.floor(window.separators / 8) !== separator || separator > BLANK) return NONE;
  const last = window.form % 21;
  const middle = Math.floor(window.form / 21) % 21;
  const first = Math.floor(window.form / 441);
  if (middle > 2) return NONE;
  const one = numberAt(window, 0, first);
  const two = numberAt(window, first, first + middle);
  const three = numberAt(window, first + middle, window.count);
  const cued = cueDistance < NO_CUE;
  if (first === 4 && last <= 2) {
    return isYear(one) && isDayAndMonth(three, two) && two <= 12 && separator !== BLANK ? CHECKED : NONE;
  }
  if (first > 2 || !isDayAndMonth(one, two)) return NONE;
  if (separator === BLANK && !cued) return NONE;
  if (last === 4) return isYear(three) ? CHECKED : NONE;
  if (last !== 2) return NONE;
  // "1.2.10" is a section or a version; two digits everywhere are meant as a date.
  const full = first === 2 && middle === 2;
  const asYear = separator === HYPHEN || (separator === DOT && three >= LEAST_YEAR);
  return separator === SLASH || full || asYear ? (cued ? CUED : SHAPED) : NONE;
}

function rateDayAndMonth(window: NumberWindow, cueDistance: number): number {
  if (window.separators !== SLASH && !(window.separators === HYPHEN && cueDistance <= 2)) return NONE;
  if (window.largestGroup > 2) return rateMonthAndYear(window);
  const first = window.count - (window.form % 21);
  if (!isDayAndMonth(numberAt(window, 0, first), numberAt(window, first, window.count))) return NONE;
  if (cueDistance <= 2) return CUED;
  // 12/8 is a blood pressure, 1/2 a tablet; 14/03 can only be a date.
  return window.count === 4 && window.digits[2] === 0 && window.separators === SLASH ? SHAPED : NONE;
}

/** 03/2023. */
function rateMonthAndYear(window: NumberWindow): number {
  const month = window.count - 4;
  if (window.form % 21 !== 4 || month > 2 || !isYear(numberAt(window, month, window.count))) return NONE;
  const value = numberAt(window, 0, month);
  return value >= 1 && value <= 12 ? SHAPED : NONE;
}

export const dateNumeric: NumberRecognizer = {
  kind: 'number',
  name: 'generic/date-numeric',
  entity: 'DATE',
  digits: [2, 3, 4, 5, 6, 7, 8],
  cues: [...BIRTH_CUES, ...DAY_CUES],
  rate,
  examples: {
    match: [
      'nasci em «12/03/1985»',
      'consulta «12-03-24» às 10h',
      'fecha: «12.03.2024»',
      'on «2024-03-12» at noon',
      'DN «12031985»',
      'dn «120385»',
      'marcada pra «14/03»',
      'no dia «12/8» às 9h',
      'desde «03/2023»',
      'insulina desde «10-12-14»',
      '1ª dose «10-12-24»',
    ],
    reject: [
      'pressão 12/8 hoje',
      'PA 120/80',
      'tomar 1/2 comprimido',
      'seretide 50/250 2x/dia',
      'versão 1.2.10',
      '32/13/2024',
      '10/12/20 mg',
      'sala 12-03',
      'insulina 8-8-10',
      'rapid insulin 10-12-14',
      'esquema 10-12-14 UI',
    ],
  },
};
