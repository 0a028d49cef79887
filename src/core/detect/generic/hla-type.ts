/**
 * HLA type of a person, as tests for transplants and drugs report it.
 * Shape: HLA-B*57:01, HLA-A*02:01:01; HLA and a gene alone stay.
 * Source: WHO Nomenclature Committee for Factors of the HLA System.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';

const COLON = 0x3a;
const STAR = 0x2a;
const LONGEST_GENE = 6;
const LONGEST_TYPE = 14;

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  const { codes } = view;
  let at = end;
  while (at - end < LONGEST_GENE && codes[at] !== STAR) {
    const kind = KINDS[codes[at]!];
    if (kind !== KIND_LETTER && kind !== KIND_DIGIT && codes[at] !== 0x2d && codes[at] !== 0x20) return false;
    at++;
  }
  if (codes[at] !== STAR || KINDS[codes[at + 1]!] !== KIND_DIGIT) return false;
  const from = at++;
  while (at - from < LONGEST_TYPE && (KINDS[codes[at]!] === KIND_DIGIT || codes[at] === COLON)) at++;
  if (codes[at - 1] === COLON) at--;
  found.start = start;
  found.end = at;
  return true;
}

export const hlaType: WordRecognizer = {
  kind: 'word',
  name: 'generic/hla-type',
  entity: 'GENETIC',
  words: ['hla'],
  needsDigits: true,
  find,
  examples: {
    match: [
      'testou «HLA-B*57:01» positivo',
      'donor «HLA-A*02:01:01:01» match',
      '«HLA DRB1*15:01» ok',
      'o exame «hla-b*5801» deu',
      '(«HLA-DQB*02:01»)',
    ],
    reject: ['HLA-B27 pedido', 'exame de HLA', 'hla * 2', 'tipagem HLA em 3 dias', 'hla-b positivo 57'],
  },
};
