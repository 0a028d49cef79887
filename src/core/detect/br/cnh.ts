/**
 * CNH: driving licence of Brazil, issued by each Detran; number of registration (11 digits), older ones 9.
 * Check: two digits, modulo 11 with weights 9..1 and 1..9, the second less 2 when the first overflowed. One number in a
 * hundred passes, so that without a cue it is only likely.
 * Source: Denatran, Portaria 1.515/2018; rule as in @brazilian-utils/brazilian-utils isValidCnh.
 */
import { isRepeated, weightedSum } from '../check-digit.ts';
import type { NumberWindow } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const FIRST_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const SECOND_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Whether both check digits of eleven digits are those of a CNH. */
export function hasCnhCheckDigits(digits: Uint8Array): boolean {
  const first = weightedSum(digits, 0, FIRST_WEIGHTS) % 11;
  const overflow = first >= 10;
  let second = (weightedSum(digits, 0, SECOND_WEIGHTS) % 11) - (overflow ? 2 : 0);
  if (second < 0) second += 11;
  return (overflow ? 0 : first) === digits[9] && (second >= 10 ? 0 : second) === digits[10] && !isRepeated(digits, 11);
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const valid = window.count === 11 && hasCnhCheckDigits(window.digits);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  return valid && window.groupCount === 1 ? SHAPED : NONE;
}

export const cnh: NumberRecognizer = {
  kind: 'number',
  name: 'br/cnh',
  entity: 'LICENSE',
  digits: [9, 10, 11, 12],
  cues: [
    ...['cnh', 'habilitacao', 'carteira de motorista', 'carteira de habilitacao', 'carta de motorista', 'permissao'],
    ...['permissao para dirigir', 'numero da cnh', 'registro da cnh'],
  ],
  rate,
  examples: {
    match: [
      'minha CNH «04954902641» venceu',
      'carteira de motorista «05217786270»',
      'cnh dele serve? «14391475470» cat AE',
      'habilitação nº «049 549 026 41»',
      'cnh antiga «123456789»',
    ],
    reject: [
      'a cnh vence em 12/03/2026',
      'código 04954902642',
      'cnh cat B há 2 anos',
      'renovar a cnh às 10:30',
      'cnh vencida',
    ],
  },
};
