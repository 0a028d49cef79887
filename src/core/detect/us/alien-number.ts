/**
 * A-number: file number of an immigrant in the United States, issued by the Department of Homeland Security.
 * Shape: A and 8 or 9 digits, A204-771-938. No check digit.
 * Source: USCIS glossary, "Alien Registration Number"; 8 CFR 1.2.
 */
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, EVIDENT, NO_CUE, NONE } from '../recognizer.ts';

const A = 0x61;

function rate(code: CodeWindow, cueDistance: number): number {
  if (code.letters !== 1 || code.characters[0] !== A || code.digits < 8) return NONE;
  if (cueDistance < NO_CUE) return CERTAIN;
  if (!code.capitals) return NONE;
  return code.digits === 9 && code.groups >= 3 ? CHECKED : code.blanks === 0 ? EVIDENT : NONE;
}

export const alienNumber: CodeRecognizer = {
  kind: 'code',
  name: 'us/alien-number',
  entity: 'NATIONAL_ID',
  lengths: [9, 10],
  cues: ['a number', 'alien', 'alien number', 'uscis', 'green card', 'anumber', 'immigration'],
  blanks: true,
  rate,
  examples: {
    match: [
      'A number «A204-771-938»',
      'uscis «a204771938»',
      'green «A 076 331 904»',
      'file «A204771938» please',
      'green card «A219 448 071»',
    ],
    reject: ['a 204771938 b', 'ref B204771938', 'alien 2 movie', 'a 500 mg', 'vitamin A 10000'],
  },
};
