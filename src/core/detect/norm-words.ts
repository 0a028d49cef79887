import type { TextView } from '../text/text-view.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter, readWordBefore } from './words-around.ts';

/** Laws, norms of regulators and code lists of procedures: their numbers name nobody. */
const NORMS = new Set(
  'lei leis decreto portaria resolucao res rdc rn cfm cofen cofins in re instrucao normativa sumula enunciado ley law tuss cbhpm sigtap cnes cid procedimento procedimiento'
    .split(' ')
    .map(hashWord),
);
/** Code lists named after the code: "40808041 (TUSS)". */
const LISTS = new Set(['tuss', 'cbhpm', 'sigtap'].map(hashWord));
/** "lei nº 13.709", "RDC da Anvisa 877". */
const LINKS = new Set(
  ['n', 'no', 'num', 'numero', 'federal', 'complementar', 'cfm', 'anvisa', 'ans', 'ms', 'gm'].map(hashWord),
);
const WIDEST_GAP = 4;
const MOST_LINKS = 2;
const word = createWord();

/** Whether the number from `start` to `end` is that of a law, a norm or a list of procedures by the words around it. */
export function isOfNorm(view: TextView, start: number, end: number): boolean {
  let before = start;
  for (let count = 0; count <= MOST_LINKS; count++) {
    if (!readWordBefore(view, before, WIDEST_GAP, word) || word.isNumber) break;
    if (NORMS.has(word.hash)) return true;
    if (!LINKS.has(word.hash)) break;
    before = word.start;
  }
  return readWordAfter(view, end, 2, word) && LISTS.has(word.hash);
}
