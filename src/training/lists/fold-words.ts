import { createTextView, readText } from '../../core/text/text-view.ts';
import { createTokens, readTokens } from '../../core/text/tokens.ts';

const view = createTextView();
const tokens = createTokens();

/** The words of a text as the detector reads them: folded runs of letters. */
export function foldWords(text: string): readonly string[] {
  readText(view, text);
  readTokens(view, tokens);
  const words: string[] = [];
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.isNumber[at] === 0) {
      words.push(String.fromCharCode(...view.codes.subarray(tokens.starts[at]!, tokens.ends[at]!)));
    }
  }
  return words;
}
