/**
 * Last digits of a telephone, card, account or document: "final 3390", "terminado em 77-05", "os 3 ultimos são 417".
 * Shape: 2 to 6 digits in one or two groups directly after such a word; no year, price, hour or count.
 * Source: custom of service desks, which confirm by last digits.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { digitsEnd, isWordCharacter, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { QUANTITY_WORDS } from './address-words.ts';

const ENDINGS = 'final finais terminado terminada terminados termina terminam acaba acabam';
const LAST = 'ultimos ultimas';
const LAST_WORDS = new Set(LAST.split(' '));
const FILLERS = new Set([
  'em',
  'com',
  'e',
  'eh',
  'sao',
  'de',
  'no',
  'por',
  'numeros',
  'digitos',
  'numero',
  'cpf',
  'mesmo',
  'do',
  'cartao',
  'celular',
]);
const COUNTS = new Set([
  'dias',
  'meses',
  'anos',
  'vezes',
  'horas',
  'semanas',
  'exames',
  'consultas',
  'sessoes',
  'resultados',
]);
const MOST_FILLERS = 3;
const MOST_DIGITS = 6;
const YEAR_DIGITS = 4;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  let at = skipMarks(view, end, ':');
  let fillers = 0;
  for (; fillers < MOST_FILLERS; fillers++) {
    const stop = wordEnd(view, at);
    if (stop === at || !FILLERS.has(wordAt(view, at, stop))) break;
    at = skipMarks(view, stop, ':');
  }
  // "os ultimos 3 dias" counts, "os ultimos são 417" tells.
  if (LAST_WORDS.has(wordAt(view, start, end)) && fillers === 0) return false;
  const stop = tailEnd(view, at);
  if (stop < 0) return false;
  found.start = at;
  found.end = stop;
  return true;
}

/** End of the digits, or -1 where they are a date, an hour, a price or a count. */
function tailEnd(view: TextView, at: number): number {
  const { codes } = view;
  const first = digitsEnd(view, at);
  let end = first;
  if (codes[end] === 0x2d) end = Math.max(end, digitsEnd(view, end + 1));
  const digits = end - at;
  if (first === at || digits < 2 || digits > MOST_DIGITS || isWordCharacter(view, end)) return -1;
  const next = codes[end]!;
  if (next === 0x2f || next === 0x3a || next === 0x25 || (next === 0x2c && digitsEnd(view, end + 1) > end + 1))
    return -1;
  if (next === 0x2e && digitsEnd(view, end + 1) > end + 1) return -1;
  if (digits === YEAR_DIGITS && (codes[at] === 0x31 || codes[at] === 0x32) && isCentury(view, at)) return -1;
  const word = skipBlanks(view, end);
  const text = wordAt(view, word, wordEnd(view, word));
  return COUNTS.has(text) || (QUANTITY_WORDS.has(text) && text !== 'a' && text !== 'x') ? -1 : end;
}

/** 1900 to 2099. */
function isCentury(view: TextView, at: number): boolean {
  const century = (view.codes[at]! - 0x30) * 10 + view.codes[at + 1]! - 0x30;
  return century === 19 || century === 20;
}

export const numberTail: WordRecognizer = {
  kind: 'word',
  name: 'br/number-tail',
  entity: 'OTHER_ID',
  words: [...ENDINGS.split(' '), ...LAST.split(' ')],
  find,
  examples: {
    match: [
      'Enviei para o celular com final «3390».',
      'o celular com final «77-05» ainda é seu?',
      'o meu acaba em «3309» e o dela não',
      'cartão terminado em «0061»',
      'os 3 ultimos são «417»',
      'carteira final «0073-2»',
    ],
    reject: [
      'no final de 2023',
      'no final 3 vezes ao dia',
      'os ultimos 3 dias',
      'o mês termina em 30/11',
      'acaba em 2025',
      'termina às 10:30',
      'nos finais de semana 2 vezes',
    ],
  },
};
