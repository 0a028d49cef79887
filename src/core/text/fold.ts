import { createTextView, readText } from './text-view.ts';

const view = createTextView();

/** The text as it is compared: lower case, without accents and invisible characters, digits as ASCII. Not for output. */
export function foldText(text: string): string {
  readText(view, text);
  let folded = '';
  for (let at = 0; at < view.length; at += 4096) {
    folded += String.fromCharCode(...view.codes.subarray(at, Math.min(at + 4096, view.length)));
  }
  return folded;
}

/** The decimal digits of a text, of any script, as ASCII; everything else is left out. */
export function digitsOf(text: string): string {
  return foldText(text).replace(/[^0-9]/g, '');
}
