/**
 * Part of a Brazilian address that stands without its street: flat, block, lot, house within an estate.
 * Shape: apto, apartamento or apt and a number; or two such parts in a row ("bloco C apto 22", "qd 11 lt 08"). One of
 * the other words alone says nothing: "sala 7", "bloco cirúrgico", "lote da vacina", "quadra de tênis".
 * Source: Correios, "Guia Técnico de Endereçamento" (complementos).
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore } from '../words-around.ts';
import { continuationEnd, unitEnd } from './address-parts.ts';
import { isWordCharacter, skipMarks, wordAt, wordBefore } from './address-text.ts';

/** Enough with a number. */
const FLATS = ['apto', 'apt', 'aptos', 'apartamento'];
const OTHERS = [
  'ap',
  'bloco',
  'bl',
  'casa',
  'quadra',
  'qd',
  'lote',
  'lt',
  'conjunto',
  'conj',
  'cj',
  'torre',
  'modulo',
  'etapa',
];
const FLAT_WORDS = new Set(FLATS);
/** Words that make one part enough: "moro na quadra 5", "interfone casa 19". */
const LEADS = new Set(['interfone', 'moro', 'endereco', 'end', 'complemento', 'compl']);

const NUMBERS = ['n', 'no', 'nr', 'nro', 'num', 'numero'];
const NUMBER_WORDS = new Set(NUMBERS);
const CEP = hashWord('cep');
const HYPHEN = 0x2d;
const WIDEST_GAP = 3;
const LONGEST_NUMBER = 5;
const word = createWord();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (NUMBER_WORDS.has(wordAt(view, start, end))) return findAfterCode(view, start, end, found);
  if (start > 0 && (isWordCharacter(view, start - 1) || view.codes[start - 1] === 0x2f)) return false;
  const first = unitEnd(view, start);
  if (first < 0) return false;
  if (!FLAT_WORDS.has(wordAt(view, start, end)) && !LEADS.has(wordBefore(view, start))) {
    const next = skipMarks(view, first, ',-');
    if (next === first || unitEnd(view, next) < 0) return false;
  }
  found.start = start;
  found.end = continuationEnd(view, first);
  return true;
}

/** The number of the house after a postal code: "CEP 55602-190, nº 88". */
function findAfterCode(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!readWordBefore(view, start, WIDEST_GAP, word) || !word.isNumber) return false;
  const { start: last, end: lastEnd } = word;
  if (lastEnd - last === 3) {
    if (view.codes[last - 1] !== HYPHEN || !readWordBefore(view, last, 1, word) || word.end - word.start !== 5)
      return false;
  } else if (lastEnd - last !== 8) return false;
  if (!readWordBefore(view, word.start, WIDEST_GAP, word) || word.hash !== CEP) return false;
  if (!readWordAfter(view, end, WIDEST_GAP, word) || !word.isNumber || word.end - word.start > LONGEST_NUMBER)
    return false;
  found.start = word.start;
  found.end = continuationEnd(view, word.end);
  return true;
}

export const addressUnit: WordRecognizer = {
  kind: 'word',
  name: 'br/address-unit',
  entity: 'LOCATION',
  words: [...FLATS, ...OTHERS, ...NUMBERS],
  find,
  examples: {
    match: [
      'deixa no «apto 204» com a vizinha',
      'o do «bloco C apto 22» caiu',
      '«qd 11 lt 08», goiania',
      '«quadra 5 casa 18» por favor',
      'tocar interfone «casa 19» e esperar',
      '«Torre 2, apto 1803»',
      '«bloco 9 ap 304» perdi a chave',
      'CEP 55602-190, nº «88»',
      'cep 55602190 numero «88 apto 2»',
    ],
    reject: [
      'lote da vacina 2208',
      'sala 7 às 14h',
      'bloco cirúrgico 2',
      'em casa 2 vezes',
      'quadra de tênis',
      'conjunto de 3 exames',
      'lote 4471820',
      'AP 24 dias depois',
      'CEP 55602-190, não no prédio 3',
      'tomei 12345-678 no 3',
    ],
  },
};
