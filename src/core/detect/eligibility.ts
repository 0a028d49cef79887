import { createTextView, readText, type TextView } from '../text/text-view.ts';
import { createTokens, readTokens, type Tokens } from '../text/tokens.ts';
import { ORDINARY_INDEX } from './ordinary-words.ts';
import { findWord } from './word-index.ts';

const FEWEST_LETTERS = 5;
const FEWEST_DIGITS = 6;

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
  return findWord(ORDINARY_INDEX, view, parts.starts[token]!, parts.ends[token]!, parts.hashes[token]!) >= 0;
}
