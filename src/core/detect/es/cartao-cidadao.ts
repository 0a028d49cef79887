/**
 * Cartão de Cidadão of Portugal: number of the document, issued by the IRN; its first 8 digits are the civil number (BI).
 * Shape: 8 digits, a digit, 2 letters or digits and a check digit, 00000000 0 ZZ4. Check: Luhn over base 36; the civil
 * number needs a cue.
 * Source: AMA, "Validação de Número de Documento do Cartão de Cidadão" (2009).
 */
import { isLetter } from '../announced-code.ts';
import { isDate } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import type { NumberWindow } from '../number-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';
import { hasCitizenCardCheck } from './portugal.ts';

const LENGTH = 12;
const CUES = [
  ...[
    'cartao de cidadao',
    'cartao cidadao',
    'cc',
    'c c',
    'bi',
    'bilhete de identidade',
    'numero de identificacao civil',
  ],
  ...['documento de identificacao', 'nic'],
];

function hasShape(characters: Uint16Array): boolean {
  for (let at = 0; at < LENGTH; at++) if (isLetter(characters[at]!) && at !== 9 && at !== 10) return false;
  return isLetter(characters[9]!);
}

function rateCode(code: CodeWindow, cueDistance: number): number {
  if (!hasShape(code.characters)) return NONE;
  if (hasCitizenCardCheck(code.characters)) return cueDistance < NO_CUE ? CERTAIN : CHECKED;
  return cueDistance < NO_CUE ? CUED : NONE;
}

export const citizenCard: CodeRecognizer = {
  kind: 'code',
  name: 'es/cartao-cidadao',
  entity: 'NATIONAL_ID',
  lengths: [LENGTH],
  cues: CUES,
  blanks: true,
  rate: rateCode,
  examples: {
    match: [
      'cartão de cidadão «00000000 0 ZZ4»',
      'CC «000000000ZZ4»',
      'é o «00000000-0-ZZ4»',
      'cc: «12345678 9 zx1» acho',
      'Cartão de Cidadão nº «000000000zz4»',
    ],
    reject: ['cc 500 ml', 'ref 000000000ZZ5', 'cartão de cidadão caducado em 2019', '10 cc 2x', 'bi 3 vezes'],
  },
};

function rateNumber(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || window.plus || window.parentheses || isDate(window)) return NONE;
  return window.largestGroup >= 3 ? CUED : NONE;
}

export const civilNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/civil-number',
  entity: 'NATIONAL_ID',
  digits: [7, 8, 9],
  cues: CUES,
  needsCue: true,
  rate: rateNumber,
  examples: {
    match: [
      'cartão de cidadão «12345678»',
      'BI «1234567 8»',
      'cartão cidadão nº «12 345 678»',
      'o cartão de cidadão é «123456789»',
      'bilhete de identidade: «9.876.543»',
    ],
    reject: [
      '10 cc de 12 em 12 horas',
      'bi caducado em 12/03/2019',
      'ref 12345678',
      'cc 250 ml 2x',
      'documento de identificação 2 cópias',
    ],
  },
};
