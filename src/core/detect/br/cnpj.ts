/**
 * CNPJ: registry number of a legal entity in Brazil, issued by the Receita Federal; that of a MEI identifies a person.
 * Shape: 14 digits, printed 11.222.333/0001-81. Check: two digits, modulo 11 (see cnpj-check-digits.ts).
 * Source: Receita Federal, Instrução Normativa RFB 2.119/2022.
 */
import { isRepeated } from '../check-digit.ts';
import { DOT, formOf, HYPHEN, type NumberWindow, SLASH, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';
import { hasCnpjCheckDigits } from './cnpj-check-digits.ts';

const PRINTED = formOf(2, 3, 3, 4, 2);
const PRINTED_SEPARATORS = separatorsOf(DOT, DOT, SLASH, HYPHEN);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const valid = hasCnpjCheckDigits(window.digits) && !isRepeated(window.digits, 14);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  const printed = window.form === PRINTED && window.separators === PRINTED_SEPARATORS;
  if (!valid) return printed ? SHAPED : NONE;
  if (printed) return CERTAIN;
  return window.groupCount <= 5 && window.smallestGroup >= 2 ? CHECKED : NONE;
}

export const cnpj: NumberRecognizer = {
  kind: 'number',
  name: 'br/cnpj',
  entity: 'CNPJ',
  digits: [14],
  cues: ['cnpj', 'mei'],
  rate,
  examples: {
    match: [
      'CNPJ «11.222.333/0001-81» da clínica',
      'nota para «11222333000181» por favor',
      'o cnpj é «11.222.333/0001-82»',
      'emitir no «11 222 333 0001 81»',
      'MEI: «11222333/0001-81»',
    ],
    reject: [
      'protocolo 11222333000182',
      'em 11/12/2023 e 12/12/2023',
      'cnpj da empresa',
      'valor 11.222.333,00',
      'boleto 00190.00009 02795.520009 04321.010174 8 87640000012345',
    ],
  },
};
