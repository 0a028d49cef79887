/**
 * The last digits of a card or account, as people and receipts quote them.
 * Shape: 3 to 6 digits directly after "ending in" and the like. Not checked: the words.
 * Source: PCI DSS 4.0 requirement 3.4 (what may be shown of a card); custom.
 */
import type { NumberWindow } from '../number-window.ts';
import { numberAt } from '../number-window.ts';
import { CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const LONGEST_WAY = 6;

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || cueDistance > LONGEST_WAY || window.groupCount !== 1) return NONE;
  if (window.plus || window.parentheses) return NONE;
  const value = numberAt(window, 0, window.count);
  return window.count === 4 && value >= 1990 && value <= 2039 ? NONE : CUED;
}

export const lastFour: NumberRecognizer = {
  kind: 'number',
  name: 'us/last-four',
  entity: 'ACCOUNT',
  digits: [4],
  cues: [
    ...['ending', 'ending in', 'ending with', 'ends in', 'ends with', 'ended in', 'that ends', 'visa', 'mastercard'],
    ...['amex', 'terminacion', 'termina en', 'terminada en', 'terminado en', 'acaba en', 'acabada en', 'terminan en'],
    'que termina',
  ],
  needsCue: true,
  rate,
  examples: {
    match: [
      'card ending «9006»',
      'visa ending in «7743», the full one',
      'tarjeta terminación «8831»',
      'la que acaba en «7733»',
      'it ends with «4471»',
    ],
    reject: [
      'trial ending in 2024',
      'ends in 3 days',
      'visa denied twice, 12 forms',
      'termina en 2025',
      'week ending 3/12/2024',
    ],
  },
};
