/**
 * Number of a health-plan card in Brazil, issued by the operator. Unimed: 17 digits, the four-digit code of the
 * cooperative with a leading 0, 12 digits and a check digit whose rule is not public, printed 0 123 123456789012 1; also
 * typed without the 0 (16) or as the number of the beneficiary alone (13). Other operators: up to 20 letters and digits
 * (TISS `numeroCarteira`). Not checked: a cue word, or Unimed's 17 digits.
 * Source: ANS, Padrão TISS, Componente Organizacional; Unimed do Brasil, Manual do Cartão Magnético.
 */
import { countsFrom, isDate } from '../announced-number.ts';
import { BLANK, formOf, hasSeparator, IRREGULAR, type NumberWindow, SLASH } from '../number-window.ts';
import { CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';
import { rateReference } from './announced-reference.ts';

const UNIMED = formOf(1, 3, 12, 1);
const UNIMED_JOINED = formOf(4, 12, 1);
const FEWEST_BLANKED = 9;
const FEWEST_TIED = 7;
const CARDS = 'carteirinha carteirinhas cartirinha carterinha carterinhas cartirinhas carteira carteiras cart';
const OPERATORS = [
  ...'unimed amil hapvida sulamerica notredame intermedica gndi cassi cabesp careplus mediservice omint'.split(' '),
  ...'ipasgo iamspe ipsemg sassepe planserv fusex odontoprev qualicorp saudecaixa'.split(' '),
  ...[
    'bradesco saude',
    'porto seguro saude',
    'porto saude',
    'golden cross',
    'prevent senior',
    'assim saude',
    'sul america',
  ],
];
const CUES = [
  ...CARDS.split(' '),
  ...[
    'convenio',
    'convenios',
    'plano',
    'planos',
    'beneficiario',
    'beneficiaria',
    'numero do cartao',
    'cartao do plano',
  ],
  ...[
    'cartao plano',
    'cartao do convenio',
    'cartao unimed',
    'cartao da unimed',
    'numero da carteira',
    'codigo do beneficiario',
  ],
  ...['matricula', 'matricula do plano', 'codigo do cliente', 'numero do plano', 'apolice', 'titular', 'contrato'],
  ...OPERATORS,
];

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const unimed = window.count === 17 && window.digits[0] === 0;
  if (unimed && (window.form === UNIMED || window.form === UNIMED_JOINED)) return CHECKED;
  if (cueDistance < NO_CUE) return isCard(window) ? CUED : NONE;
  return unimed && window.groupCount === 1 ? SHAPED : NONE;
}

/** One group, or groups as they stand on cards; no date, time or list of small numbers. */
function isCard(window: NumberWindow): boolean {
  if (window.groupCount === 1) return true;
  if (hasSlash(window) || isDate(window)) return false;
  if (window.form !== IRREGULAR && !hasSeparator(window, BLANK))
    return window.count >= FEWEST_TIED && window.largestGroup >= 3;
  if (window.largestGroup === 1) return window.count >= FEWEST_BLANKED;
  return window.count >= FEWEST_BLANKED && (window.largestGroup >= 4 || window.groupCount >= 4);
}

/** Of an irregular form nothing is known of the separators. */
function hasSlash(window: NumberWindow): boolean {
  return window.form !== IRREGULAR && hasSeparator(window, SLASH);
}

export const healthPlanCard: NumberRecognizer = {
  kind: 'number',
  name: 'br/health-plan-card',
  entity: 'HEALTH_PLAN',
  digits: countsFrom(6, 20),
  cues: CUES,
  rate,
  examples: {
    match: [
      'carteirinha «01231234567890121»',
      'meu cartão: «0 123 123456789012 1»',
      'número da carteira do convênio é «887766554433»',
      'sou beneficiária, «123456»',
      'Unimed «0123.123456789012-1»',
      'minha cartirinha é «1231234567890121»',
      'unimed, beneficiário «1234567890121»',
      'matricula «884 013 27 005»',
      'carteira «7 005 3381 00241 88», validade',
      'plano «5544.0010.8872.1», tel',
      'segue: «01231234567890121»',
    ],
    reject: [
      'plano de 30 dias',
      'carteirinha vencida em 12/03/2024',
      'meu convênio cobre 2 sessões',
      'unimed às 10:30 na sala 12',
      'plano novo desde 2019',
      'plano cobre 10 20 ou 30 sessões',
    ],
  },
};

/** Cards for payment hardly ever have so many digits. */
const OF_PLANS = [14, 17, 18];
const BESIDE = 12;

export const healthPlanOnCard: NumberRecognizer = {
  kind: 'number',
  name: 'br/health-plan-on-card',
  entity: 'HEALTH_PLAN',
  digits: OF_PLANS,
  cues: ['cartao', 'cartoes'],
  needsCue: true,
  rate: (window, cueDistance) =>
    cueDistance > BESIDE || window.plus || window.parentheses || !isCard(window) ? NONE : CUED,
  examples: {
    match: [
      'cartão «7709 8812 0034 55»',
      'meu cartão: «77098812003455» da família',
      'tá no cartão «7701 8840 1327 0051 18»',
      'o cartão é «0089 4471 2200 1834 07»',
      'cartão nº «7709.8812.0034.55»',
    ],
    reject: [
      'cartão 4111 1111 1111 1111',
      'cartão vence 12/2029',
      'cartão de 14 dias',
      'o cartão chegou em 12 dias e o boleto 77098812003455',
      '7709 8812 0034 55',
    ],
  },
};

export const healthPlanCode: CodeRecognizer = {
  kind: 'code',
  name: 'br/health-plan-code',
  entity: 'HEALTH_PLAN',
  lengths: countsFrom(6, 20),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => (code.digits >= 4 ? rateReference(code, cueDistance, 6) : NONE),
  examples: {
    match: [
      'a carteirinha digital serve? tipo «AMZ-2290.5514-07»',
      'carteira «RR-0071-4492-3» encerra',
      'Convênio: «SUL 88888 4712 0093 0015»',
      'matrícula «GEAP 0903.4471-08»',
      'contrato «EMP-7740/11»',
      'cartao do plano ta escrito assim «BRSC-4471-902-00»',
    ],
    reject: [
      'plano cobre vitamina b12',
      'convênio liberou 500mg',
      'plano cobre covid-19',
      'carteira com 2x de desconto',
      'AMZ-2290.5514-07',
      'plano B2 20mg',
    ],
  },
};
