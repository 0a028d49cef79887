/**
 * Variant of a gene in a person, in the notation of HGVS.
 * Shape: c., g., p., m., n. or r. and a position with a change: c.5266dupC, g.123A>G, p.Gln1756Profs*74, with or without
 * its reference sequence (NM_007294.4:). The name of the gene stays.
 * Source: HGVS Nomenclature 21.1.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const KIND_LETTERS = new Set([...'cgpmnr'].map((letter) => letter.charCodeAt(0)));
const P = 0x70;
const COLON = 0x3a;
const INNER = new Set([...'>_*=+-?()[];'].map((mark) => mark.charCodeAt(0)));
const TRAILING = new Set([...'-+?;(['].map((mark) => mark.charCodeAt(0)));
const MOST = 60;
const FEWEST = 3;
const LONGEST_REFERENCE = 40;
const REFERENCE_MARKS = new Set([...'_.()-'].map((mark) => mark.charCodeAt(0)));
const CHANGES = ['del', 'dup', 'ins', 'inv', 'con', 'fs', 'ter', '>', '=', '*'];

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  const letter = at - 1;
  if (letter < floor || !KIND_LETTERS.has(codes[letter]!)) return false;
  if (letter > 0 && isWordCode(codes[letter - 1]!)) return false;
  let end = at + 1;
  let digits = 0;
  while (end - at < MOST && (isWordCode(codes[end]!) || INNER.has(codes[end]!))) {
    if (KINDS[codes[end]!] === KIND_DIGIT) digits++;
    end++;
  }
  while (end > at && TRAILING.has(codes[end - 1]!)) end--;
  while (codes[end - 1] === 0x29 && codes.subarray(at, end).indexOf(0x28) < 0) end--;
  if (digits === 0 || end - at <= FEWEST || !isChange(codes, at + 1, end, codes[letter] === P)) return false;
  found.start = referenceStart(codes, letter, floor);
  found.end = end;
  return true;
}

function isWordCode(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

/** A protein change is "Arg97*", "(Gln1756fs)", "V600E"; all others begin with a position and name what happened. */
function isChange(codes: Uint16Array, start: number, end: number, isProtein: boolean): boolean {
  const text = String.fromCharCode(...codes.subarray(start, end));
  if (isProtein && /^\(?[a-z]{1,3}\d{1,5}(?:[a-z]{1,12}\d*|[*=?]|_)/.test(text)) return true;
  const first = codes[start]!;
  const begins = KINDS[first] === KIND_DIGIT || first === 0x2d || first === 0x2a || first === 0x28;
  return begins && CHANGES.some((change) => text.includes(change));
}

/** Start of "NM_007294.4(BRCA1):" before the letter. */
function referenceStart(codes: Uint16Array, letter: number, floor: number): number {
  if (codes[letter - 1] !== COLON) return letter;
  let start = letter - 1;
  while (start > floor && letter - start < LONGEST_REFERENCE) {
    const code = codes[start - 1]!;
    if (!isWordCode(code) && !REFERENCE_MARKS.has(code)) break;
    start--;
  }
  return start === letter - 1 ? letter : start;
}

export const geneticVariant: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/genetic-variant',
  entity: 'GENETIC',
  marks: '.',
  find,
  examples: {
    match: [
      'BRCA1, «c.5266dupC», «p.Gln1756Profs*74»',
      'result «NM_007294.4:c.68_69del» found',
      'DPYD: «c.1905+1G>A» heterozigoto',
      '«g.123A>G» in the sample',
      'BRAF «p.V600E» positivo',
      '(«c.156_157insAlu»)',
    ],
    reject: ['o gene BRCA1 é comum', 'às 10 a.m. e p.m.', 'p.s. 20 dias', 'versão c.10', 'p.ex. 30mg', 'n.5 e n.10'],
  },
};
