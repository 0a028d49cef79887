import { KIND_LETTER, KINDS } from '../text/character-tables.ts';
import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import { RANK_MASK, RANK_SHIFT, type WordLists, wordBits } from './names/word-lists.ts';
import { OTHER_LANGUAGES } from './other-languages.ts';
import { buildWordIndex, findWord } from './word-index.ts';

/** Languages that the detector was made for, as primary subtags (BCP 47), and as people write them who use three letters (ISO 639-2). */
const OWN_LANGUAGES = new Set(['pt', 'en', 'es', 'por', 'eng', 'spa']);
/** Undetermined, several, none of the listed ones, no language at all. */
const NO_LANGUAGES = new Set(['und', 'mul', 'mis', 'zxx']);
const PRIMARY = /^[a-z]{2,3}$/;
const OTHER_WORDS = buildWordIndex([...new Set(OTHER_LANGUAGES)]);
/** By the lower bits of a hash: 1 when one of these words has them. */
const OTHER_FILTER = new Uint8Array(1 << 13);
for (const hash of OTHER_WORDS.hashes) OTHER_FILTER[hash & (OTHER_FILTER.length - 1)] = 1;
/** The last letter of the Latin script that folding leaves, with its extensions. */
const LAST_LATIN = 0x24f;
const FEWEST_FOREIGN_LETTERS = 3;
const FEWEST_WORDS = 5;
const FEWEST_OTHER_WORDS = 3;
/** Rank among ordinary words from which a word is an everyday one. */
const EVERYDAY_RANK = 4;

/** Whether a language tag names a language that the detector was not made for; null when it names none. */
export function isOtherTag(tag: string): boolean | null {
  const [primary = ''] = tag.trim().toLowerCase().split(/[-_]/, 1);
  if (!PRIMARY.test(primary) || NO_LANGUAGES.has(primary)) return null;
  return !OWN_LANGUAGES.has(primary);
}

/**
 * Whether a text is, by its script or its everyday words, in a language that the detector was not made for. Short texts,
 * names and numbers tell nothing: they are not. Without word lists only the script decides.
 */
export function isOtherLanguage(view: TextView, tokens: Tokens, lists: WordLists | null): boolean {
  if (isForeignScript(view)) return true;
  const words = tokens.count - tokens.numberCount;
  if (lists === null || words < FEWEST_WORDS) return false;
  if (!mayBeOther(tokens, words) && isKnown(tokens, lists, words)) return false;
  let everyday = 0;
  let other = 0;
  let unknown = 0;
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.isNumber[token] === 1) continue;
    const hash = tokens.hashes[token]!;
    const bits = wordBits(lists, hash);
    if (bits === 0) unknown++;
    // Words that several languages share ("para", "este", "die") tell nothing of another one.
    if (((bits >>> RANK_SHIFT) & RANK_MASK) >= EVERYDAY_RANK) everyday++;
    else if (findWord(OTHER_WORDS, view, tokens.starts[token]!, tokens.ends[token]!, hash) >= 0) other++;
  }
  if (other >= FEWEST_OTHER_WORDS && other * 4 >= words && other * 2 > everyday) return true;
  return unknown * 3 > words * 2 && everyday * 5 < words;
}

/** Whether enough words look as if they were everyday ones of another language. */
function mayBeOther({ count, hashes }: Tokens, words: number): boolean {
  let other = 0;
  for (let token = 0; token < count; token++) other += OTHER_FILTER[hashes[token]! & (OTHER_FILTER.length - 1)]!;
  return other >= FEWEST_OTHER_WORDS && other * 4 >= words;
}

/** Whether a third of the words or more are known; stops there. */
function isKnown({ count, hashes, isNumber }: Tokens, lists: WordLists, words: number): boolean {
  let known = 0;
  for (let token = 0; token < count; token++) {
    if (isNumber[token] === 1 || wordBits(lists, hashes[token]!) === 0) continue;
    if (++known * 3 >= words) return true;
  }
  return false;
}

/** More letters of other scripts than of the Latin one. */
function isForeignScript({ codes, length, seen }: TextView): boolean {
  if (seen <= LAST_LATIN) return false;
  let latin = 0;
  let foreign = 0;
  for (let at = 0; at < length; at++) {
    const code = codes[at]!;
    if (KINDS[code] !== KIND_LETTER) continue;
    if (code <= LAST_LATIN) latin++;
    else foreign++;
  }
  return foreign >= FEWEST_FOREIGN_LETTERS && foreign > latin;
}
