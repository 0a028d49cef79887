/**
 * Name in a social network, written with an at sign.
 * Shape: @ and 2 to 40 letters, digits, dots and underscores, at least one letter; not inside an address.
 * Source: custom of the networks.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const AT = 0x40;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;
const FEWEST = 2;
const MOST = 40;

function find(view: TextView, at: number, _floor: number, found: FoundRange): boolean {
  const { codes } = view;
  if (at > 0 && (isAlphanumeric(codes[at - 1]!) || codes[at - 1] === AT || codes[at - 1] === DOT)) return false;
  let end = at + 1;
  let letters = 0;
  while (end - at <= MOST && (isAlphanumeric(codes[end]!) || codes[end] === DOT || codes[end] === UNDERSCORE)) {
    if (KINDS[codes[end]!] === KIND_LETTER) letters++;
    end++;
  }
  if (codes[end] === AT || end - at > MOST) return false;
  while (codes[end - 1] === DOT) end--;
  if (letters === 0 || end - at - 1 < FEWEST) return false;
  found.start = at;
  found.end = end;
  return true;
}

function isAlphanumeric(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

export const handle: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/handle',
  entity: 'OTHER_ID',
  marks: '@',
  find,
  examples: {
    match: [
      'me segue «@joaosilva»',
      'vi no insta do «@dr.hamilton_soares» ontem',
      'telegram: «@joca_do_brejo».',
      '(«@maria22»)',
      'follow «@jane_doe» please',
    ],
    reject: ['te vejo @ casa', 'dose 2@dia', '@@@@', 'joao@', 'custo @ 2.50', '@1'],
  },
};
