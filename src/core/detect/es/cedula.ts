/**
 * Identity numbers of Chile (RUN, RUT), Colombia (cédula de ciudadanía, NIT) and neighbours.
 * Shape: RUN 15.880.447-3 or -K, check: weights 2..7 from the right, modulo 11; cédula 6 to 10 digits, no check, a cue.
 * Source: Servicio de Registro Civil (Chile); Registraduría Nacional, DIAN Orden Administrativa 4/1989 (Colombia).
 */
import { isDate } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { BLANK, DOT, formOf, HYPHEN, type NumberWindow, SLASH, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const K = 0x6b;
const TEN = 10;
const PRINTED = new Set([formOf(2, 3, 3, 1), formOf(1, 3, 3, 1)]);
const PRINTED_SEPARATORS = new Set([separatorsOf(DOT, DOT, HYPHEN), separatorsOf(BLANK, BLANK, HYPHEN)]);
const CUES = [
  ...[
    'cedula',
    'cedulas',
    'cedula de ciudadania',
    'cedula de identidad',
    'c c',
    'cc',
    'c i',
    'ci',
    'run',
    'rut',
    'ruts',
  ],
  ...[
    'r u t',
    'nit',
    'ti',
    'tarjeta de identidad',
    'registro civil',
    'ruc',
    'carne de identidad',
    'carnet de identidad',
  ],
  ...['identificacion', 'numero de identificacion', 'documento', 'nuip', 'cuenta rut'],
];

/** Control value of the first `count` digits of a RUN: 0 to 9, or ten for K. */
export function runControl(digits: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let at = count - 1, weight = 2; at >= 0; at--, weight = weight === 7 ? 2 : weight + 1)
    sum += digits[at]! * weight;
  return (11 - (sum % 11)) % 11;
}

function rateNumber(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses || isDate(window)) return NONE;
  const printed = PRINTED.has(window.form) && PRINTED_SEPARATORS.has(window.separators);
  const joined = (window.form === formOf(8, 1) || window.form === formOf(7, 1)) && window.separators === HYPHEN;
  const valid = (printed || joined) && runControl(window.digits, window.count - 1) === window.digits[window.count - 1];
  if (cueDistance === NO_CUE) return valid ? CHECKED : NONE;
  if (valid) return CERTAIN;
  return window.separators % 8 !== SLASH && (window.largestGroup >= 3 || window.largestGroup === 1) ? CUED : NONE;
}

export const cedula: NumberRecognizer = {
  kind: 'number',
  name: 'es/cedula',
  entity: 'NATIONAL_ID',
  digits: [6, 7, 8, 9, 10],
  cues: CUES,
  rate: rateNumber,
  examples: {
    match: [
      'rut «15.880.447-3», licencia',
      'cédula «5590127» y la clave',
      'la cédula «43 882 119», el cel',
      'C.I. «1.020.445.118»',
      'RUN «12.345.678-5»',
      'es «12345678-5», de mi mamá',
      'nit «900.123.456-7»',
    ],
    reject: [
      '10 cc cada 8 horas, 250 ml',
      'cedula vencida el 12/03/2019',
      'ref 5590127',
      'rut pendiente de 2 papeles',
      'ti 120/80',
    ],
  },
};

function rateCode(code: CodeWindow, cueDistance: number): number {
  const { characters, length } = code;
  if (characters[length - 1] !== K || code.letters !== 1 || code.lastBlank === length - 1) return NONE;
  const valid =
    runControl(
      characters.map((character) => character - 0x30),
      length - 1,
    ) === TEN;
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  return valid && code.separators > 0 ? CHECKED : NONE;
}

export const runWithK: CodeRecognizer = {
  kind: 'code',
  name: 'es/run-with-k',
  entity: 'NATIONAL_ID',
  lengths: [8, 9],
  cues: CUES,
  blanks: true,
  rate: rateCode,
  examples: {
    match: [
      'rut «20.961.605-K»',
      'soy «20961605-k»',
      'run: «20961605K»',
      '«20 961 605-K», soy Gonzalo',
      'RUT «20.961.606-K», creo',
      'cédula de identidad «9.472.112-k»',
    ],
    reject: ['ref 20961606-K', 'leucocitos 12k', 'son 20k pesos', 'vitamina k 10mg', 'rut pendiente'],
  },
};
