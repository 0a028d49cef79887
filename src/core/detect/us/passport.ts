/**
 * Passport numbers, of the United States and of countries whose chats this pack and `es` read.
 * Shape: 9 digits, or a letter and 8 digits (US); up to three letters and 6 to 8 digits elsewhere. No check digit: a cue.
 * Source: US Department of State, "Next Generation Passport"; ICAO Doc 9303 part 3.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { rateAnnounced } from '../announced-number.ts';
import { type CodeRecognizer, NONE, type NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['passport', 'passports', 'passport no', 'passport number', 'passprt', 'pasaporte', 'pasaportes', 'pasap'],
  ...['numero de pasaporte', 'no de pasaporte', 'pas', 'pass no'],
];

export const passportNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/passport-number',
  entity: 'PASSPORT',
  digits: [7, 8, 9],
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 7),
  examples: {
    match: [
      'passport «548219033»',
      'my passport number is «548 219 033»',
      'passport no. «5482190»',
      'pasaporte: «54821903»',
      'passport# «548219033» issued in Boston',
    ],
    reject: [
      'passport issued 12/03/2019',
      'pasaporte vencido hace 3 meses',
      'passport and 2 photos',
      'ref 548219033',
      'passport 2019-2029',
    ],
  },
};

export const passportCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/passport-code',
  entity: 'PASSPORT',
  lengths: [7, 8, 9, 10],
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => (code.digits >= 5 ? rateAnnouncedCode(code, cueDistance, 7) : NONE),
  examples: {
    match: [
      'passport «C04718826»',
      'pasaporte «AV388104»',
      'my passport is «A12345678», ok?',
      'nº de pasaporte: «PAB123456»',
      'pasaporte «G 3847210»',
    ],
    reject: [
      'passport b12 500mg',
      'code C04718826',
      'pasaporte de mi hijo, tiene 3 años',
      'passport photo 2x2 inches',
      'pasaporte covid-19',
    ],
  },
};
