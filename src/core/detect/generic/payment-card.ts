/**
 * Number of a payment card, issued by banks under ISO/IEC 7812.
 * Shape: 13 to 19 digits beginning with the range of a brand (Visa 4, Mastercard 51-55 and 2221-2720, American Express
 * 34 and 37, Diners 30, 36, 38, 39, Elo and Hipercard among 3 to 6, others 5 and 6). Check digit: Luhn.
 * Source: ISO/IEC 7812-1:2017; ranges as in card-validator's credit-card-type.
 */
import { passesLuhn } from '../check-digit.ts';
import { formOf, type NumberWindow, numberAt } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, EVIDENT, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = new Set([formOf(4, 4, 4, 4), formOf(4, 6, 5), formOf(4, 6, 4), formOf(4, 4, 4, 4, 3)]);

function hasIssuerRange(window: NumberWindow): boolean {
  const { count } = window;
  const first = window.digits[0]!;
  const pair = numberAt(window, 0, 2);
  const four = numberAt(window, 0, 4);
  if (count === 15) return pair === 34 || pair === 37;
  if (count === 14) return pair === 30 || pair === 36 || pair === 38 || pair === 39;
  if (count === 13) return first === 4;
  if (count === 16) return (four >= 2221 && four <= 2720) || pair === 35 || four === 3841 || (first >= 4 && first <= 6);
  return first >= 4 && first <= 6;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const printed = PRINTED.has(window.form);
  const valid = hasIssuerRange(window) && passesLuhn(window.digits, window.count);
  // Few cards for payment have 14, 17 or 18 digits, health plans in Brazil do.
  const isRare = window.count === 14 || window.count === 17 || window.count === 18;
  if (cueDistance < NO_CUE) return valid ? CERTAIN : isRare && !printed ? EVIDENT : CUED;
  if (!valid) return printed && window.count === 16 && hasIssuerRange(window) ? SHAPED : NONE;
  return printed || window.groupCount === 1 ? CHECKED : NONE;
}

export const paymentCard: NumberRecognizer = {
  kind: 'number',
  name: 'generic/payment-card',
  entity: 'ACCOUNT',
  digits: [13, 14, 15, 16, 17, 18, 19],
  cues: [
    'cartao',
    'cartoes',
    'credito',
    'debito',
    'card',
    'credit',
    'debit',
    'tarjeta',
    'visa',
    'master',
    'mastercard',
    'elo',
    'hipercard',
    'amex',
  ],
  rate,
  examples: {
    match: [
      'cartão «4111 1111 1111 1111» val 12/29',
      '«5555555555554444»',
      'amex «3782 822463 10005»',
      'tarjeta «4111-1111-1111-1112» no funciona',
      'my card is «4012888888881881»',
    ],
    reject: [
      'ticket 4111111111111112',
      'protocolo 1234567890123452',
      'cartão vencido em 12/03/2024',
      'imei 356938035643809',
      'paguei 3 vezes de 500 no cartão',
    ],
  },
};
