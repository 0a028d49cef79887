/**
 * NUSS and NASS of Spain: social security number, issued by the Tesorería General de la Seguridad Social.
 * Shape: 12 digits, province, 8 digits, 2 control digits, 28/12345678/40. Check: the rest of province and number by 97;
 * below 10,000,000 the number counts 7 digits. Without its printed groups it needs a cue.
 * Source: TGSS, "Número de la Seguridad Social, composición"; Orden de 27-10-1992.
 */
import { formOf, type NumberWindow, numberAt } from '../number-window.ts';
import { CERTAIN, CHECKED, CUED, NO_CUE, NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const PRINTED = new Set([formOf(2, 8, 2), formOf(2, 10), formOf(2, 7, 2)]);
const SHORT_BODY = 10_000_000;
const LAST_PROVINCE = 66;

/** Whether the last two of twelve digits are the control digits by either reading of the rule. */
export function hasNussControl(window: NumberWindow): boolean {
  const province = numberAt(window, 0, 2);
  const body = numberAt(window, 2, 10);
  const control = numberAt(window, 10, 12);
  if (province < 1 || province > LAST_PROVINCE) return false;
  if (numberAt(window, 0, 10) % 97 === control) return true;
  return body < SHORT_BODY && (province * SHORT_BODY + body) % 97 === control;
}

function rate(window: NumberWindow, cueDistance: number): number {
  if (window.plus || window.parentheses) return NONE;
  const valid = hasNussControl(window);
  if (cueDistance < NO_CUE) return valid ? CERTAIN : CUED;
  if (!valid) return NONE;
  return PRINTED.has(window.form) ? CHECKED : window.groupCount === 1 ? SHAPED : NONE;
}

export const nuss: NumberRecognizer = {
  kind: 'number',
  name: 'es/nuss',
  entity: 'NUSS',
  digits: [12],
  cues: [
    ...['nuss', 'nass', 'naf', 'nss', 'seguridad social', 'numero de la seguridad social', 'num ss', 'n ss'],
    ...['seg social'],
  ],
  rate,
  examples: {
    match: [
      'NUSS «28/12345678/40»',
      'seguridad social: «281234567840»',
      'el nass es «08 1234567890»',
      '«28-12345678-40» es el suyo',
      'num. SS «28 12345678 41»',
    ],
    reject: [
      'codigo 281234567841',
      'cita el 28/12/2024',
      'seguridad social desde 1998, 26 años',
      'tension 120/80',
      'nuss pendiente de 2 papeles',
    ],
  },
};
