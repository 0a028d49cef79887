import { isOtherTag } from '../detect/language.ts';
import type { Policy } from './policy.ts';

/** That a policy declares a language that the detector was not made for: allowed, and most likely a mistake. */
export function languageWarnings({ file, lines, detection }: Policy): readonly string[] {
  const { language, otherLanguage } = detection;
  if (language === null || !('const' in language)) return [];
  const place = `${file}:${lines.language}: language`;
  const isOther = isOtherTag(language.const);
  if (isOther === null) return [`${place}: ${language.const} names no language, so that each text tells its own`];
  if (!isOther) return [];
  return otherLanguage === 'redact'
    ? [
        `${place}: every text that is treated by detect is redacted whole, since ${language.const} is none of pt, en, es`,
      ]
    : [`${place}: the detector was made for pt, en and es: names and places in ${language.const} may pass`];
}
