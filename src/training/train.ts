import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { createDetector } from '../core/detect/detector.ts';
import { encodeNameModel } from '../core/detect/names/name-model.ts';
import { decodeWordLists } from '../core/detect/names/word-lists.ts';
import { createChainTrainer, learnExample } from './chain-trainer.ts';
import { isHeldOut, readFolder, readMessages } from './corpus-message.ts';
import { finishModel } from './finish-model.ts';
import { measure, printMeasure } from './measure-model.ts';
import { readNameSupplies } from './name-supply.ts';
import { type Preparation, onlyInnocent, prepareChats, prepareFormal } from './prepare-examples.ts';
import { createRandom, shuffle } from './random.ts';
import { createWordPool } from './training-example.ts';

const { values: options } = parseArgs({
  options: {
    lener: { type: 'string' },
    meddocan: { type: 'string' },
    mts: { type: 'string' },
    corpus: { type: 'string' },
    output: { type: 'string' },
    epochs: { type: 'string', default: '5' },
    rate: { type: 'string', default: '0.06' },
    decay: { type: 'string', default: '0.001' },
    dropout: { type: 'string', default: '0.2' },
    lean: { type: 'string', default: '0' },
    innocent: { type: 'string', default: '1.6' },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
const began = Date.now();
const log = (text: string): void => console.error(`${((Date.now() - began) / 1000).toFixed(1)} s  ${text}`);

const random = createRandom(Number(options.seed));
const lists = decodeWordLists(brotliDecompressSync(readFileSync(new URL('../../models/words.bin', import.meta.url))));
const rules = createDetector({ knowledge: null });
const preparation: Preparation = {
  rules,
  lists,
  pool: createWordPool(),
  supplies: readNameSupplies(),
  random,
  innocent: Number(options.innocent),
};

const folder = options.corpus ? new URL(`file://${options.corpus}/`) : new URL('corpus/', import.meta.url);
const chats = readFolder(folder);
const held = chats.filter(({ conversation }) => isHeldOut(conversation));
const share = Number(options.share);
const used = chats.filter(
  ({ conversation }, index) => !isHeldOut(conversation) && (share === 1 || index / chats.length < share),
);
const formal = (path: string | undefined): ReturnType<typeof readMessages> =>
  path ? readMessages(readFileSync(path, 'utf8')) : [];
const mts = formal(options.mts);
const examples = [
  ...prepareChats(used, preparation),
  ...prepareFormal(formal(options.lener), preparation, 0.7),
  ...prepareFormal(formal(options.meddocan), preparation, 0.5),
  ...prepareFormal(onlyInnocent(mts.slice(0, Math.floor(mts.length * 0.8)), rules), preparation, 0.5),
];
log(`${examples.length} examples of ${used.length} messages, ${preparation.pool.hashes.length} words`);

const trainer = createChainTrainer(preparation.pool);
const order = Int32Array.from(examples, (_, index) => index);
const epochs = Number(options.epochs);
const leans = Array<number>(7).fill(Number(options.lean));
for (let epoch = 0; epoch < epochs; epoch++) {
  shuffle(order, random);
  const rate = Number(options.rate) * (1 - (0.8 * epoch) / epochs);
  let loss = 0;
  for (const index of order) {
    loss += learnExample(
      trainer,
      examples[index]!,
      { rate, decay: Number(options.decay), dropout: Number(options.dropout) },
      random,
    );
  }
  log(`epoch ${epoch + 1}: loss ${loss.toFixed(0)}`);
}
const model = finishModel(trainer.weights, trainer.transitions, leans);
const knowledge = { lists, model, id: 'training' };
for (const lean of [0, 0.5, 1, 1.5]) {
  const one = finishModel(
    trainer.weights,
    trainer.transitions,
    leans.map((own) => own + lean),
  );
  printMeasure(`held out, lean ${lean}`, measure(held, { ...knowledge, model: one }));
}
printMeasure('mts', measure(mts.slice(Math.floor(mts.length * 0.8)), knowledge));
const bytes = encodeNameModel(model);
const packed = brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync(options.output ?? new URL('../../models/names.bin', import.meta.url), packed);
log(`${packed.length} bytes`);
