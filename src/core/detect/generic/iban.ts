/**
 * IBAN: international number of a bank account.
 * Shape: two letters of the country, two check digits, 11 to 30 letters and digits, often in groups of four. Check:
 * modulo 97 is 1. After a word of accounts also with a wrong check.
 * Source: ISO 13616-1:2020.
 */
import { isLetter } from '../announced-code.ts';
import type { CodeWindow } from '../code-window.ts';
import { CERTAIN, CHECKED, type CodeRecognizer, CUED, NO_CUE, NONE } from '../recognizer.ts';

const FEWEST = 15;
const MOST = 34;
const FEWEST_DIGITS = 10;

function rate(code: CodeWindow, cueDistance: number): number {
  const { characters, length } = code;
  if (!isLetter(characters[0]!) || !isLetter(characters[1]!) || isLetter(characters[2]!) || isLetter(characters[3]!))
    return NONE;
  // Printed in groups of four; words that happen to pass the check are not.
  if (code.blanks > 0 && code.firstBlank !== 4) return NONE;
  const cued = cueDistance < NO_CUE;
  if (!cued && code.digits < FEWEST_DIGITS) return NONE;
  if (isValid(characters, length)) return cued ? CERTAIN : CHECKED;
  return cued && code.letters <= 6 ? CUED : NONE;
}

/** The first four characters go to the end, letters count from 10. */
function isValid(characters: Uint16Array, length: number): boolean {
  let rest = 0;
  for (let step = 0; step < length; step++) {
    const character = characters[(step + 4) % length]!;
    if (isLetter(character)) {
      if (character > 0x7a) return false;
      rest = (rest * 100 + character - 0x57) % 97;
    } else {
      rest = (rest * 10 + character - 0x30) % 97;
    }
  }
  return rest === 1;
}

export const iban: CodeRecognizer = {
  kind: 'code',
  name: 'generic/iban',
  entity: 'ACCOUNT',
  lengths: Array.from({ length: MOST - FEWEST + 1 }, (_, index) => FEWEST + index),
  cues: ['iban', 'cuenta', 'conta', 'account', 'bank', 'banco', 'transferencia'],
  blanks: true,
  rate,
  examples: {
    match: [
      'iban «ES91 2100 0418 4502 0005 1332»',
      'my account «GB29NWBK60161331926819» please',
      '«BR1800360305000010009795493C1» é a conta',
      'cuenta «ES62 8992 3525 8195 3331 2321»',
      'la cuenta: «ES9121000418450200051332»',
    ],
    reject: [
      'ES91 2100 0418 4502 0005 1333',
      'lote AB12 3456 7890 1234',
      'ES91 2100',
      'vitamina D3 2000',
      'AA00 0000 0000 0000',
    ],
  },
};
