import { readdirSync } from 'node:fs';
import { readOwnList } from './source-lists.ts';
import { type Evidence, evidenceOf, tellingWords } from './word-evidence.ts';

/** From this place on in a list of common words, a word that stands in a term of several words is part of the term. */
const RARE_FROM = 3_000;
/** Terms of one word that are commoner than this place say nothing (an abbreviation like "it" or "who"). */
const TELLING_FROM = 300;
/** The commonest words that are terms all the same. */
const ALWAYS_TERMS = new Set(['down']);
const STRONG = 3;

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

/**
 * A term of one word marks it, one of several words marks those that are no everyday words. A word that is a common
 * first name (the eponym Thomas, the brand Diane) stays a name: the bit could not tell which of them is meant.
 */
function markTerm(evidence: Evidence, term: string, key: 'medical' | 'organisation'): void {
  const words = tellingWords(term);
  const commonest = words.length === 1 ? TELLING_FROM : RARE_FROM;
  for (const word of words) {
    const entry = evidenceOf(evidence, word);
    const asName = words.length === 1 ? entry.firstName : Math.max(entry.firstName, entry.surname);
    if (ALWAYS_TERMS.has(word) || (asName < STRONG && entry.commonness >= commonest)) entry[key] = true;
  }
}
