/**
 * RG: identity card of a Brazilian state, issued by its police or Detran; being replaced by the CIN, which has the CPF.
 * Shape: 5 to 11 digits, often 12.345.678-X, with letters in some states (MG-8.442.190, 2R 918.374). No national rule for
 * a check digit: a cue, or the issuer after it ("2.847.193 SSP/SP").
 * Source: Lei 7.116/1983; Decreto 10.977/2022; each state's Instituto de Identificação.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, isDate } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { hasSeparator, type NumberWindow, SLASH } from '../number-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...[
    'rg',
    'rgs',
    'registro geral',
    'identidade',
    'identidades',
    'carteira de identidade',
    'ident',
    'cedula de identidade',
  ],
  ...['numero da identidade', 'numero do rg', 'rg n', 'documento de identidade', 'rani', 'reservista'],
];
const FEWEST_DIGITS_OF_CODE = 5;
const X = 0x78;
const SHORT = 7;
const CLOSE = 18;

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || window.plus || window.parentheses || hasSeparator(window, SLASH)) return NONE;
  if ((window.count < SHORT && cueDistance > CLOSE) || isDate(window)) return NONE;
  return CUED;
}

export const rg: NumberRecognizer = {
  kind: 'number',
  name: 'br/rg',
  entity: 'RG',
  digits: countsFrom(5, 13),
  cues: CUES,
  needsCue: true,
  rate,
  examples: {
    match: [
      'RG «34.907.115-2» SSP/SP',
      'rg «09 882 114 37» ssp ba',
      'minha identidade: «2003009128847»',
      'carteira de identidade nº «5.018.773»',
      'rg: «123456789»',
      'o rg dela é «3.227.118-4» e o meu perdi',
    ],
    reject: [
      'rg em 2 dias',
      'rg vencido desde 12/03/2014',
      'perdi a identidade ontem às 10:30',
      'código 34.907.115',
      'rg ou cnh dos 2',
    ],
  },
};

/** With the check sign X of São Paulo and others, or letters of a state before. */
function rateCode(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || code.digits < FEWEST_DIGITS_OF_CODE) return NONE;
  if (code.letters === 1 && code.characters[code.length - 1] === X) return CUED;
  return rateAnnouncedCode(code, cueDistance, FEWEST_DIGITS_OF_CODE + 1);
}

export const rgCode: CodeRecognizer = {
  kind: 'code',
  name: 'br/rg-code',
  entity: 'RG',
  lengths: countsFrom(6, 14),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: rateCode,
  examples: {
    match: [
      'RG «34.907.115-X»',
      'rg «MG-8.442.190»',
      'RG «2R 918.374»',
      'identidade «MG17403662»',
      'rg «12345678x» ssp',
    ],
    reject: ['rg vitamina b12', 'rg 500mg', 'identidade covid-19', '34.907.115-X', 'rg do grupo h1n1'],
  },
};
