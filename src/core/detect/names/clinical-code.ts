import { KIND_DIGIT, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { isOfCodeList } from '../code-list-words.ts';
import { hashWord } from '../word-index.ts';
import { NUMBER, PAD, type Sequence, WORD } from './sequence.ts';
import { groupOf, UNIT } from './word-groups.ts';

const DOT = 0x2e;
/** Letters of the obstetric formula: gravida, para, abortus, cesarean. */
const OBSTETRIC = new Set([...'gpac'].map((letter) => letter.charCodeAt(0)));
/** Lists of codes that say what was found or done, to nobody in particular. */
const CODE_LISTS = new Set(
  'cid icd cie cpt tuss hcpcs loinc snomed cbhpm amb drg ndc atc procedimento procedimentos procedure procedimiento'
    .split(' ')
    .map(hashWord),
);
/** Words between such a list's name and its code: "CID 10: F32", "código CPT nº 99213". */
const REACH = 2;

/** Words before the days that are counted: "10-14 business days", "15 dias úteis". */
const COUNTED = new Set('dias business working calendar uteis habiles corridos laborables'.split(' ').map(hashWord));

/** Whether elements are numbers of what is counted or measured ("10-14 business days", "6-8 weeks"), no date. */
export function isMeasured({ kinds, hashes }: Sequence, first: number, last: number): boolean {
  for (let place = first + PAD; place <= last + PAD; place++) if (kinds[place] !== NUMBER) return false;
  const after = last + PAD + 1;
  return kinds[after] === WORD && (groupOf(hashes[after]!) === UNIT || COUNTED.has(hashes[after]!));
}

/** Whether elements are a code of a disease or procedure (ICD-10: "M54.5"; "G2P1A0"; "CPT 99213"), no one's identifier. */
export function isClinicalCode(sequence: Sequence, view: TextView, first: number, last: number): boolean {
  const start = sequence.starts[first + PAD]!;
  const end = sequence.ends[last + PAD]!;
  return (
    isDisease(view.codes, start, end) ||
    isObstetric(view.codes, start, end) ||
    isListed(sequence, first) ||
    isOfCodeList(view, start)
  );
}

/** A letter and two digits, with one or two more after a dot: ICD-10 of the WHO. */
function isDisease(codes: Uint16Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 3 || length > 6 || length === 4 || !isLetter(codes[start]!)) return false;
  if (!isDigit(codes[start + 1]!) || !isDigit(codes[start + 2]!)) return false;
  if (length > 3 && codes[start + 3] !== DOT) return false;
  for (let at = start + 4; at < end; at++) if (!isDigit(codes[at]!)) return false;
  return true;
}

/** Letters of the obstetric formula, each with a digit: "G4P3A1". */
function isObstetric(codes: Uint16Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 4 || length > 8 || length % 2 === 1 || codes[start] !== 0x67) return false;
  for (let at = start; at < end; at += 2) if (!OBSTETRIC.has(codes[at]!) || !isDigit(codes[at + 1]!)) return false;
  return true;
}

function isListed({ kinds, hashes }: Sequence, first: number): boolean {
  for (let place = first + PAD - 1; place >= first + PAD - REACH; place--) {
    if (kinds[place] === WORD && CODE_LISTS.has(hashes[place]!)) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return KINDS[code] === KIND_DIGIT;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
