/**
 * Número de utente of Portugal's SNS: number of a patient, issued by the SPMS.
 * Shape: 9 digits. No public check digit: a cue.
 * Source: Portaria 92-B/2017 (Registo Nacional de Utentes).
 */
import { type NumberWindow, SLASH } from '../number-window.ts';
import { CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

export const utente: NumberRecognizer = {
  kind: 'number',
  name: 'es/utente',
  entity: 'HEALTH_PLAN',
  digits: [9],
  cues: ['utente', 'utentes', 'numero de utente', 'n de utente', 'n utente', 'num utente', 'sns', 'centro de saude'],
  needsCue: true,
  rate: (window: NumberWindow, cueDistance: number) =>
    cueDistance < NO_CUE && !window.plus && !window.parentheses && window.separators % 8 !== SLASH ? CUED : NONE,
  examples: {
    match: [
      'número de utente «312 445 908»',
      'utente: «312445908»',
      'nº utente «312.445.908»',
      'o SNS dela é «312445908»',
      'utente n.º «312-445-908»',
    ],
    reject: [
      'o utente chegou às 10:30',
      'sns 24 e mais nada',
      'ref 312445908',
      'centro de saúde 2 vezes',
      'utente desde 2019, sem médico',
    ],
  },
};
