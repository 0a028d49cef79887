import { foldWords } from './fold-words.ts';
import { readCities, readMunicipalities, readOwnList } from './source-lists.ts';
import { type Evidence, strengthen } from './word-evidence.ts';

/** Countries whose people the chats are about: from each, places of this population on. */
const FEWEST_PEOPLE: Readonly<Record<string, number>> = {
  BR: 1_000,
  PT: 1_000,
  ES: 1_000,
  MX: 2_000,
  US: 1_500,
  PR: 1_000,
  AR: 1_500,
  CO: 3_000,
  CL: 3_000,
  PE: 3_000,
  VE: 5_000,
  EC: 5_000,
  UY: 2_000,
  PY: 2_000,
  BO: 5_000,
  CR: 3_000,
  PA: 3_000,
  DO: 5_000,
  GT: 5_000,
  HN: 5_000,
  SV: 5_000,
  NI: 5_000,
  CU: 5_000,
  GB: 10_000,
  IE: 5_000,
  CA: 5_000,
  AU: 10_000,
  AO: 20_000,
  MZ: 20_000,
  CV: 5_000,
  HT: 20_000,
};
const FEWEST_PEOPLE_ELSEWHERE = 100_000;
const WELL_KNOWN = 50_000;
const KNOWN = 8_000;
const FAR_KNOWN = 500_000;

/** Collects words of place names: cities of the world, municipalities of Brazil, and our own list of quarters and regions. */
export function collectPlaces(evidence: Evidence): void {
  for (const { name, country, population } of readCities()) {
    const fewest = FEWEST_PEOPLE[country];
    if (population < (fewest ?? FEWEST_PEOPLE_ELSEWHERE)) continue;
    const known = fewest === undefined ? FAR_KNOWN : WELL_KNOWN;
    addPlace(evidence, name, population >= known ? 3 : population >= KNOWN ? 2 : 1);
  }
  for (const name of readMunicipalities()) addPlace(evidence, name, 2);
  for (const line of readOwnList('words/places.txt')) {
    const strength = Number(line[0]);
    for (const name of line.slice(1).split('|')) addPlace(evidence, name, strength);
  }
}

/** A name of one word is worth its full strength; in one of several words a single word says less. */
function addPlace(evidence: Evidence, name: string, strength: number): void {
  const several = foldWords(name).length > 1;
  strengthen(evidence, name, 'place', several ? Math.max(1, strength - 1) : strength);
}
