/**
 * NIF of Portugal: tax number, issued by the Autoridade Tributária.
 * Shape: 9 digits, not beginning 0 or 4. Check: weights 9..2, modulo 11; needs a cue.
 * Source: Decreto-Lei 14/2013.
 */
import { type NumberWindow, SLASH } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';
import { hasNifCheckDigit } from './portugal.ts';

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || window.plus || window.parentheses || window.separators % 8 === SLASH) return NONE;
  return hasNifCheckDigit(window.digits) ? CERTAIN : CUED;
}

export const nifPortugal: NumberRecognizer = {
  kind: 'number',
  name: 'es/nif-portugal',
  entity: 'NATIONAL_ID',
  digits: [9],
  cues: ['nif', 'contribuinte', 'n contribuinte', 'numero de contribuinte', 'nipc', 'n de contribuinte', 'fatura com'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'NIF «123456789»',
      'o meu contribuinte é «245 872 310»',
      'nº de contribuinte: «245.872.310»',
      'nif «501964843» da clínica',
      'fatura com nif «123456780», acho',
    ],
    reject: [
      'fatura de 12 euros',
      'ref 123456789',
      'contribuinte desde 2019, sem dívidas',
      'tensão 12/8',
      'nif: falta 1 documento',
    ],
  },
};
