import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { endScript, inputFault, outputFault, readScriptOptions } from '../script-options.ts';
import { collectCommonWords, collectNames } from './collect-names.ts';
import { collectPlaces } from './collect-places.ts';
import { collectTerms } from './collect-terms.ts';
import { countWords } from './count-words.ts';
import { encodeWordLists } from './encode-word-lists.ts';
import { readCensusNames, readOwnWords } from './source-lists.ts';
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

function censusFault(file: string): string | null {
  const unread = inputFault(file);
  if (unread !== null) return unread;
  const counts = [...readCensusNames(file).values()];
  return counts.length > 0 && counts.every((count) => count > 0)
    ? null
    : `${file}: it has not the form of the census: a line of titles, then lines of a name and its counts`;
}

const HELP = `Usage: npm run lists -- [--ibge FILE] [--output FILE]

Makes the word lists of the detector anew from the packages of lists and our own words, in some seconds.

  --ibge FILE    first names of Brazil's census of 2010: a line of titles, then lines of a name and its counts by decade
  --output FILE  where to write (models/words.bin)
  --help         show this

Prints how many words there are of each kind, as JSON. A model is trained with the lists: make it anew after them, with
npm run train. Exit code: 0, or 2 when a file cannot be used.

Example:
  $ npm run lists -- --output words.bin`;

if (import.meta.main) {
  const { values } = readScriptOptions('lists', HELP, {
    options: { ibge: { type: 'string' }, output: { type: 'string' } },
  });
  const output = values.output ?? fileURLToPath(new URL('../../../models/words.bin', import.meta.url));
  const fault = (values.ibge === undefined ? null : censusFault(values.ibge)) ?? outputFault(output);
  if (fault !== null) endScript('lists', fault);
  const { words, terms } = collectWords(values.ibge ?? null);
  const compressed = compress(encodeWordLists(words));
  writeFileSync(output, compressed);
  const report = { bytes: compressed.length, ...countWords(words), terms: Object.fromEntries(terms) };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}
