/** Names of streets and places in Brazil, read forward. Offsets are folded. */
import { KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import { digitsEnd, isCapital, isTitleCase, skipBlanks, skipMarks, wordAt, wordEnd } from './address-text.ts';
import {
  BARE_UNITS,
  DEPARTMENTS,
  FEDERAL_UNITS,
  GREETINGS,
  HONORIFICS,
  NOT_A_PLACE,
  NOT_IN_NAMES,
  NUMBER_WORDS,
  PARTICLES,
  STATE_SECONDS,
  STATES,
  UNITS,
} from './address-words.ts';

const HYPHEN = 0x2d;
const SLASH = 0x2f;
const APOSTROPHE = 0x27;
const MOST_JOINTS = 3;
const MOST_NAME_WORDS = 7;
const MOST_TITLE_WORDS = 6;
const NONE = -1;

/** A name as read: its end, the end of its part in title case (or -1), and how many words weigh. */
export interface PlaceName {
  end: number;
  titleEnd: number;
  words: number;
}

/** Reads the name of a street or place at `at`; -1 as `end` when no word of a name stands there. */
export function readName(view: TextView, at: number): PlaceName {
  const name: PlaceName = { end: NONE, titleEnd: NONE, words: 0 };
  let next = dateNameEnd(view, at);
  let inTitle = true;
  if (next > at) {
    name.end = next;
    name.titleEnd = isCapital(view, next - 1) ? NONE : next;
    name.words = 2;
    next = skipBlanks(view, next);
  }
  for (let count = 0; count < MOST_NAME_WORDS; count++) {
    const end = nameWordEnd(view, next);
    if (end === next) break;
    const word = wordAt(view, next, wordEnd(view, next));
    const particle = PARTICLES.has(word);
    // "é" folds to "e", which joins names but begins none.
    if (name.words === 0 && word === 'e') break;
    if (!particle && endsName(view, next, end, word, name.words)) break;
    if (!particle) {
      inTitle &&= isTitleCase(view, next, end) || isRoman(view, next, end);
      name.end = end;
      name.words++;
      if (inTitle && isTitleCase(view, next, end)) name.titleEnd = end;
    }
    const after = HONORIFICS.has(word) || end - next === 1 ? skipMarks(view, end, '.') : skipBlanks(view, end);
    if (after === end) break;
    next = after;
  }
  return name;
}

/** Words that are no part of a name: with small letters everyday words, after the first also parts of an address. */
function endsName(view: TextView, start: number, end: number, word: string, words: number): boolean {
  if (words > 0 && (UNITS.has(word) || BARE_UNITS.has(word) || isNumberSign(view, word, end))) return true;
  if (isTitleCase(view, start, end)) return isGreeting(view, start, end);
  if (words > 0 && NUMBER_WORDS.has(word)) return true;
  return NOT_IN_NAMES.has(word) || (word === 's' && view.codes[end] === SLASH);
}

/** "Nº: 200", "Num 5". */
function isNumberSign(view: TextView, word: string, end: number): boolean {
  if (word !== 'n' && word !== 'no' && word !== 'num' && word !== 'numero') return false;
  const next = skipMarks(view, end, '.:º°');
  return digitsEnd(view, next) > next;
}

/** "Boa tarde", "Bom dia". */
function isGreeting(view: TextView, start: number, end: number): boolean {
  const first = wordAt(view, start, end);
  if (first !== 'boa' && first !== 'bom') return false;
  const next = skipBlanks(view, end);
  return GREETINGS.has(wordAt(view, next, wordEnd(view, next)));
}

/** End of a word with apostrophes and hyphens inside: d'agua, ji-parana. */
function nameWordEnd(view: TextView, at: number): number {
  let end = wordEnd(view, at);
  for (let joint = 0; joint < MOST_JOINTS && end > at; joint++) {
    if (view.codes[end] !== APOSTROPHE && view.codes[end] !== HYPHEN) break;
    const next = wordEnd(view, end + 1);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

function isRoman(view: TextView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = view.codes[at]!;
    if ((code !== 0x69 && code !== 0x76 && code !== 0x78) || !isCapital(view, at)) return false;
  }
  return end > start;
}

/** End of a date that is the name of a street ("7 de setembro"), or `at`. */
function dateNameEnd(view: TextView, at: number): number {
  const day = digitsEnd(view, at);
  if (day === at || day - at > 2) return at;
  const link = skipBlanks(view, day);
  const linkEnd = wordEnd(view, link);
  if (link === day || wordAt(view, link, linkEnd) !== 'de') return at;
  const month = skipBlanks(view, linkEnd);
  const monthEnd = wordEnd(view, month);
  return monthEnd - month >= 4 ? monthEnd : at;
}

/** End of one to five words in title case with particles between ("Foz do Iguaçu"), or -1. */
export function titleRunEnd(view: TextView, at: number): number {
  let end = NONE;
  let next = at;
  for (let count = 0; count < MOST_TITLE_WORDS; count++) {
    const stop = nameWordEnd(view, next);
    if (stop === next || KINDS[view.codes[next]!] !== KIND_LETTER) break;
    const word = wordAt(view, next, stop);
    if (end > 0 && PARTICLES.has(word)) {
      next = skipBlanks(view, stop);
      if (next === stop) break;
      continue;
    }
    if (!isTitleCase(view, next, stop) && !(end > 0 && isRoman(view, next, stop))) break;
    if (end < 0 && (isGreeting(view, next, stop) || isDepartment(view, word, stop))) break;
    if (end < 0 && (NOT_A_PLACE.has(word) || FEDERAL_UNITS.has(word) || stop - next < 3)) {
      if (!HONORIFICS.has(word) || NOT_A_PLACE.has(word)) break;
    }
    end = stop;
    next = HONORIFICS.has(word) ? skipMarks(view, stop, '.') : skipBlanks(view, stop);
    if (next === stop) break;
  }
  return end > 0 && isState(view, at, end) ? NONE : end;
}

/** "Minas", "Mato Grosso do Sul", "Rio Grande do Norte". */
function isState(view: TextView, at: number, end: number): boolean {
  const first = wordEnd(view, at);
  if (!STATES.has(wordAt(view, at, first))) return false;
  const word = wordAt(view, at, first);
  if (first === end) return word !== 'rio' && word !== 'mato' && word !== 'espirito';
  const second = skipBlanks(view, first);
  return STATE_SECONDS.has(wordAt(view, second, wordEnd(view, second)));
}

/** "Setor Financeiro", but not "Setor Oeste". */
function isDepartment(view: TextView, word: string, end: number): boolean {
  const next = skipBlanks(view, end);
  return word === 'setor' && DEPARTMENTS.has(wordAt(view, next, wordEnd(view, next)));
}
