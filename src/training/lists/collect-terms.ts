import { readdirSync } from 'node:fs';
import { readOwnList } from './source-lists.ts';
import { type Evidence, evidenceOf, tellingWords } from './word-evidence.ts';

/** Words that stand in terms but are no terms: from this place on in a list of common words a word is rare enough. */
const RARE_FROM = 3_000;

/** Collects the medical terms and the organisations of our own lists; gives the number of terms of each list. */
export function collectTerms(evidence: Evidence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of readdirSync(new URL('medical/', import.meta.url)).sort()) {
    const terms = readOwnList(`medical/${file}`);
    counts.set(`medical/${file}`, new Set(terms).size);
    for (const term of terms) markTerm(evidence, term, 'medical');
  }
  const organisations = readOwnList('words/organisations.txt');
  counts.set('words/organisations.txt', new Set(organisations).size);
  for (const name of organisations) markTerm(evidence, name, 'organisation');
  return counts;
}

/** A term of one word marks it; one of several words marks those that are no everyday words. */
function markTerm(evidence: Evidence, term: string, key: 'medical' | 'organisation'): void {
  const words = tellingWords(term);
  for (const word of words) {
    const entry = evidenceOf(evidence, word);
    if (words.length === 1 || entry.commonness >= RARE_FROM) entry[key] = true;
  }
}
