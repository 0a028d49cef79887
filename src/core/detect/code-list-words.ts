import { KIND_DIGIT, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import { hashWord } from './word-index.ts';
import { createWord, readWordAfter, readWordBefore } from './words-around.ts';

/** Digits that numbers of public lists have: procedures, health facilities, health plans (ANS, DATASUS), medicines (Anvisa, NDC, DIN). */
const DIGITS_BY_LIST: ReadonlyMap<number, readonly number[]> = new Map(
  Object.entries({
    tuss: [8],
    cbhpm: [8],
    sigtap: [10],
    cnes: [7],
    ans: [6],
    anvisa: [9, 11, 13],
    ndc: [8, 9, 10, 11],
    din: [8],
  }).map(([name, digits]) => [hashWord(name), digits]),
);
const PROCEDURES: ReadonlySet<number> = new Set(['procedimento', 'procedimentos'].map(hashWord));
const DIGITS_OF_PROCEDURE = 8;
const CODES: ReadonlySet<number> = new Set(['codigo', 'codigos', 'cod'].map(hashWord));
const OF: ReadonlySet<number> = new Set(['do', 'dos', 'de'].map(hashWord));
/** "CNES da clínica é 2711303", "TUSS nº 40304361", "ANS registro 346889". */
const LINKS: ReadonlySet<number> = new Set(
  'n no nr nro num numero codigo cod registro reg e eh da do clinica unidade hospital operadora'
    .split(' ')
    .map(hashWord),
);
const MOST_DIGITS = 13;
const MOST_LINKS = 3;
const WIDEST_GAP = 4;
const word = createWord();

/**
 * Whether the number that begins at `start` is one of a public list by the words before it and the count of its digits,
 * so that "protocolo ANS" with its twenty digits is none. Sources: ANS, TUSS (table 22); AMB, CBHPM; DATASUS, CNES;
 * Anvisa, RDC 753/2022; 21 CFR 207.33 (NDC); Health Canada, DIN.
 */
export function isOfCodeList(view: TextView, start: number): boolean {
  const first = numberStart(view, start);
  const digits = countDigits(view, first);
  let before = first;
  for (let count = 0; count <= MOST_LINKS; count++) {
    if (!readWordBefore(view, before, WIDEST_GAP, word) || word.isNumber) return false;
    if (DIGITS_BY_LIST.get(word.hash)?.includes(digits)) return true;
    if (PROCEDURES.has(word.hash)) return digits === DIGITS_OF_PROCEDURE && isCodeBefore(view, word.start);
    if (!LINKS.has(word.hash)) return false;
    before = word.start;
  }
  return false;
}

/** Where the number begins when the range begins at the name of its list: "NDC 0071-0155-23". */
function numberStart(view: TextView, start: number): number {
  if (KINDS[view.codes[start]!] === KIND_DIGIT || !readWordAfter(view, start, 0, word)) return start;
  return readWordAfter(view, word.end, WIDEST_GAP, word) && word.isNumber ? word.start : start;
}

/** "código do", "cód." */
function isCodeBefore(view: TextView, before: number): boolean {
  if (!readWordBefore(view, before, WIDEST_GAP, word)) return false;
  if (CODES.has(word.hash)) return true;
  return OF.has(word.hash) && readWordBefore(view, word.start, WIDEST_GAP, word) && CODES.has(word.hash);
}

/** Digits from `start` on, over single dots, hyphens and slashes. */
function countDigits({ codes, length }: TextView, start: number): number {
  let digits = 0;
  for (let at = start; at < length; at++) {
    if (KINDS[codes[at]!] === KIND_DIGIT) digits++;
    else if (codes[at]! < 0x2d || codes[at]! > 0x2f || KINDS[codes[at + 1]!] !== KIND_DIGIT) break;
    if (digits > MOST_DIGITS) break;
  }
  return digits;
}
