import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { createDetector } from '../core/detect/detector.ts';
import { encodeNameModel } from '../core/detect/names/name-model.ts';
import { decodeWordLists } from '../core/detect/names/word-lists.ts';
import { type CorpusMessage, isHeldOut, lotOf, readFolder, readMessages } from './corpus-message.ts';
import { describeMeasure, measure } from './measure-model.ts';
import { readNameSupplies } from './name-supply.ts';
import { onlyInnocent, type Preparation, prepareChats, prepareFormal } from './prepare-examples.ts';
import { createRandom } from './random.ts';
import { PLAN, trainModel } from './train-model.ts';
import { createWordPool } from './training-example.ts';

/*
 * `npm run train -- [--lener FILE] [--meddocan FILE] [--mts FILE] [--held-out] [--share 0.5] [--output FILE]`
 * Writes models/names.bin. With --held-out a tenth of the conversations is kept back and measured; --share trains with a
 * part of them (for a learning curve).
 */
const { values: options } = parseArgs({
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

const tell = (line: string): void => {
  process.stderr.write(`${process.uptime().toFixed(0)} s  ${line}\n`);
};
const readSet = (path: string | undefined): CorpusMessage[] => (path ? readMessages(readFileSync(path, 'utf8')) : []);
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
const chats = readFolder(folder);
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
const model = trainModel(examples, preparation.pool, PLAN, random, tell);
const packed = brotliCompressSync(encodeNameModel(model), {
  params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync(options.output ?? new URL('../../models/names.bin', import.meta.url), packed);
tell(`${packed.length} bytes`);
if (options['held-out']) {
  const held = chats.filter(({ conversation }) => isHeldOut(conversation));
  tell(describeMeasure('held out', measure(held, { lists, model, id: 'held out' })));
}
