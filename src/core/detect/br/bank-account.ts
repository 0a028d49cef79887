/**
 * Branch and account at a Brazilian bank.
 * Shape: agência 3 to 5 digits and a check digit or X; account 4 to 13 digits and a check digit, X or P (48.207-1).
 * Check digits differ by bank and are often left out: a cue directly before.
 * Source: Febraban, Layout Padrão CNAB 240.
 */
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeWindow } from '../code-window.ts';
import { HYPHEN, IRREGULAR, type NumberWindow } from '../number-window.ts';
import { type CodeRecognizer, CUED, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const SURE_CUES = [
  ...'agencia, ag, agencia e conta, conta corrente, conta poupanca, conta salario, numero da conta, poupanca'.split(
    ', ',
  ),
  ...'dados bancarios, op, operacao, coop, cooperativa, conta da caixa, conta do banco'.split(', '),
];
/** Also words of other things: the number must have a check digit. */
const LOOSE_CUES = [
  ...'conta, banco, bco, itau, bradesco, santander, nubank, nu, inter, sicoob, sicredi, banrisul, caixa'.split(', '),
  ...'banco do brasil, c c, cc, deposito, transferencia, ted'.split(', '),
];
const NEAR = 20;
const BESIDE = 2;
const P = 0x70;
const X = 0x78;

function rate(window: NumberWindow, cueDistance: number): number {
  if (cueDistance > NEAR) return NONE;
  if (hasCheckDigit(window) || (window.largestGroup === 1 && window.groupCount >= 4)) return CUED;
  return rateAnnounced(window, cueDistance, 4);
}

/** One digit after a hyphen at the end. */
function hasCheckDigit(window: NumberWindow): boolean {
  if (window.plus || window.parentheses || window.form === IRREGULAR || window.groupCount > 4) return false;
  return window.count >= 5 && window.form % 21 === 1 && window.separators % 8 === HYPHEN;
}

export const bankAccount: NumberRecognizer = {
  kind: 'number',
  name: 'br/bank-account',
  entity: 'ACCOUNT',
  digits: countsFrom(4, 14),
  cues: SURE_CUES,
  needsCue: true,
  rate,
  examples: {
    match: [
      'ag «0517» e pronto',
      'agencia «3417» do bb',
      'agencia «2 0 7 1», conta',
      'conta corrente «0091834-6» em meu nome',
      'poupança «013.00044170-9»',
      'numero da conta é «7713208-4»',
    ],
    reject: [
      'seringa de 10 cc 2 vezes',
      'ag 12/03/2024',
      'agência às 10:30',
      'cooperativa de 20 médicos',
      'cc 5 ml',
      'ag 2019',
    ],
  },
};

/** A check digit, or five digits and more directly after "conta". */
function rateLoose(window: NumberWindow, cueDistance: number): number {
  if (cueDistance > NEAR) return NONE;
  if (hasCheckDigit(window)) return CUED;
  return cueDistance <= BESIDE && window.groupCount === 1 && !window.plus && window.count >= 5 ? SHAPED : NONE;
}

export const bankNumber: NumberRecognizer = {
  kind: 'number',
  name: 'br/bank-number',
  entity: 'ACCOUNT',
  digits: countsFrom(5, 14),
  cues: LOOSE_CUES,
  needsCue: true,
  rate: rateLoose,
  examples: {
    match: [
      'depositem na conta «30418-7» do itau',
      'banco inter conta «4421-7»',
      'nubank «7713208-4»',
      'Sicoob «30.118-2», titular',
      'na conta «779031254-8»',
      'cc «48.207-1» nome Adebayo',
    ],
    reject: [
      'a conta veio 412,30',
      'banco de leite 12345',
      'caixa com 30 comprimidos',
      'conta de luz 250 reais',
      'na conta 1-2 vezes',
    ],
  },
};

/** A check sign X or P after the digits. */
function rateCode(code: CodeWindow, cueDistance: number): number {
  const last = code.characters[code.length - 1];
  const hasCheckSign = code.letters === 1 && (last === X || last === P);
  return cueDistance <= NEAR && hasCheckSign && code.digits >= 3 ? CUED : NONE;
}

export const bankCode: CodeRecognizer = {
  kind: 'code',
  name: 'br/bank-code',
  entity: 'ACCOUNT',
  lengths: countsFrom(4, 14),
  cues: [...SURE_CUES, ...LOOSE_CUES],
  needsCue: true,
  rate: rateCode,
  examples: {
    match: [
      'banco do brasil ag «2913-X» cc',
      'ag «3417-x» conta',
      'conta corrente «48207-X»',
      'agencia «0517X»',
      'conta corrente «28.906-x» ok',
    ],
    reject: ['cc 500mg', 'ag b12', 'agência 24h', 'conta corrente covid-19', '2913-X'],
  },
};
