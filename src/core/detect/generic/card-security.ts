/**
 * Security code of a payment card.
 * Shape: 3 or 4 digits directly after CVV, CVC, código de segurança and the like.
 * Source: PCI DSS 4.0, sensitive authentication data.
 */
import { type NumberWindow, numberAt } from '../number-window.ts';
import { CUED, NONE, type NumberRecognizer } from '../recognizer.ts';

const REACH = 14;
/** Telephone of the Centro de Valorização da Vida, CVV, in Brazil. */
const HELPLINE = 188;

function rate(window: NumberWindow, cueDistance: number): number {
  if (numberAt(window, 0, window.count) === HELPLINE) return NONE;
  return window.groupCount === 1 && !window.plus && cueDistance <= REACH ? CUED : NONE;
}

export const cardSecurity: NumberRecognizer = {
  kind: 'number',
  name: 'generic/card-security',
  entity: 'ACCOUNT',
  digits: [3, 4],
  cues: [
    ...[
      'cvv',
      'cvc',
      'ccv',
      'cvv2',
      'cv',
      'csc',
      'codigo de seguranca',
      'cod de seguranca',
      'cod seguranca',
      'security code',
    ],
    ...['codigo de seguridad', 'codigo de atras', 'codigo atras', 'codigo de tras', 'code on the back'],
  ],
  needsCue: true,
  rate,
  examples: {
    match: [
      'cvv «417»',
      'val 08/29 CVC: «0912»',
      'el código de atrás «417»',
      'security code is «221»',
      'ccv «123» amex',
    ],
    reject: [
      'cvv do cartão 12/29',
      'CVC de 20 cm',
      'cvv',
      'CVV 188',
      'cvv veio errado na fatura 417',
      'código de segurança',
    ],
  },
};
