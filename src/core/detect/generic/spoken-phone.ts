/**
 * Telephone number read out in words.
 * Shape: at least three words for digits after a word of telephones, or 8 to 13 digits in all; "onze nove oito sete…",
 * "oitenta e oito nove nove", "five five five oh one", "double two", "meia" for 6, some of it perhaps typed.
 * Source: custom of the three languages.
 */
import type { TextView } from '../../text/text-view.ts';
import { PLAIN_NUMBER_WORDS } from '../number-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { createSpokenDigits, isSpokenNumber, readSpokenDigits } from '../spoken-digits.ts';

const FEWEST_DIGITS = 8;
const MOST_DIGITS = 13;

const spoken = createSpokenDigits();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!readSpokenDigits(view, start, end, spoken) || !isSpokenNumber(spoken)) return false;
  const asLong = spoken.digits >= FEWEST_DIGITS && spoken.digits <= MOST_DIGITS;
  if (!spoken.phone && (spoken.cued || !asLong)) return false;
  found.start = spoken.start;
  found.end = spoken.end;
  return true;
}

export const spokenPhone: WordRecognizer = {
  kind: 'word',
  name: 'generic/spoken-phone',
  entity: 'PHONE',
  words: PLAIN_NUMBER_WORDS,
  find,
  examples: {
    match: [
      'o telefone é «oitenta e oito nove nove quatro zero um três sete dois dois» viu',
      'meu zap: «onze nove oito sete meia cinco, quatro três dois um»',
      'call me at «eight three two five five five oh one nine one»',
      'mi celular es «cinco cinco tres nueve uno cuatro cero seis dos ocho»',
      'liga no «313 two two nine 0148»',
      'é «um um nove oito sete seis cinco quatro três dois um» ok',
      'phone «two one five double five five oh one»',
    ],
    reject: [
      'tomo dois ou três comprimidos por dia',
      'ligar às oito e meia ou nove',
      'cinco, seis vezes ao dia',
      'call me in two or three days',
      'tem dois filhos e três netos',
      'contei um, dois, três',
    ],
  },
};
