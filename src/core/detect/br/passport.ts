/**
 * Passport, of Brazil (two letters and six digits, issued by the Polícia Federal) or of another country (6 to 9 letters
 * and digits). No check digit in what is typed: a cue.
 * Source: Decreto 5.978/2006; ICAO Doc 9303-4 (document number: up to nine characters).
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const CUES = ['passaporte', 'passaportes', 'passporte', 'numero do passaporte'];
const FEWEST_DIGITS = 5;

function rate(code: CodeWindow, cueDistance: number): number {
  if (cueDistance === NO_CUE || code.digits < FEWEST_DIGITS || code.letters > 3) return NONE;
  if (isLetter(code.characters[code.length - 1]!)) return NONE;
  return code.groups <= 2 && isLetter(code.characters[0]!) ? CUED : NONE;
}

export const passport: CodeRecognizer = {
  kind: 'code',
  name: 'br/passport',
  entity: 'PASSPORT',
  lengths: [6, 7, 8, 9],
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate,
  examples: {
    match: [
      'meu passaporte é «GB114902» e o dela perdi',
      'só tem passaporte «G2214087», da pra fazer',
      'passaporte «YB 3371908»',
      'passaporte nº «FZ-123456»',
      'passaporte dela: «n2299410», sem CPF',
    ],
    reject: ['passaporte em 2 dias', 'GB114902', 'passaporte 500mg', 'passaporte vacinal da covid19', 'passaporte b12'],
  },
};

export const passportNumber: NumberRecognizer = {
  kind: 'number',
  name: 'br/passport-number',
  entity: 'PASSPORT',
  digits: [7, 8, 9],
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => (cueDistance < NO_CUE && window.groupCount === 1 ? CUED : NONE),
  examples: {
    match: [
      'passaporte americano «561234789»',
      'passaporte «1234567»',
      'passaporte: «12345678»',
      'numero do passaporte é «987654321»',
      'meu passaporte boliviano, «7654321»',
    ],
    reject: [
      'passaporte em 12/03/2024',
      'passaporte 2 vias',
      '561234789',
      'passaporte há 3 anos',
      'passaporte às 10:30',
    ],
  },
};
