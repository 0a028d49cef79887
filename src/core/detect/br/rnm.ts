/**
 * RNM, RNE: registry of a foreigner in Brazil, issued by the Polícia Federal.
 * Shape: a letter, six digits, a hyphen and a letter or digit: V884219-K. No check digit relied on: a cue.
 * Source: Lei 13.445/2017; Polícia Federal, Carteira de Registro Nacional Migratório.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || code.digits < 5) return NONE;
  const printed = code.length === 8 && isLetter(code.characters[0]!) && code.digits >= 6;
  return printed ? CERTAIN : CUED;
}

export const rnm: CodeRecognizer = {
  kind: 'code',
  name: 'br/rnm',
  entity: 'NATIONAL_ID',
  lengths: [7, 8, 9],
  cues: ['rnm', 'rne', 'crnm', 'estrangeiro', 'estrangeira', 'registro nacional migratorio', 'protocolo de refugio'],
  blanks: true,
  needsCue: true,
  rate,
  examples: {
    match: [
      'tenho RNM «V884219-K», quero plano',
      'rne «V771904-B»',
      'CRNM «F118374-P».',
      'rnm: «F482190K»',
      'RNE «v412883-k»',
    ],
    reject: ['V884219-K', 'rnm em 2 dias', 'rne vencido 12/03/2024', 'rnm b12', 'rne 500mg'],
  },
};
