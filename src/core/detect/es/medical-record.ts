/**
 * Numbers of clinical histories and records in Spain and Latin America, given by each provider.
 * Shape: 4 to 14 digits, or letters and digits up to 18, in any groups. Not checked: a cue directly before.
 * Source: Ley 41/2002 (Spain), NOM-004-SSA3-2012 (Mexico), Ley 26.529 (Argentina): one history, one number a provider.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['nhc', 'n h c', 'nhcs', 'hc', 'h c', 'hcl', 'h cl', 'hcu', 'historia', 'historia clinica', 'hist', 'hist clin'],
  ...[
    'historia clinica n',
    'historia clinica nro',
    'historia clinica no',
    'historia n',
    'historia nro',
    'nro de historia',
  ],
  ...['numero de historia', 'numero de historia clinica', 'num historia', 'expediente', 'expediente clinico', 'exp'],
  ...['exp clinico', 'numero de expediente', 'num de expediente', 'no de expediente', 'n de expediente', 'ficha'],
  ...['ficha clinica', 'episodio', 'num episodio', 'icu', 'registro', 'numero de registro', 'carpeta', 'legajo'],
  ...['pulsera', 'ingreso', 'nro de paciente', 'numero de paciente', 'id paciente', 'id de paciente', 'nid'],
];

export const spanishMedicalRecordNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/medical-record-number',
  entity: 'MRN',
  digits: countsFrom(4, 14),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'NHC: «1190274»',
      'HC «88.204»',
      'historia clínica nº «44719»',
      'expediente «2019-004471»',
      'Hist. «0093318», Camino',
      'exp. «24-11873»',
      'nhc «662190-1»',
    ],
    reject: [
      'historia de 2019',
      'ficha del 12/03/2024',
      'ingreso de 1200 euros',
      'historia clínica de hta 120/80',
      'exp 11/28',
      'registro 500 mg',
    ],
  },
};

export const spanishMedicalRecordCode: CodeRecognizer = {
  kind: 'code',
  name: 'es/medical-record-code',
  entity: 'MRN',
  lengths: countsFrom(4, 18),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 4),
  examples: {
    match: [
      'NHC «ELE-009127», ve a la',
      'hc «AB.7719», nací',
      'Ficha «F-31.887»',
      'Expediente «2024/118-77B»',
      'historia clínica nº «B-10-44719»',
    ],
    reject: [
      'historia de covid-19',
      'ficha: b12 baja, hba1c 7',
      'ingreso por f32.1',
      'registro 500mg cada 8h',
      'exp de 2mg',
    ],
  },
};
