/**
 * Number read out in words that is no telephone number: of a card, a document, a protocol, a code.
 * Shape: at least three words for digits after a word for such numbers or alone in their line, else at least four and
 * five digits; "sete sete um zero quatro nove", "ninety one eighteen", "doble cinco".
 * Source: custom of the three languages.
 */
import type { TextView } from '../../text/text-view.ts';
import { PLAIN_NUMBER_WORDS } from '../number-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { createSpokenDigits, isSpokenNumber, readSpokenDigits } from '../spoken-digits.ts';

const spoken = createSpokenDigits();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!readSpokenDigits(view, start, end, spoken) || !isSpokenNumber(spoken)) return false;
  found.start = spoken.start;
  found.end = spoken.end;
  return true;
}

export const spokenNumber: WordRecognizer = {
  kind: 'word',
  name: 'generic/spoken-number',
  entity: 'OTHER_ID',
  words: PLAIN_NUMBER_WORDS,
  find,
  examples: {
    match: [
      'codigo veio: «sete sete um zero quatro nove»',
      'meu rg é «cinco dois nove nove oito dois dois quatro sete dois»',
      'sicredi conta «nove zero dois um três traço cinco» isso',
      'ssn ends in «seven four four nine»',
      '«quatro zero meia sete»',
      'la clave es «doble cinco ocho cero»',
      'member id L «two two zero four one seven nine»',
    ],
    reject: [
      'são três ou quatro por dia',
      'um dois três já',
      'conta dois meses atrasados',
      'noventa e dois anos',
      'tiene cuatro hijos y cinco nietos',
      'half past seven or eight',
    ],
  },
};
