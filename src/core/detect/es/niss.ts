/**
 * NISS of Portugal: social security number, issued by the Instituto da Segurança Social.
 * Shape: 11 digits beginning 1 or 2. Check: prime weights 29..2, 9 minus the sum modulo 10; needs a cue.
 * Source: Instituto da Segurança Social, "Número de Identificação de Segurança Social".
 */
import { type NumberWindow, SLASH } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';
import { hasNissCheckDigit } from './portugal.ts';

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || window.plus || window.parentheses || window.separators % 8 === SLASH) return NONE;
  return hasNissCheckDigit(window.digits) ? CERTAIN : CUED;
}

export const niss: NumberRecognizer = {
  kind: 'number',
  name: 'es/niss',
  entity: 'NATIONAL_ID',
  digits: [11],
  cues: ['niss', 'seguranca social', 'numero de seguranca social', 'seg social', 'n seguranca social'],
  needsCue: true,
  rate,
  examples: {
    match: [
      'NISS «12345678901»',
      'segurança social: «11234567894»',
      'o meu niss é «123 456 789 01»',
      'niss nº «1234 5678 901»',
      'Seg. Social «12345678902»',
    ],
    reject: [
      'segurança social desde 2019, baixa',
      'ref 12345678901',
      'niss em falta, 2 papéis',
      'baixa de 12/03/2024',
      'segurança social 2 vezes',
    ],
  },
};
