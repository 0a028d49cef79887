import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { createDetector } from '../core/detect/detector.ts';
import { encodeNameModel } from '../core/detect/names/name-model.ts';
import { decodeWordLists } from '../core/detect/names/word-lists.ts';
import { type CorpusMessage, isHeldOut, lotOf, readFolder, readMessages } from './corpus-message.ts';
import { describeMeasure, measure } from './measure-model.ts';
import { readNameSupplies } from './name-supply.ts';
import { onlyInnocent, type Preparation, prepareChats, prepareFormal } from './prepare-examples.ts';
import { createRandom } from './random.ts';
import { endScript, inputFault, outputFault, readScriptOptions } from './script-options.ts';
import { PLAN, trainModel } from './train-model.ts';
import { createWordPool } from './training-example.ts';

const HELP = `Trains the name model and writes models/names.bin.

Usage: npm run train -- [options]

  --lener FILE     LeNER-Br, training part        } optional, JSON lines {id, lang, text, spans};
  --meddocan FILE  MEDDOCAN, training part        } labels that end in * are no protected data
  --mts FILE       MTS-Dialog turns without labels}
  --corpus FOLDER  chats to train on (default: src/training/corpus)
  --output FILE    where the model is written (default: models/names.bin)
  --held-out       keep a tenth of the conversations back and measure on it
  --share NUMBER   train with a part of the conversations, above 0 and up to 1
  --innocent NUMBER, --seed NUMBER   how often chats without protected data are shown, and where chance begins

A trial run of half a minute: npm run train -- --share 0.02 --held-out --output /tmp/names.bin`;

const { values: options } = readScriptOptions('train', HELP, {
  options: {
    lener: { type: 'string' },
    meddocan: { type: 'string' },
    mts: { type: 'string' },
    corpus: { type: 'string' },
    output: { type: 'string' },
    share: { type: 'string', default: '1' },
    innocent: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    'held-out': { type: 'boolean', default: false },
  },
});
for (const name of ['share', 'innocent', 'seed'] as const) {
  if (!(Number(options[name]) > 0)) endScript('train', `--${name}: a number above 0 is needed`);
}
const output = options.output ?? fileURLToPath(new URL('../../models/names.bin', import.meta.url));
const fault = outputFault(output);
if (fault) endScript('train', fault);
/** Fewer examples make no model that anybody should redact with: the package's own is not overwritten by one. */
const FEWEST_EXAMPLES = 20_000;

const tell = (line: string): void => {
  process.stderr.write(`${process.uptime().toFixed(0)} s  ${line}\n`);
};
const readSet = (path: string | undefined): CorpusMessage[] => {
  if (path === undefined) return [];
  const missing = inputFault(path);
  if (missing) endScript('train', missing);
  try {
    return readMessages(readFileSync(path, 'utf8'));
  } catch (error) {
    return endScript('train', `${path}: ${error instanceof RangeError ? error.message : 'it cannot be read'}`);
  }
};
/** The last part of the unmarked texts is left for measuring. */
const INNOCENT_SHARE = 0.8;

const lists = decodeWordLists(brotliDecompressSync(readFileSync(new URL('../../models/words.bin', import.meta.url))));
const rules = createDetector({ knowledge: null });
const random = createRandom(Number(options.seed));
const preparation: Preparation = {
  rules,
  lists,
  pool: createWordPool(),
  supplies: readNameSupplies(),
  random,
  innocent: Number(options.innocent),
};
const folder = options.corpus ? pathToFileURL(`${options.corpus}/`) : new URL('corpus/', import.meta.url);
const chats = readChats();
function readChats(): CorpusMessage[] {
  try {
    return readFolder(folder);
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : 'there is no such folder, or it cannot be read';
    return endScript('train', `${fileURLToPath(folder)}: ${reason}`);
  }
}

const used = chats.filter(
  ({ conversation }) =>
    !(options['held-out'] && isHeldOut(conversation)) && lotOf(conversation) <= Number(options.share),
);
const unmarked = readSet(options.mts);
const innocents = unmarked.slice(0, Math.floor(unmarked.length * INNOCENT_SHARE));
const examples = [
  ...prepareChats(used, preparation),
  ...prepareFormal(readSet(options.lener), preparation, 1.4),
  ...prepareFormal(readSet(options.meddocan), preparation, 1),
  ...prepareFormal(onlyInnocent(innocents, rules), preparation, 0.5),
];
tell(`${examples.length} examples of ${used.length} messages, ${preparation.pool.hashes.length} words`);
if (examples.length === 0) endScript('train', 'there is nothing to train on');
if (options.output === undefined && examples.length < FEWEST_EXAMPLES)
  endScript('train', `${examples.length} examples are too few for the model of the package: name --output`);
const model = trainModel(examples, preparation.pool, PLAN, random, tell);
const packed = brotliCompressSync(encodeNameModel(model), {
  params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync(output, packed);
tell(`${packed.length} bytes`);
if (options['held-out']) {
  const held = chats.filter(({ conversation }) => isHeldOut(conversation));
  tell(describeMeasure('held out', measure(held, { lists, model, id: 'held out' })));
}
