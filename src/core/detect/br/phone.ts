/**
 * Telephone numbers as written in Brazil; numbering plan of Anatel.
 * Shape: area code (67 of them) and 8 digits beginning 2-5, or 9 digits beginning 9; before it +55, 55, 0, 0 and a
 * carrier code; hotlines 0800 and 0300; without area code when written 98765-4321 or 3333-4444. No check digit.
 * Source: Anatel, Resolução 749/2022 (Regulamento de Numeração).
 */
import { BLANK, DOT, formOf, HYPHEN, IRREGULAR, type NumberWindow, numberAt, separatorsOf } from '../number-window.ts';
import { PHONE_CUES } from '../phone-cues.ts';
import { CERTAIN, CHECKED, CUED, EVIDENT, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const AREA_CODES = new Set([
  11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45, 46, 47, 48,
  49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89,
  91, 92, 93, 94, 95, 96, 97, 98, 99,
]);
const CARRIERS = new Set([12, 14, 15, 17, 21, 23, 25, 31, 41, 43]);

/** Groups that a number with area code is written in. */
const NATIONAL_GROUPS = [
  [2, 5, 4],
  [2, 4, 4],
  [2, 1, 4, 4],
  [2, 1, 8],
  [2, 9],
  [2, 8],
  [2, 3, 3, 3],
  [2, 5, 2, 2],
  [2, 3, 2, 2, 2],
  [2, 2, 2, 2, 2],
];
/** Groups of what may stand before it: 0, 55, 0 and carrier, 0055. */
const PREFIX_GROUPS = [[1], [2], [1, 2], [3], [4], [2, 2]];
const WRITTEN = new Set(
  NATIONAL_GROUPS.flatMap(([area = 0, ...subscriber]) => [
    formOf(area, ...subscriber),
    ...PREFIX_GROUPS.flatMap((prefix) => [
      formOf(...prefix, area, ...subscriber),
      formOf(...prefix.slice(0, -1), (prefix.at(-1) ?? 0) + area, ...subscriber),
    ]),
  ]),
);
/** Area code and subscriber run together: 1198765-4321. */
const JOINED = new Set([formOf(6, 4), formOf(7, 4)]);
const HOTLINE = new Set([formOf(4, 3, 4), formOf(4, 3, 2, 2), formOf(4, 7), formOf(11)]);

/** Area code and subscriber, alone or after 0, 55, 0 and carrier, 0055. */
function isWithAreaCode(window: NumberWindow): boolean {
  for (let prefix = 0; prefix <= 4; prefix++) {
    const subscriber = window.count - prefix - 2;
    if ((subscriber === 8 || subscriber === 9) && isPrefix(window, prefix) && isNational(window, prefix)) return true;
  }
  return false;
}

function isPrefix(window: NumberWindow, length: number): boolean {
  const { digits } = window;
  if (length === 0) return true;
  if (length === 1) return digits[0] === 0;
  if (length === 2) return digits[0] === 5 && digits[1] === 5;
  if (length === 3) return digits[0] === 0 && CARRIERS.has(numberAt(window, 1, 3));
  return digits[0] === 0 && digits[1] === 0 && digits[2] === 5 && digits[3] === 5;
}

function isNational(window: NumberWindow, from: number): boolean {
  if (!AREA_CODES.has(numberAt(window, from, from + 2))) return false;
  return isSubscriber(window, from + 2);
}

function isSubscriber(window: NumberWindow, from: number): boolean {
  const first = window.digits[from]!;
  return window.count - from === 9 ? first === 9 : first >= 2 && first <= 5;
}

function isHotline(window: NumberWindow): boolean {
  const prefix = numberAt(window, 0, 4);
  return (prefix === 800 || prefix === 300) && window.count === 11 && HOTLINE.has(window.form);
}

function rateNational(window: NumberWindow, cued: boolean): number {
  const written = WRITTEN.has(window.form);
  if (cued) return written || window.groupCount === 1 ? CERTAIN : CUED;
  if (written || window.plus) return CHECKED;
  if (JOINED.has(window.form) && window.separators === HYPHEN) return EVIDENT;
  // Eleven or more digits in one run: a mobile is likely, but a CPF with check digits is likelier.
  return window.groupCount === 1 ? (isMobile(window) || hasCountryCode(window) ? EVIDENT : SHAPED) : NONE;
}

/** Ends with an area code and a mobile's nine digits: no dose or price looks so. */
function isMobile(window: NumberWindow): boolean {
  return window.count >= 11 && window.digits[window.count - 9] === 9 && isNational(window, window.count - 11);
}

function hasCountryCode(window: NumberWindow): boolean {
  return window.count >= 12 && window.digits[0] === 5 && window.digits[1] === 5;
}

function rateLocal(window: NumberWindow, cued: boolean): number {
  if (window.plus || window.parentheses || !isSubscriber(window, 0)) return NONE;
  const written =
    window.form === formOf(5, 4) ||
    window.form === formOf(4, 4) ||
    window.form === formOf(1, 4, 4) ||
    window.form === formOf(3, 3, 3);
  if (cued) return written || window.groupCount === 1 ? CERTAIN : CUED;
  if (isYearRange(window)) return NONE;
  const dashed =
    window.separators === HYPHEN || window.separators === DOT || window.separators === separatorsOf(BLANK, HYPHEN);
  return dashed && window.form !== formOf(3, 3, 3) && written ? SHAPED : NONE;
}

/** 2019-2020 is no telephone number. */
function isYearRange(window: NumberWindow): boolean {
  if (window.form !== formOf(4, 4)) return false;
  const first = numberAt(window, 0, 4);
  const second = numberAt(window, 4, 8);
  return first >= 1900 && first < 2100 && second >= 1900 && second < 2100;
}

/** "(11) 94338-10092": the area code tells, although digits are missing or too many. */
function isAreaWithParentheses(window: NumberWindow): boolean {
  if (window.form === IRREGULAR || window.count < 9 || window.count > 12 || window.largestGroup < 4) return false;
  return AREA_CODES.has(numberAt(window, 0, 2)) && firstGroupOf(window) === 2;
}

function firstGroupOf(window: NumberWindow): number {
  let form = window.form;
  while (form >= 21) form = Math.floor(form / 21);
  return form;
}

function rate(window: NumberWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (window.form === IRREGULAR && !cued) return NONE;
  if (window.count >= 10) {
    if (isHotline(window)) return CHECKED;
    if (isWithAreaCode(window)) return rateNational(window, cued);
  } else if (window.count >= 8) {
    const strength = rateLocal(window, cued);
    if (strength !== NONE) return strength;
  }
  if (window.parentheses && isAreaWithParentheses(window)) return cued ? CUED : SHAPED;
  // A number of another country or one mistyped, after a cue.
  return cued && window.count <= 13 && window.count >= 8 ? CUED : NONE;
}

export const brazilianPhone: NumberRecognizer = {
  kind: 'number',
  name: 'br/phone',
  entity: 'PHONE',
  digits: [8, 9, 10, 11, 12, 13, 14],
  cues: PHONE_CUES,
  rate,
  examples: {
    match: [
      'meu zap é «11 98765 4321»',
      'liga no «(21) 3333-4444» por favor',
      '«+55 11 98765-4321»',
      'manda msg «98765-4321»',
      'tel «33334444»',
      '«5511987654321» esse',
      'central «0800 123 4567»',
      'cel «011 98765-4321» / «11 91234-5678»',
      'fone «(41) 3222-1111»',
      'zap «9 8765 43 21»',
      'é «(011)9.8765.4321»',
      '«21-99999 8888» obrigada',
      'Confere: «(11) 94338-10092»?',
      'meu tel é «9-8765-4321»',
      'liga «1198765-4321»',
      'dose «11987654321»mg',
      'custou «19968323309» reais',
      '«5511987654321» peso',
    ],
    reject: [
      'de 2019-2020 morei lá',
      'data 12/03/2024',
      'pressão 120/80 fc 78 sat 98',
      'cep 01310-100',
      'tomo losartana 50 mg 2x ao dia há 10 anos',
      'valor 5.000.000,00',
    ],
  },
};
