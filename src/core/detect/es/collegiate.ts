/**
 * Registration numbers of health professionals: nº de colegiado (Spain), cédula profesional (Mexico), matrícula nacional
 * and provincial, M.N., M.P. (Argentina), CMP and RNE (Peru), RM and RETHUS (Colombia), Ordem dos Médicos (Portugal).
 * Shape: 4 to 10 digits, often with the province before (28 28 70973, 28/2864417, 118.420). No check: a cue.
 * Source: Consejo General de Colegios Oficiales de Médicos (9 digits); SEP, Dirección General de Profesiones; Ley 17.132.
 */
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { NumberRecognizer } from '../recognizer.ts';

export const collegiate: NumberRecognizer = {
  kind: 'number',
  name: 'es/collegiate',
  entity: 'LICENSE',
  digits: countsFrom(4, 10),
  cues: [
    ...[
      'colegiado',
      'colegiada',
      'n colegiado',
      'n de colegiado',
      'no de colegiado',
      'num colegiado',
      'num de colegiado',
    ],
    ...['numero de colegiado', 'numero colegiado', 'col', 'n col', 'no col', 'num col', 'colegiacion', 'collegiat'],
    ...['cedula profesional', 'ced prof', 'ced profesional', 'cedula prof', 'ced', 'ced esp', 'esp', 'matricula'],
    ...[
      'matricula nacional',
      'matricula provincial',
      'matricula profesional',
      'mat',
      'mn',
      'm n',
      'mp',
      'm p',
      'mat nac',
    ],
    ...['cmp', 'rne', 'r m', 'registro medico', 'rethus', 'tarjeta profesional', 't p', 'om', 'ordem dos medicos'],
    ...['cedula da ordem', 'cedula profissional', 'n da ordem', 'licencia', 'no de licencia', 'reg prof'],
  ],
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'Nº colegiado «28 28 70973»',
      'Nº col.: «28/2871104»',
      'céd. prof. «9910482».',
      'Dra. Bustos, MN «118.420»',
      'colegiada «41/41/08812»',
      'M.P. «4471»',
      'Ordem dos Médicos «48219»',
    ],
    reject: [
      'col 240 y ldl 130',
      'rm de 2019, rodilla',
      'matricula de 1200 pesos',
      'colegiado desde 12/03/2019',
      'col. centro, cita a las 10:30',
    ],
  },
};
