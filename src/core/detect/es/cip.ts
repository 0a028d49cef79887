/**
 * CIP of Spain: number of the health card; of the SNS, and of the regions.
 * Shape: SNS BBBBBBBB, two letters and 6 digits; Cataluña 4 letters and 10 digits (sex, date of birth, order); Andalucía
 * (NUHSA) AN and 10 digits; Madrid (CIPA) 10 digits; Comunitat Valenciana (SIP) 6 to 8; others after a cue. No check.
 * Source: Real Decreto 183/2004, annex (Real Decreto 702/2013); CatSalut, "Codi d'identificació personal".
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { hasSeparator, type NumberWindow, SLASH } from '../number-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const B = 0x62;
const CUES = [
  ...['cip', 'cips', 'cip sns', 'cipa', 'sip', 'tsi', 'nuhsa', 'tis', 'tarjeta sanitaria', 'targeta sanitaria'],
  ...['codigo sns', 'tarjeta individual sanitaria', 'catsalut', 'codigo de identificacion personal'],
];

function isNational(code: CodeWindow): boolean {
  const { characters } = code;
  if (code.length !== 16 || code.digits !== 6) return false;
  for (let at = 0; at < 8; at++) if (characters[at] !== B) return false;
  return isLetter(characters[8]!) && isLetter(characters[9]!);
}

/** ROPU 0 250317 00 1: four letters, sex, year, month, day. */
function isCatalan(code: CodeWindow): boolean {
  const { characters } = code;
  if (code.length !== 14 || code.digits !== 10) return false;
  for (let at = 0; at < 4; at++) if (!isLetter(characters[at]!)) return false;
  const month = (characters[7]! - 0x30) * 10 + characters[8]! - 0x30;
  const day = (characters[9]! - 0x30) * 10 + characters[10]! - 0x30;
  return characters[4]! <= 0x31 && month >= 1 && month <= 12 && day >= 1 && day <= 71;
}

function isAndalusian(code: CodeWindow): boolean {
  const { characters } = code;
  return code.length === 12 && code.digits === 10 && characters[0] === 0x61 && characters[1] === 0x6e;
}

function rateCode(code: CodeWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (isNational(code)) return CERTAIN;
  if (isCatalan(code) || (isAndalusian(code) && code.blanks === 0)) return cued ? CERTAIN : CHECKED;
  if (!cued || code.digits < 5) return NONE;
  return code.blanks === 0 || code.capitals ? CUED : NONE;
}

export const cipCode: CodeRecognizer = {
  kind: 'code',
  name: 'es/cip-code',
  entity: 'HEALTH_PLAN',
  lengths: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
  cues: CUES,
  blanks: true,
  rate: rateCode,
  examples: {
    match: [
      'CIP «BBBBBBBBKX791204»',
      'CIP «ROPU 0 250317 00 1». Necesito',
      'tsi «RIJO1850311004», de San',
      'nuhsa «AN0123456789»',
      'mi tarjeta es «ANLO1801204007»',
      'tarjeta sanitaria «MDRD791204KXW»',
    ],
    reject: ['ABCD 500 mg x2', 'cip pendiente', 'tarjeta sanitaria caducada hace 2 meses', 'an 10', 'bbbb 12'],
  },
};

export const cipNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/cip-number',
  entity: 'HEALTH_PLAN',
  digits: [6, 7, 8, 9, 10, 11, 12],
  cues: CUES,
  needsCue: true,
  rate: (window: NumberWindow, cueDistance: number) =>
    cueDistance < NO_CUE && !window.plus && !window.parentheses && !hasSeparator(window, SLASH) ? CUED : NONE,
  examples: {
    match: [
      'SIP «10448823», Vicent',
      'cipa «1234567890»',
      'tarjeta sanitaria: «104 488 23»',
      'TIS «12345678»',
      'mi sip es «1044882»',
    ],
    reject: [
      'cip desde 12/03/2019',
      'sip, tomo 2 al dia',
      'tarjeta sanitaria de 5 personas',
      'ref 10448823',
      'tis a las 10:30, sala 2',
    ],
  },
};
