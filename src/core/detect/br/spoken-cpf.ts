/**
 * CPF read out in words: the taxpayer number of Brazil.
 * Shape: eleven digits in words, some of them perhaps typed, after the word CPF; the check digits are not looked at, as
 * words mishear.
 * Source: Receita Federal, IN RFB 2.172/2024; custom of voice messages.
 */
import { PLAIN_NUMBER_WORDS } from '../number-words.ts';
import type { WordRecognizer } from '../recognizer.ts';
import { createSpokenDigits, isSpokenNumber, readSpokenDigits } from '../spoken-digits.ts';

const DIGITS = 11;

const spoken = createSpokenDigits();

export const spokenCpf: WordRecognizer = {
  kind: 'word',
  name: 'br/spoken-cpf',
  entity: 'CPF',
  words: PLAIN_NUMBER_WORDS,
  find: (view, start, end, found) => {
    if (!readSpokenDigits(view, start, end, spoken) || !spoken.cpf || spoken.digits !== DIGITS) return false;
    found.start = spoken.start;
    found.end = spoken.end;
    return isSpokenNumber(spoken);
  },
  examples: {
    match: [
      'meu cpf é «cinco dois nove nove oito dois dois quatro sete dois cinco»',
      'cpf «cinco dois nove, nove oito dois, dois quatro sete, dois cinco»',
      'cpf dela «cinco dois nove nove oito dois dois quatro sete traço vinte e cinco» viu',
      'CPF: «cinco dois nove ponto nove oito dois ponto dois quatro sete traço dois cinco»',
      'o cpf do titular é «zero um dois, três quatro cinco, meia sete oito, nove zero»',
    ],
    reject: [
      'o telefone é onze nove oito sete meia cinco quatro três dois um dois',
      'cpf com dois ou três erros',
      'cpf e rg, um de cada',
      'meu rg é cinco dois nove nove oito dois dois quatro sete',
      'cinco dois nove nove oito dois dois quatro sete dois cinco',
    ],
  },
};
