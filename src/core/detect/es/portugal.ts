/** Check digits of Portugal. Sources: Decreto-Lei 14/2013 (NIF), IRN (Cartão de Cidadão), Instituto da Segurança Social. */
import { isLetter } from '../announced-code.ts';
import { weightedSum } from '../check-digit.ts';

const NIF_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2];
const NISS_WEIGHTS = [29, 23, 19, 17, 13, 11, 7, 5, 3, 2];
const CARD_LENGTH = 12;

/** Whether the last of nine digits of a NIF fits. */
export function hasNifCheckDigit(digits: ArrayLike<number>): boolean {
  const first = digits[0]!;
  return first !== 0 && first !== 4 && ((11 - (weightedSum(digits, 0, NIF_WEIGHTS) % 11)) % 11) % 10 === digits[8];
}

/** Whether the last of eleven digits of a NISS fits. */
export function hasNissCheckDigit(digits: ArrayLike<number>): boolean {
  return (digits[0] === 1 || digits[0] === 2) && 9 - (weightedSum(digits, 0, NISS_WEIGHTS) % 10) === digits[10];
}

/** Whether twelve folded characters are a document number of a Cartão de Cidadão: Luhn over base 36. */
export function hasCitizenCardCheck(characters: ArrayLike<number>): boolean {
  let sum = 0;
  for (let at = 0; at < CARD_LENGTH; at++) {
    const character = characters[at]!;
    const isLetterPlace = at === 9 || at === 10;
    if (isLetter(character) && !isLetterPlace) return false;
    const value = isLetter(character) ? character - 0x61 + 10 : character - 0x30;
    const doubled = at % 2 === 0 ? value * 2 : value;
    sum += doubled > 9 && at % 2 === 0 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
