/**
 * Number of a patient's record, registration or visit in a Brazilian hospital, given by the hospital.
 * Shape: 3 to 12 digits or letters and digits up to 16, in any groups. Not checked: a cue directly before.
 * Source: CFM, Resolução 1.638/2002 (prontuário); custom of hospitals (SAME).
 */
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';
import { rateReference } from './announced-reference.ts';

const CUES = [
  ...[
    'prontuario',
    'prontuarios',
    'pront',
    'prontu',
    'prontuaro',
    'prt',
    'registro',
    'reg',
    'registro hospitalar',
    'same',
  ],
  ...[
    'atendimento',
    'atend',
    'numero de atendimento',
    'ficha',
    'matricula',
    'matr',
    'passagem',
    'id do paciente',
    'rh',
  ],
  ...['registro do paciente', 'codigo do paciente', 'cadastro do paciente', 'prontuario eletronico'],
];
const FEWEST = 4;

export const medicalRecordNumber: NumberRecognizer = {
  kind: 'number',
  name: 'br/medical-record-number',
  entity: 'MRN',
  digits: countsFrom(FEWEST, 12),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, FEWEST),
  examples: {
    match: [
      'Prontuário «771204», leito 412B',
      'pront. «33.190-8» internado',
      'prontuario «00.447.201»',
      'meu prontuário: «19882»',
      'registro «229117», intervenção',
      'Pront.: «0917/22» do pai',
    ],
    reject: [
      'prontuário de 2019',
      'registro de pressão 120/80',
      'atendimento às 10:30',
      'registro em 12/03/2024',
      'o prontuário mostra 500 mg',
      'atendimento em 2 dias',
    ],
  },
};

export const medicalRecordCode: CodeRecognizer = {
  kind: 'code',
  name: 'br/medical-record-code',
  entity: 'MRN',
  lengths: countsFrom(FEWEST, 16),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateReference(code, cueDistance, FEWEST),
  examples: {
    match: [
      'Prontuário «FV-20931»?',
      'registro «R-208841»).',
      'Pront.: «HU-660.214»',
      'prontuário «PED 114-0093», e o laudo',
      'ficha «D-2284»: exodontia',
      'prontuário dela é «90077-ON», já avisei',
    ],
    reject: ['registro b12 baixa', 'prontuário com f32.1', 'atendimento 24h', 'ficha covid-19', 'prontuário: 500mg 2x'],
  },
};
