/**
 * Postal codes of Spain, Mexico and Argentina.
 * Shape: 5 digits (Spain, Mexico) or 4 (Argentina), after "CP" or "código postal". No check digit.
 * Source: Correos; Servicio Postal Mexicano; Correo Argentino.
 */
import type { NumberWindow } from '../number-window.ts';
import { NONE, type NumberRecognizer, SHAPED } from '../recognizer.ts';

const LONGEST_WAY = 8;

export const spanishPostalCode: NumberRecognizer = {
  kind: 'number',
  name: 'es/postal-code',
  entity: 'LOCATION',
  digits: [4, 5],
  cues: ['cp', 'c p', 'codigo postal', 'cod postal', 'codpostal', 'cod post', 'c postal'],
  needsCue: true,
  rate: (window: NumberWindow, cueDistance: number) =>
    cueDistance <= LONGEST_WAY && window.groupCount === 1 && !window.plus ? SHAPED : NONE,
  examples: {
    match: [
      'código postal «97780» Yucatán',
      'C.P. «08500», Iztacalco',
      'código postal: «28046»',
      'cod. postal «1425»',
      'mi cod postal es «50003»',
    ],
    reject: ['cp 10 tabletas', 'codigo postal de mi casa, 123 creo', 'ref 28046', 'cp 120/80', 'son 50003 pesos'],
  },
};
