/**
 * Zone and section of a Brazilian voter: together they point to one polling room.
 * Shape: "zona 118 seção 0042", one to four digits each.
 * Source: TSE, Resolução 23.659/2021.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { digitsEnd, skipMarks, wordAt, wordEnd } from './address-text.ts';

const SECTION = new Set(['secao', 'sec', 'sessao']);
const MOST_DIGITS = 4;

function find(view: TextView, _start: number, end: number, found: FoundRange): boolean {
  const first = skipMarks(view, end, ':º.');
  const firstEnd = digitsEnd(view, first);
  if (firstEnd === first || firstEnd - first > MOST_DIGITS) return false;
  const word = skipMarks(view, firstEnd, ',/-');
  const stop = wordEnd(view, word);
  if (!SECTION.has(wordAt(view, word, stop))) return false;
  const second = skipMarks(view, stop, ':º.');
  const secondEnd = digitsEnd(view, second);
  if (secondEnd === second || secondEnd - second > MOST_DIGITS) return false;
  found.start = first;
  found.end = secondEnd;
  return true;
}

export const votingPlace: WordRecognizer = {
  kind: 'word',
  name: 'br/voting-place',
  entity: 'OTHER_ID',
  words: ['zona'],
  find,
  examples: {
    match: [
      'zona «118 seçao 0042»',
      'Zona: «12, seção: 345» em Recife',
      'titulo na zona «5/seção 18»',
      'zona «001 sessao 0123»',
      'ZONA «44 SEÇÃO 7»',
    ],
    reject: ['zona rural', 'zona 118', 'zona sul 2 casas', 'na zona 12 não tem posto', 'seção 42'],
  },
};
