/**
 * E-mail address.
 * Shape: local part, @, domain with a dot and a top level of 2 to 24 letters; or a well-known provider without it.
 * Letters of any script are allowed. No check.
 * Source: RFC 5321 section 4.1.2, RFC 6531; lengths of the local part are not enforced, so that none is cut in half.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const LOCAL_MARKS = new Set([..."._%+-'&=~!#$*"].map((mark) => mark.charCodeAt(0)));
const DOT = 0x2e;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const BLANK = 0x20;
const LONGEST_SPACED_TOP = 3;
const PROVIDERS = ['gmail', 'hotmail', 'outlook', 'yahoo', 'icloud', 'uol', 'bol', 'terra', 'live'];

function isAlphanumeric(code: number): boolean {
  const kind = KINDS[code];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  // "fulano @ gmail . com": only a provider everybody knows says that the blanks are no others.
  const spaced = codes[at + 1] === BLANK || codes[at - 1] === BLANK;
  const domain = codes[at + 1] === BLANK ? at + 2 : at + 1;
  if (spaced && !isProvider(codes, domain)) return false;
  let start = codes[at - 1] === BLANK && at - 1 > floor ? at - 1 : at;
  const before = start;
  while (start > floor && (isAlphanumeric(codes[start - 1]!) || LOCAL_MARKS.has(codes[start - 1]!))) start--;
  while (start < before && !isAlphanumeric(codes[start]!) && codes[start] !== UNDERSCORE) start++;
  if (start === before) return false;
  const end = spaced ? spacedDomainEnd(codes, domain) : domainEnd(codes, domain);
  if (end < 0) return false;
  found.start = start;
  found.end = end;
  return true;
}

/** End of the domain that begins at `from`, or -1. */
function domainEnd(codes: Uint16Array, from: number): number {
  let at = from;
  let labelStart = from;
  let end = -1;
  let labels = 0;
  for (;;) {
    while (isAlphanumeric(codes[at]!) || codes[at] === HYPHEN || codes[at] === UNDERSCORE) at++;
    if (at === labelStart) break;
    labels++;
    if (labels > 1 && isTopLevel(codes, labelStart, at)) end = at;
    if (codes[at] !== DOT) break;
    labelStart = ++at;
  }
  if (end >= 0) return end;
  return isProvider(codes, from) ? providerEnd(codes, from) : -1;
}

/** End of "gmail . com . br" at `from`, with or without the blanks. */
function spacedDomainEnd(codes: Uint16Array, from: number): number {
  let end = providerEnd(codes, from);
  for (let labels = 0; labels < 2; labels++) {
    let at = end;
    if (codes[at] === BLANK) at++;
    if (codes[at++] !== DOT) break;
    if (codes[at] === BLANK) at++;
    const stop = providerEnd(codes, at);
    if (stop - at < 2 || stop - at > LONGEST_SPACED_TOP) break;
    end = stop;
  }
  return end;
}

/** At least two letters, then anything: "x.com2" still begins with a top level, and is better hidden whole. */
function isTopLevel(codes: Uint16Array, start: number, end: number): boolean {
  return end - start >= 2 && KINDS[codes[start]!] === KIND_LETTER && KINDS[codes[start + 1]!] === KIND_LETTER;
}

function providerEnd(codes: Uint16Array, from: number): number {
  let end = from;
  while (KINDS[codes[end]!] === KIND_LETTER) end++;
  return end;
}

function isProvider(codes: Uint16Array, from: number): boolean {
  const length = providerEnd(codes, from) - from;
  return PROVIDERS.some((name) => {
    if (name.length !== length) return false;
    for (let index = 0; index < length; index++) if (codes[from + index] !== name.charCodeAt(index)) return false;
    return true;
  });
}

export const email: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/email',
  entity: 'EMAIL',
  marks: '@',
  find,
  examples: {
    match: [
      'meu email é «joao.silva@gmail.com».',
      'write to «jane_doe+med@mail.example.co.uk», please',
      'correo:«conceição@exemplo.com.br»',
      'manda no «maria@hotmail» mesmo',
      '<«A.B-C@SUB.DOMINIO.ORG»>',
      'mailto:«x1@y2.io»',
      'é «juci.souza @ gmail . com» tá',
      'ana «perez77@ hotmail.com», gracias',
    ],
    reject: ['me segue @joaosilva', 'te vejo @ casa', 'dose 2@dia', 'joao@', '@@@@', 'custo @ R$ 2.50 cada'],
  },
};
