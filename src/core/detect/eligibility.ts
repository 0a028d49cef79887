import type { EntityType } from '../entity.ts';
import { createTextView, readText, type TextView } from '../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../text/tokens.ts';
import { isParticle } from './name-particles.ts';
import {
  firstNameStrength,
  MEDICAL_BIT,
  ORGANISATION_BIT,
  ordinaryRank,
  placeStrength,
  surnameStrength,
  type WordLists,
  wordBits,
} from './names/word-lists.ts';
import { ORDINARY_INDEX } from './ordinary-words.ts';
import { SHORT_ORDINARY_INDEX } from './short-ordinary-words.ts';
import { findWord } from './word-index.ts';

const FEWEST_LETTERS = 5;
const FEWEST_DIGITS = 6;
/** Of one part of a person's name. */
const FEWEST_LETTERS_OF_NAME = 4;
/** Rarer words that are also names ("lima", "prado") are names where somebody has them. */
const LOWEST_RANK = 3;

const view = createTextView();
const tokens = createTokens();

/**
 * Whether a value of a structured field is searched for in text: two words or more, one word of at least five letters
 * that is no ordinary word, or at least six digits. Everything else would be found in half of all messages.
 */
export function isEligible(value: string): boolean {
  readText(view, value);
  readTokens(view, tokens);
  return isEligibleValue(view, tokens);
}

/** The same for a value of this type: a person's name also when one of its parts is searched for by itself. */
export function isSearchedFor(entity: EntityType, value: string): boolean {
  return isEligible(value) || (entity === 'PERSON' && isTellingName(view, tokens, null));
}

/** The same for a value that was split already. */
export function isEligibleValue(value: TextView, parts: Tokens): boolean {
  let digits = 0;
  let letters = 0;
  let chunks = 0;
  for (let token = 0; token < parts.count; token++) {
    const size = parts.ends[token]! - parts.starts[token]!;
    // "H1N1" is one word; "Rua 7" is two.
    if (token === 0 || parts.ends[token - 1] !== parts.starts[token]) chunks++;
    if (parts.isNumber[token] === 1) digits += size;
    else letters += size;
  }
  if (digits >= FEWEST_DIGITS || (chunks >= 2 && letters > 0)) return true;
  if (letters < FEWEST_LETTERS) return false;
  return parts.count > 1 || !isOrdinaryWord(value, parts, 0);
}

/** Whether a token is a word that occurs in everyday chat, so that by itself it says nothing of a person. */
export function isOrdinaryWord(view: TextView, parts: Tokens, token: number): boolean {
  const start = parts.starts[token]!;
  const end = parts.ends[token]!;
  const index = end - start < FEWEST_LETTERS ? SHORT_ORDINARY_INDEX : ORDINARY_INDEX;
  return findWord(index, view, start, end, parts.hashes[token]!) >= 0;
}

/**
 * Whether one word of a person's name is searched for by itself: four letters and more that are no ordinary word of any
 * language, no disease or drug, no company, no
 * place before a name.
 * @param lists null: only the ordinary words that are written out here are known
 */
export function isTellingPart(view: TextView, parts: Tokens, token: number, lists: WordLists | null): boolean {
  if (parts.isNumber[token] === 1 || isParticle(parts.hashes[token]!)) return false;
  if (parts.ends[token]! - parts.starts[token]! < FEWEST_LETTERS_OF_NAME) return false;
  return !isOrdinaryWord(view, parts, token) && (lists === null || !isListedWord(lists, parts.hashes[token]!));
}

function isListedWord(lists: WordLists, hash: number): boolean {
  const bits = wordBits(lists, hash);
  if (ordinaryRank(bits) >= LOWEST_RANK || (bits & (MEDICAL_BIT | ORGANISATION_BIT)) !== 0) return true;
  return placeStrength(bits) > Math.max(firstNameStrength(bits), surnameStrength(bits));
}

/** Whether a person's name has a part that is searched for by itself. */
export function isTellingName(view: TextView, parts: Tokens, lists: WordLists | null): boolean {
  for (let token = 0; token < parts.count; token++) if (isTellingPart(view, parts, token, lists)) return true;
  return false;
}
