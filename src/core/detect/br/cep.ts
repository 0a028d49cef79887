/**
 * CEP: Brazilian postal code, issued by Correios; a full one can mean a single street.
 * Shape: 8 digits, written 01310-100 or 01.310-100. No check digit.
 * Source: Correios, "Tudo sobre CEP".
 */
import { DOT, formOf, HYPHEN, type NumberWindow, SLASH, separatorsOf } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const WRITTEN = formOf(5, 3);
const WRITTEN_WITH_DOT = formOf(2, 3, 3);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const written =
    (window.form === WRITTEN && window.separators === HYPHEN) ||
    (window.form === WRITTEN_WITH_DOT && window.separators === separatorsOf(DOT, HYPHEN));
  if (cueDistance < NO_CUE) return written ? CERTAIN : window.separators % 8 === SLASH ? NONE : CUED;
  return written ? SHAPED : NONE;
}

export const cep: NumberRecognizer = {
  kind: 'number',
  name: 'br/cep',
  entity: 'LOCATION',
  digits: [8],
  cues: ['cep', 'ceps'],
  rate,
  examples: {
    match: [
      'CEP «01310-100», apto 12',
      'moro no «13083-970» em Campinas',
      'cep: «01310100»',
      'o cep é «01.310-100»',
      'cep «01310 100»',
    ],
    reject: ['pressão 120-80', 'código 01310100', 'de 2019-2020', 'chegou 12/03/2024', 'tel 3333-4444'],
  },
};
