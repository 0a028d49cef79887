/**
 * Number of a health-plan card in Brazil, issued by the operator. Unimed: 17 digits, the four-digit code of the
 * cooperative with a leading 0, 12 digits and a check digit whose rule is not public, printed 0 123 123456789012 1.
 * Other operators: up to 20 digits (TISS `numeroCarteira`). Not checked: a cue word, or Unimed's printed form.
 * Source: ANS, Padrão TISS, Componente Organizacional.
 */
import { BLANK, formOf, hasSeparator, IRREGULAR, type NumberWindow, SLASH } from '../number-window.ts';
import { CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const UNIMED = formOf(1, 3, 12, 1);
const UNIMED_JOINED = formOf(4, 12, 1);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const unimed = window.count === 17 && window.digits[0] === 0;
  if (unimed && (window.form === UNIMED || window.form === UNIMED_JOINED)) return CHECKED;
  if (cueDistance < NO_CUE) {
    if (window.groupCount === 1) return CUED;
    if (window.form === IRREGULAR || hasSeparator(window, SLASH) || window.largestGroup < 4) return NONE;
    return window.smallestGroup >= 3 || !hasSeparator(window, BLANK) ? CUED : NONE;
  }
  return unimed && window.groupCount === 1 ? SHAPED : NONE;
}

export const healthPlanCard: NumberRecognizer = {
  kind: 'number',
  name: 'br/health-plan-card',
  entity: 'HEALTH_PLAN',
  digits: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  cues: [
    'carteirinha',
    'carteirinhas',
    'carteira',
    'convenio',
    'unimed',
    'plano',
    'beneficiario',
    'beneficiaria',
    'amil',
    'hapvida',
    'sulamerica',
    'notredame',
    'intermedica',
    'cassi',
    'geap',
  ],
  rate,
  examples: {
    match: [
      'carteirinha «01231234567890121»',
      'meu cartão: «0 123 123456789012 1»',
      'número da carteira do convênio é «887766554433»',
      'sou beneficiária, «123456»',
      'Unimed «0123.123456789012-1»',
    ],
    reject: [
      'plano de 30 dias',
      'carteirinha vencida em 12/03/2024',
      'meu convênio cobre 2 sessões',
      'unimed às 10:30 na sala 12',
      'plano novo desde 2019',
    ],
  },
};
