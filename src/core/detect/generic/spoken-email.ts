/**
 * E-mail address read out or disguised.
 * Shape: fulano ponto silva arroba gmail ponto com, jo underscore b at gmail dot com, nome (at) dominio.com,
 * ana [arroba] uol [ponto] com [ponto] br. With "at" a dot word or a provider must follow.
 * Source: custom.
 */
import type { TextView } from '../../text/text-view.ts';
import { HUNDRED, numberWord } from '../number-words.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter, readWordBefore } from '../words-around.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashWord));

const AT = hashWord('at');
const DOT_WORDS = setOf('ponto punto dot');
const JOIN_WORDS = setOf('ponto punto dot underline underscore underlaine traco hifen guion bajo dash hyphen');
const PROVIDERS = setOf('gmail hotmail outlook yahoo icloud uol bol terra live aol protonmail');
const TOP_LEVELS = setOf('com net org br es mx ar edu gov pt co uk us io app med example');
const LITERAL_JOINS = new Set([...'._-+'].map((mark) => mark.charCodeAt(0)));
const WIDEST_GAP = 3;
const MOST_PARTS = 12;

const word = createWord();
const part = createWord();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + view.codes[at]!) | 0;
  const last = domainEnd(view, end, hash === AT);
  if (last < 0) return false;
  const first = localStart(view, start);
  if (first === start) return false;
  found.start = first;
  found.end = last;
  return true;
}

/** End of "gmail ponto com ponto br" after `from`; -1 when it is no domain. `strict`: dots must be named or written. */
function domainEnd(view: TextView, from: number, strict: boolean): number {
  if (!readWordAfter(view, from, WIDEST_GAP, word) || word.isNumber) return -1;
  const known = PROVIDERS.has(word.hash);
  let end = word.end;
  let dotted = false;
  for (let labels = 0; labels < 4; labels++) {
    if (!readWordAfter(view, end, WIDEST_GAP, word)) break;
    const touches = word.start === end + 1 && view.codes[end] === 0x2e;
    if (!touches) {
      if (!DOT_WORDS.has(word.hash) || !readWordAfter(view, word.end, WIDEST_GAP, word)) break;
    }
    const isTop = TOP_LEVELS.has(word.hash);
    if (!isTop && dotted) break;
    end = word.end;
    dotted ||= isTop;
  }
  return dotted || (known && !strict) ? end : -1;
}

/** Where the words of the local part begin: one word, and those that dot words and number words tie to it. */
function localStart(view: TextView, before: number): number {
  let start = before;
  let joined = true;
  for (let parts = 0; parts < MOST_PARTS && readWordBefore(view, start, WIDEST_GAP, part); parts++) {
    const isJoin = JOIN_WORDS.has(part.hash);
    const touches = start - part.end === 0 || (start - part.end === 1 && LITERAL_JOINS.has(view.codes[part.end]!));
    const isNumber = part.isNumber || isDigitWord(part.hash);
    if (!joined && !isJoin && !touches && !isNumber) return start;
    joined = isJoin || isNumber;
    start = part.start;
  }
  return start;
}

/** Not "e" and "and", which link words of all kinds. */
function isDigitWord(hash: number): boolean {
  const kind = numberWord(hash) & 15;
  return kind > 0 && kind < HUNDRED;
}

export const spokenEmail: WordRecognizer = {
  kind: 'word',
  name: 'generic/spoken-email',
  entity: 'EMAIL',
  words: ['arroba', 'at'],
  find,
  examples: {
    match: [
      'meu e-mail é «jandira ponto melo arroba hotmail ponto com» tudo minúsculo',
      'write «jo underscore b at gmail dot com» ok',
      'entao «jocabrejo77 arroba hotmail ponto com»',
      'correo: «g punto lizardi arroba prodigy punto net punto mx» todo junto',
      'é «ana (arroba) uol [ponto] com [ponto] br»',
      'it is «cadow dot four four at yahoo dot com»',
      'correo «ana guion bajo gomez arroba hotmail punto com»',
      'manda pra «maria.silva arroba gmail.com» hoje',
    ],
    reject: [
      'comi uma arroba de carne',
      'see you at home dot',
      'boi de vinte arroba e meia',
      'meet me at gmail',
      'at the clinic at 10',
    ],
  },
};
