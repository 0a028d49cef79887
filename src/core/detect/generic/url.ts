/**
 * Web address: with a scheme, beginning "www.", or a bare domain under a common top level.
 * Shape: scheme://… or host.tld with an optional path; the whole address is taken, since paths and queries carry ids.
 * Source: RFC 3986; top levels from the IANA root zone, reduced to what people type in chats.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { HOLE } from '../findings.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const COLON = 0x3a;
const SLASH = 0x2f;
const DOT = 0x2e;
const HYPHEN = 0x2d;
const AT = 0x40;

const TOP_LEVELS = new Set(
  'com net org gov edu br info app io link site online health med dev store cloud web tv ly gl gle uk'.split(' '),
);
/** Top levels that are also words: a forgotten blank after a full stop looks the same, so a path must follow. */
const WORD_TOP_LEVELS = new Set('me es mx ar pt co us de fr it cl pe uy la cc id to ai'.split(' '));
const LONGEST_TOP_LEVEL = 6;
/** Of RFC 1035. A longer row of labels is taken in pieces: looked through from each dot it would cost its square. */
const LONGEST_HOST = 253;
/** What ends an address: blanks, quotes, brackets. */
const ENDS = new Set([...' \n"\'<>[]{}|\\^`«»“”\ufffd'].map((mark) => mark.charCodeAt(0))).add(HOLE);
const TRAILING = new Set([...'.,;:!?)*_~'].map((mark) => mark.charCodeAt(0)));

function isAlphanumeric(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

function isHostCode(code: number): boolean {
  return isAlphanumeric(code) || code === DOT || code === HYPHEN;
}

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  return view.codes[at] === COLON ? findWithScheme(view, at, floor, found) : findDomain(view, at, floor, found);
}

function findWithScheme(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  if (codes[at + 1] !== SLASH || codes[at + 2] !== SLASH || at <= floor) return false;
  let start = at;
  while (start > floor && at - start < 12 && isAlphanumeric(codes[start - 1]!)) start--;
  if (start === at) return false;
  const end = addressEnd(view, at + 3);
  if (end <= at + 3) return false;
  found.start = start;
  found.end = end;
  return true;
}

/** End of an address, without the punctuation of the sentence around it. */
function addressEnd(view: TextView, from: number): number {
  const { codes, length } = view;
  let end = from;
  while (end < length && !ENDS.has(codes[end]!) && (codes[end]! < 0xd800 || codes[end]! > 0xdfff)) end++;
  while (end > from && TRAILING.has(codes[end - 1]!)) end--;
  return end;
}

function findDomain(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  if (isWww(codes, at - 3) && (at - 3 === floor || !isHostCode(codes[at - 4] ?? 0x20))) {
    const end = addressEnd(view, at + 1);
    if (end === at + 1) return false;
    found.start = at - 3;
    found.end = end;
    return true;
  }
  if (!startsTopLevel(view, at + 1)) return false;
  let start = at;
  while (start > floor && at - start < LONGEST_HOST && isHostCode(codes[start - 1]!)) start--;
  while (start < at && !isAlphanumeric(codes[start]!)) start++;
  if (start > 0 && codes[start - 1] === AT) return false;
  let end = at + 1;
  while (end - at < LONGEST_HOST && isHostCode(codes[end]!)) end++;
  while (!isAlphanumeric(codes[end - 1]!)) end--;
  if (codes[end] === AT) return false;
  // A port, path or query belongs to the address.
  const next = codes[end];
  found.start = start;
  found.end =
    next === SLASH || next === 0x3f || (next === COLON && isAlphanumeric(codes[end + 1]!))
      ? addressEnd(view, end)
      : end;
  return true;
}

function isWww(codes: Uint16Array, at: number): boolean {
  return at >= 0 && codes[at] === 0x77 && codes[at + 1] === 0x77 && codes[at + 2] === 0x77;
}

/** Whether the letters from `from` are a whole top-level label. */
function startsTopLevel(view: TextView, from: number): boolean {
  const { codes } = view;
  let label = '';
  let end = from;
  while (end - from <= LONGEST_TOP_LEVEL && KINDS[codes[end]!] === KIND_LETTER)
    label += String.fromCharCode(codes[end++]!);
  if (end - from < 2 || end - from > LONGEST_TOP_LEVEL || isAlphanumeric(codes[end]!) || codes[end] === HYPHEN)
    return false;
  if (TOP_LEVELS.has(label)) return true;
  return WORD_TOP_LEVELS.has(label) && codes[end] === SLASH && isAlphanumeric(codes[end + 1]!);
}

export const url: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/url',
  entity: 'URL',
  marks: ':.',
  find,
  examples: {
    match: [
      'veja «https://portal.exemplo.com.br/exames?id=123».',
      'link «wa.me/5511987654321» aqui',
      'site «www.unimed.coop.br», ok?',
      'é no «meuexame.com.br»',
      '(«http://localhost:8080/a»)',
      'ftp em «sftp://host/arquivo.pdf»',
    ],
    reject: [
      'estou com dor.me ajuda',
      'relação 1 : // 2',
      'arquivo exame.pdf',
      'nome: ana//maria',
      'tomei o remedio.de noite passou',
      'joao.com@exemplo',
    ],
  },
};
