import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { collectCommonWords, collectNames } from './collect-names.ts';
import { collectPlaces } from './collect-places.ts';
import { collectTerms } from './collect-terms.ts';
import { countWords } from './count-words.ts';
import { encodeWordLists } from './encode-word-lists.ts';
import { readOwnWords } from './source-lists.ts';
import { weighWord } from './weigh-word.ts';
import type { Evidence } from './word-evidence.ts';

/** The bits of all folded words of all lists; `censusPath` is the optional file of Brazil's first names. */
export function collectWords(censusPath: string | null): {
  words: ReadonlyMap<string, number>;
  terms: ReadonlyMap<string, number>;
} {
  const evidence: Evidence = new Map();
  collectNames(evidence, censusPath);
  collectPlaces(evidence);
  collectCommonWords(evidence);
  const terms = collectTerms(evidence);
  const ordinary = new Set(readOwnWords('words/ordinary-names.txt'));
  const words = new Map([...evidence].map(([word, entry]) => [word, weighWord(entry, ordinary.has(word))]));
  return { words, terms };
}

/** Compresses as far as brotli can: the file is made once and read at every start. */
function compress(bytes: Uint8Array): Uint8Array {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(bytes, {
    params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { ibge: { type: 'string' }, output: { type: 'string' } } });
  const { words, terms } = collectWords(values.ibge ?? null);
  const compressed = compress(encodeWordLists(words));
  writeFileSync(values.output ?? new URL('../../../models/words.bin', import.meta.url), compressed);
  const report = { bytes: compressed.length, ...countWords(words), terms: Object.fromEntries(terms) };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}
