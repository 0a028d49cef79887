/**
 * Driver licence and identity card numbers of the United States, issued by each state.
 * Shape: 7 to 14 digits (NY 9, TX 8, PA 8), or letters and digits: a letter and 7 to 14 digits (CA, FL, IL, MI), two
 * letters and 6 (NJ, CT, OH). No public check: a cue.
 * Source: AAMVA DL/ID card design standard; state formats as listed by NTSI.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import { type CodeRecognizer, NONE, type NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['driver license', 'drivers license', 'driver s license', 'driver licence', 'drivers lic', 'driver lic'],
  ...['driving licence', 'driving license', 'dl', 'dls', 'd l', 'dl no', 'dl number', 'driver id', 'state id', 'cdl'],
  ...['license number', 'licencia de conducir', 'licencia de manejo', 'permiso de conducir', 'licencia'],
];

export const driverLicenseNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/driver-license-number',
  entity: 'LICENSE',
  digits: countsFrom(6, 14),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 6),
  examples: {
    match: [
      "driver's license «482 201 933»",
      'DL «12345678»',
      'drivers license number is «482201933»',
      'dl# «48220193»',
      'state id «998-201-933»',
    ],
    reject: [
      'LDL 130 mg/dl 12 hours fasting',
      'glucose 180 mg/dl 2h later',
      'driver license expired 12/03/2019',
      'hb 12.5 g/dl 2024',
      'cholesterol 200 dl 45',
    ],
  },
};

export const driverLicenseCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/driver-license-code',
  entity: 'LICENSE',
  lengths: countsFrom(7, 16),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => (code.digits >= 4 ? rateAnnouncedCode(code, cueDistance, 7) : NONE),
  examples: {
    match: [
      'DL «D1234562»',
      "driver's license «F255-921-50-094-0»",
      'drivers license: «O152-7743-9021» for the file',
      'dl# «smith94p21jk»',
      'licencia de conducir «B 4471-8820»',
    ],
    reject: [
      'glucose 180 mg/dl, a1c 7.8',
      'dl 500mg',
      'drivers license at 10am',
      'mg/dl covid-19',
      'driver license b12',
    ],
  },
};
