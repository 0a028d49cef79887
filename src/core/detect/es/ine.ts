/**
 * Clave de elector and numbers of the voter card of Mexico, issued by the INE (before: IFE).
 * Shape: 6 letters, date yymmdd, state 01-33, H or M, 3 digits; the card also has a CIC (9 digits) and an OCR (12 or 13).
 * No check digit; the key is rare enough by itself, the numbers need a cue.
 * Source: INE, "Credencial para votar, elementos"; Ley General de Instituciones y Procedimientos Electorales art. 156.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';
import { areLetters, isShortDate } from './curp.ts';

const CUES = [
  'ine',
  'ife',
  'clave de elector',
  'clave elector',
  'credencial de elector',
  'credencial para votar',
  'ocr',
  'cic',
];
const LENGTH = 18;

function hasKeyShape(characters: Uint16Array): boolean {
  if (!areLetters(characters, 0, 6) || !isShortDate(characters, 6)) return false;
  const sex = characters[14]!;
  if (sex !== 0x68 && sex !== 0x6d) return false;
  for (const at of [12, 13, 15, 16, 17]) if (isLetter(characters[at]!)) return false;
  return (characters[12]! - 0x30) * 10 + characters[13]! - 0x30 <= 33;
}

function rateCode(code: CodeWindow, cueDistance: number): number {
  const cued = cueDistance < NO_CUE;
  if (code.length === LENGTH && hasKeyShape(code.characters)) return cued ? CERTAIN : CHECKED;
  return cued && code.digits >= 6 && code.letters >= 4 && code.blanks === 0 ? CUED : NONE;
}

export const electorKey: CodeRecognizer = {
  kind: 'code',
  name: 'es/elector-key',
  entity: 'NATIONAL_ID',
  lengths: [16, 17, 18, 19],
  cues: CUES,
  blanks: true,
  rate: rateCode,
  examples: {
    match: [
      'INE «GMZLRS85061509H400»',
      'clave de elector: «gmzlrs85061509h400»',
      'es «GMZLRS85061509M400»',
      'clave elector «GMZLRS 85061509 H400»',
      'ine «GMZLR85061509H400» creo',
    ],
    reject: ['ine vencida en 2019', 'GMZLRS85991509H400', 'GMZLRS85061599H400', 'ine 2 copias', 'ife y curp'],
  },
};

export const voterCardNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/voter-card-number',
  entity: 'NATIONAL_ID',
  digits: [9, 10, 12, 13],
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => (cueDistance < NO_CUE && !window.plus && !window.parentheses ? CUED : NONE),
  examples: {
    match: [
      'INE «0747116375842»',
      'mi ine es «074711637»',
      'OCR «0747 1163 75842»',
      'credencial de elector «0747116375»',
      'cic: «074711637»',
    ],
    reject: [
      'ine vencida en 2019, renovar',
      'ine 3 copias',
      'folio 0747116375842',
      'ocr a las 10:30',
      'ine 12/03/2024',
    ],
  },
};
