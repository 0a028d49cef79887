import { readFileSync } from 'node:fs';

/** What analysts read the sanitized topic for: drugs, eponyms, codes, doses, vitals, relative dates, departments. */
export function readPhrases(): readonly string[] {
  return ['pt', 'en', 'es'].flatMap((language) =>
    readFileSync(new URL(`${language}.txt`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
}
