import { foldWords } from './fold-words.ts';
import { readCensusNames, readLanguageLists, readOwnWords, readWorldNames } from './source-lists.ts';
import { type Evidence, evidenceOf, strengthen } from './word-evidence.ts';

/** Bearers in Brazil from which a first name counts as common, fair. */
const COMMON_BEARERS = 8_000;
const FAIR_BEARERS = 800;

/** Places in a list of first names or surnames by frequency, up to which a name counts as common. */
const COMMON_FIRST_NAMES = { 'pt-br': 1_200, 'es-es': 700, en: 0 };
const COMMON_SURNAMES = { 'pt-br': 362, 'es-es': 2_000, en: 4_000 };
const FAIR_SURNAMES = { 'pt-br': 362, 'es-es': 7_803, en: 20_000 };

/** Collects first names and surnames; the census file is optional. */
export function collectNames(evidence: Evidence, censusPath: string | null): void {
  for (const name of readWorldNames()) {
    strengthen(evidence, name, 'firstName', 1);
    strengthen(evidence, name, 'surname', 1);
  }
  for (const language of ['pt-br', 'es-es', 'en'] as const) {
    const { firstNames, surnames } = readLanguageLists(language);
    for (const [place, name] of firstNames.entries()) {
      strengthen(evidence, name, 'firstName', place < COMMON_FIRST_NAMES[language] ? 3 : 2);
    }
    const common = COMMON_SURNAMES[language];
    const fair = FAIR_SURNAMES[language];
    for (const [place, name] of surnames.entries()) {
      strengthen(evidence, name, 'surname', place < common ? 3 : place < fair ? 2 : 1);
    }
  }
  for (const [name, bearers] of censusPath === null ? [] : readCensusNames(censusPath)) {
    strengthen(evidence, name, 'firstName', bearers >= COMMON_BEARERS ? 3 : bearers >= FAIR_BEARERS ? 2 : 1);
  }
  for (const name of readOwnWords('words/first-names.txt')) strengthen(evidence, name, 'firstName', 3);
  for (const name of readOwnWords('words/nicknames.txt')) strengthen(evidence, name, 'firstName', 2);
  for (const name of readOwnWords('words/surnames.txt')) strengthen(evidence, name, 'surname', 3);
}

/** Collects how common the ordinary words of the three languages are. */
export function collectCommonWords(evidence: Evidence): void {
  for (const language of ['pt-br', 'es-es', 'en']) {
    readLanguageLists(language).commonWords.forEach((text, place) => {
      const words = foldWords(text);
      // What splits in two says nothing of its parts.
      if (words.length === 1) {
        const word = words[0]!;
        const entry = evidenceOf(evidence, word);
        entry.commonness = Math.min(entry.commonness, place);
      }
    });
  }
}
