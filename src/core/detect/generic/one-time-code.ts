/**
 * One-time code or PIN in groups of digits.
 * Shape: 4 to 8 digits, alone or as 771-206, 448 071, 48 21 directly after a word for such codes.
 * Source: custom.
 */
import { type NumberWindow, numberAt, SLASH } from '../number-window.ts';
import { CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const REACH = 24;
const FEWEST_IN_GROUP = 2;
const BESIDE = 4;
const SIX = 6;

function isYear(value: number): boolean {
  return value >= 1900 && value <= 2099;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || cueDistance > REACH || window.plus || window.parentheses) return NONE;
  if (window.groupCount > 3 || window.separators % 8 === SLASH || window.smallestGroup < FEWEST_IN_GROUP) return NONE;
  if (window.count === 4 && window.groupCount === 1 && cueDistance > BESIDE && isYear(numberAt(window, 0, 4)))
    return NONE;
  return window.groupCount === 1 || window.largestGroup === window.smallestGroup ? CUED : NONE;
}

export const oneTimeCode: NumberRecognizer = {
  kind: 'number',
  name: 'generic/one-time-code',
  entity: 'CREDENTIAL',
  digits: [4, 5, 6, 7, 8],
  cues: [
    ...['otp', 'pin', 'token', 'senha', 'password', 'passcode', 'clave', 'contrasena', 'access code', 'login code'],
    ...['codigo de verificacao', 'codigo de acesso', 'codigo de seguranca', 'codigo de confirmacao', 'codigo sms'],
    ...['verification code', 'security code', 'confirmation code', 'one time code', 'codigo de verificacion'],
    ...[
      'codigo de acceso',
      'codigo de seguridad',
      'codigo que chegou',
      'codigo q chegou',
      'codigo veio',
      'codigo e',
      'codigo eh',
    ],
    ...['code is', 'digit code', 'code i got', 'codigo que me llego'],
  ],
  needsCue: true,
  rate,
  examples: {
    match: [
      'código de verificação: «338207».',
      'token «448 071»',
      'o codigo q chegou «771-206»',
      'my verification code is «4821»',
      'el código de verificación es «90 21 33»',
    ],
    reject: [
      'o código é do dia 12/03/2024',
      'token expira em 5 min',
      'senha número 12',
      'code blue at 10',
      'pin de 2 cm',
    ],
  },
};

/** Six digits as text messages bring them; procedures have eight digits (TUSS) or five (CPT). */
function rateAfterCode(window: NumberWindow, cueDistance: number): number {
  const fits = window.count === SIX && window.groupCount === 1 && !window.plus;
  return fits && cueDistance <= BESIDE ? CUED : NONE;
}

export const sixDigitCode: NumberRecognizer = {
  kind: 'number',
  name: 'generic/six-digit-code',
  entity: 'CREDENTIAL',
  // The others only say that a short part at the end of a message begins nothing ("código M54.5").
  digits: [SIX, 7, 8, 9],
  cues: ['codigo', 'codigos'],
  needsCue: true,
  rate: rateAfterCode,
  examples: {
    match: [
      'código «482913»',
      'o código: «009121» chegou',
      'código é «771206»',
      'Código «331874».',
      'mi codigo «552010»',
    ],
    reject: [
      'código do exame 482913',
      'código TUSS 40304361',
      'código 12/03/24',
      'código 4829 aqui',
      'código M54.5',
      '482913',
    ],
  },
};
