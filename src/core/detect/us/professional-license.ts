/**
 * Licence numbers of nurses, doctors, pharmacists and other professions in the United States, given by state boards.
 * Shape: 4 to 10 digits, often after one to four letters (RN482207, A-104482, MD.204418). Not checked: a cue.
 * Source: Nursys and FSMB directories (formats differ by state); 45 CFR 164.514(b)(2)(i)(K).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['license', 'licence', 'license no', 'license number', 'licence number', 'lic', 'lic no', 'licensed'],
  ...['medical license', 'nursing license', 'rn license', 'rn lic', 'state license', 'md license', 'lpn license'],
  ...['rn no', 'rn number', 'rph', 'caqh', 'upin', 'ptan', 'certification number', 'cert no', 'cna no'],
  ...['pharmacist license', 'ncpdp', 'nabp'],
];

export const professionalLicenseNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/professional-license-number',
  entity: 'LICENSE',
  digits: countsFrom(4, 10),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'RN license «482207»',
      'license # «0044718»',
      'medical license number «104-4827»',
      'CAQH «15402291»',
      'lic no «48220»',
    ],
    reject: [
      'license to drive, 3 points',
      'license renewed in 2019',
      'licensed since 12/03/2019',
      'license fee $1250',
      'license in 12 states',
    ],
  },
};

export const professionalLicenseCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/professional-license-code',
  entity: 'LICENSE',
  lengths: countsFrom(5, 14),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 5),
  examples: {
    match: [
      'LA lic «MD.204418»',
      'license «RN-482207»',
      'nursing license no «RN482207»',
      'Lic# «A104482»',
      'license «RN 44718»',
    ],
    reject: [
      'license expires in 2wks, 10am',
      'licensed for b12 shots',
      'a license to prescribe 500mg',
      'license since covid-19',
      'license f32.1',
    ],
  },
};
