/**
 * Security code of a payment card, in English, Spanish and Portuguese.
 * Shape: 3 or 4 digits directly after CVV and the like. Not checked: the word.
 * Source: PCI DSS 4.0 requirement 3.3.1.
 */
import type { NumberWindow } from '../number-window.ts';
import { CUED, NONE, type NumberRecognizer } from '../recognizer.ts';

const LONGEST_WAY = 10;

export const cardSecurity: NumberRecognizer = {
  kind: 'number',
  name: 'us/card-security',
  entity: 'ACCOUNT',
  digits: [3, 4],
  cues: [
    ...[
      'cvv',
      'cvc',
      'ccv',
      'csc',
      'cvv2',
      'security code',
      'codigo de seguridad',
      'codigo de atras',
      'codigo de seguranca',
    ],
    ...['codigo de verificacion de la tarjeta', 'code on the back'],
  ],
  rate: (window: NumberWindow, cueDistance: number) =>
    cueDistance <= LONGEST_WAY && window.groupCount === 1 && !window.plus ? CUED : NONE,
  examples: {
    match: ['cvv «447», ok', 'ccv «0912» amex', 'el cvv es «417»', 'codigo de atras «417»', 'cvv2: «0912»'],
    reject: [
      'cvv missing on 12 forms',
      'card 447',
      'csc clinic, room in floor 3 447',
      'security code expired 12/03/2024',
      'cvc line 10 cm',
    ],
  },
};
