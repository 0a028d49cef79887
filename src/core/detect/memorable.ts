import { createTextView, readText } from '../text/text-view.ts';
import { createTokens, readTokens } from '../text/tokens.ts';
import { isEligibleValue, isTellingName } from './eligibility.ts';
import type { WordLists } from './names/word-lists.ts';

/** A longer name is no name but half a sentence. */
const MOST_NAME_WORDS = 8;
const FEWEST_DIGITS = 6;
/** Of a code in which letters and digits are mixed ("FX123456", "1EG4-TE5-MK73"). */
const FEWEST_DIGITS_OF_CODE = 3;

const view = createTextView();
const tokens = createTokens();

/**
 * Whether what was found in a text as a person's name is searched for in later ones: one of its words at least must say
 * something by itself. "Bom dia", taken for a name once, is not.
 */
export function isMemorableName(text: string, lists: WordLists | null): boolean {
  readText(view, text);
  readTokens(view, tokens);
  return tokens.count <= MOST_NAME_WORDS && isTellingName(view, tokens, lists);
}

/** The same of an identifier: six digits, or fewer among letters where the whole can be told from ordinary text. */
export function isMemorableCode(text: string): boolean {
  readText(view, text);
  readTokens(view, tokens);
  if (tokens.digitCount >= FEWEST_DIGITS) return true;
  return tokens.digitCount >= FEWEST_DIGITS_OF_CODE && isEligibleValue(view, tokens);
}
