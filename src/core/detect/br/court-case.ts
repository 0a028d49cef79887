/**
 * Number of a court case in Brazil, given by the courts in one form for all since 2010.
 * Shape: 20 digits, printed 0004418-62.2022.8.19.0042 (number, check, year, branch, court, origin). Check: ISO 7064
 * modulo 97-10 over all digits with the check at the end gives 1.
 * Source: CNJ, Resolução 65/2008.
 */
import { DOT, formOf, HYPHEN, type NumberWindow, numberAt, separatorsOf } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const PRINTED = formOf(7, 2, 4, 1, 2, 4);
const PRINTED_SEPARATORS = separatorsOf(HYPHEN, DOT, DOT, DOT, DOT);

/** Whether twenty digits pass the check of the CNJ. */
export function hasCourtCheckDigits(digits: Uint8Array): boolean {
  let rest = 0;
  for (let at = 0; at < 20; at++) if (at !== 7 && at !== 8) rest = (rest * 10 + digits[at]!) % 97;
  rest = (rest * 100 + digits[7]! * 10 + digits[8]!) % 97;
  return rest === 1;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const printed = window.form === PRINTED && window.separators === PRINTED_SEPARATORS;
  const year = numberAt(window, 9, 13);
  const valid = year >= 1900 && year < 2100 && hasCourtCheckDigits(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : printed || window.groupCount === 1 ? CUED : NONE;
  return printed ? CHECKED : NONE;
}

export const courtCase: NumberRecognizer = {
  kind: 'number',
  name: 'br/court-case',
  entity: 'OTHER_ID',
  digits: [20],
  cues: ['processo', 'processos', 'proc', 'liminar', 'acao', 'autos', 'mandado', 'numero do processo'],
  rate,
  examples: {
    match: [
      'curatela proc «0004418-62.2022.8.19.0042» vara de família',
      'processo «5007714-28.2025.8.24.0073»',
      'liminar nº «00044186220228190042»',
      'é o «0801142-17.2024.8.14.0201»',
      'autos: «5003318-22.2024.4.04.7205», exame',
    ],
    reject: [
      'processo em 12/03/2024',
      'codigo 00044186220228190042',
      'processo inflamatório há 20 dias',
      'ação de 12 horas',
      'liminar 2024',
    ],
  },
};
