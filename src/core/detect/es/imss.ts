/**
 * NSS of Mexico: social security number, issued by the IMSS.
 * Shape: 11 digits, printed 43-98-79-1021-5. Check: Luhn; one in ten passes, so that it needs its groups or a cue.
 * Source: IMSS, Reglamento de la Ley del Seguro Social en materia de afiliación, art. 45.
 */
import { passesLuhn } from '../check-digit.ts';
import { formOf, type NumberWindow } from '../number-window.ts';
import { CERTAIN, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = new Set([formOf(2, 2, 2, 4, 1), formOf(4, 2, 4, 1)]);

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const printed = PRINTED.has(window.form);
  if (cueDistance < NO_CUE) return window.count === 11 && passesLuhn(window.digits, 11) ? CERTAIN : CUED;
  return printed ? SHAPED : NONE;
}

export const imss: NumberRecognizer = {
  kind: 'number',
  name: 'es/imss',
  entity: 'NATIONAL_ID',
  digits: [10, 11],
  cues: [
    ...['nss', 'n s s', 'imss', 'seguro social', 'numero de seguridad social', 'no de seguridad social', 'afiliacion'],
    ...['numero de afiliacion', 'num de afiliacion', 'numero de seguro social'],
  ],
  rate,
  examples: {
    match: [
      'NSS «43 98 79 1021-5»',
      'mi número de afiliación es «43987910215»',
      'imss: «4398791021»',
      '«8412-33-0719-4», exp',
      'seguro social «84-12-33-0719-4»',
    ],
    reject: [
      'imss desde 2019, clinica 28',
      'folio 43987910215',
      'afiliacion vencida el 12/03/2024',
      'seguro social 2 veces',
      'tension 120/80',
    ],
  },
};
