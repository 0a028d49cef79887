/**
 * Numbers of a medical record, chart or visit in the United States, given by each provider.
 * Shape: 4 to 14 digits, or letters and digits up to 18, in any groups. Not checked: a cue directly before.
 * Source: HL7 v2.9 PID-3, PID-18, OBR-18; 45 CFR 164.514(b)(2)(i)(H).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['mrn', 'mrns', 'mr', 'mr no', 'mr number', 'med rec', 'med record', 'medical record', 'medical records'],
  ...['medical record number', 'medical record no', 'med rec no', 'record number', 'record no', 'record', 'records'],
  ...['chart', 'charts', 'chart number', 'chart no', 'chart id', 'patient id', 'patient number', 'patient no', 'pt id'],
  ...['encounter', 'encounter number', 'encounter id', 'visit number', 'visit id', 'csn', 'fin', 'har', 'empi', 'epi'],
  ...['hospital number', 'hospital no', 'hosp no', 'unit number', 'admission number', 'file number', 'pid'],
];

export const medicalRecordNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/medical-record-number',
  entity: 'MRN',
  digits: countsFrom(4, 14),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'MRN: «00391764»',
      'mrn is «55-0193-8», thx',
      'chart «114 77 20»',
      'medical record number «118-402-76»',
      'pt MRN «7718»',
      'encounter #«400190023»',
      'mr# «2281-90» had a reaction',
    ],
    reject: [
      'chart from 2019',
      'record high temps, 104 today',
      'i chart my bp, 120/80 today',
      'record shows dob 03/12/1985',
      'the chart says 500 mg bid',
      'mr smith took 2 pills',
    ],
  },
};

export const medicalRecordCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/medical-record-code',
  entity: 'MRN',
  lengths: countsFrom(5, 18),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 5),
  examples: {
    match: [
      'mrn «E-204-7719»',
      'chart «TC-220981», metoprolol',
      'MRN «RAD4402915»',
      'chart number is «PHX-0071840»',
      'my record # «E-2207718»',
      'mrn «TOC 00731»',
    ],
    reject: [
      'chart review: a1c 7.8, b12 low',
      'record 500mg twice',
      'covid-19 in my medical record',
      'chart shows f32.1 and e11.9',
      'patient id by name, 10am',
    ],
  },
};
