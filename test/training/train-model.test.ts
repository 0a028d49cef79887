import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/core/detect/detector.ts';
import { decodeNameModel, encodeNameModel } from '../../src/core/detect/names/name-model.ts';
import { decodeWordLists } from '../../src/core/detect/names/word-lists.ts';
import { type CorpusMessage, isHeldOut, readMessages, typeOfLabel } from '../../src/training/corpus-message.ts';
import { prepareChats } from '../../src/training/prepare-examples.ts';
import { createRandom } from '../../src/training/random.ts';
import { rewriteMessage, withOtherNames, withSlips } from '../../src/training/rewrite-message.ts';
import { PLAN, trainModel } from '../../src/training/train-model.ts';
import { createWordPool } from '../../src/training/training-example.ts';

const corpus = new URL('../../src/training/corpus/', import.meta.url);
const messages = readMessages(readFileSync(new URL('chat-train-pt.jsonl', corpus), 'utf8')).slice(0, 150);
const words = readFileSync(new URL('../../models/words.bin', import.meta.url));
const lists = decodeWordLists(brotliDecompressSync(words));
const supplies = new Map([['pt', { firstNames: ['Jacira', 'Ademar'], surnames: ['Bastos', 'Quirino'] }]]);

function train(seed: number): Uint8Array {
  const random = createRandom(seed);
  const rules = createDetector({ knowledge: null });
  const preparation = { rules, lists, supplies, random, pool: createWordPool(), innocent: 1 };
  const examples = prepareChats(messages, preparation);
  return encodeNameModel(trainModel(examples, preparation.pool, { ...PLAN, epochs: 3 }, random, () => {}));
}

describe('training', () => {
  it('gives the same bytes for the same seed, and learns', { timeout: 120_000 }, () => {
    const first = train(7);
    expect(Buffer.compare(train(7), first)).toBe(0);
    expect(Buffer.compare(train(8), first)).not.toBe(0);
    const detector = createDetector({ knowledge: { lists, model: decodeNameModel(first), id: 'test' } });
    const spansOf = (message: CorpusMessage) => message.spans.filter(({ label }) => label === 'NAME');
    const found = messages.flatMap((message) => {
      const spans = detector.find(message.text, []);
      return spansOf(message).filter(({ start, end }) => spans.some((one) => one.start <= start && end <= one.end));
    });
    expect(found.length).toBeGreaterThan(messages.flatMap(spansOf).length * 0.9);
  });
});

describe('a message made anew', () => {
  const message: CorpusMessage = {
    ...{ id: 'a', lang: 'pt', conversation: 'a', turn: 0, text: 'sou a Maria de Souza, 12/3' },
    spans: [
      { start: 6, end: 20, label: 'NAME' },
      { start: 22, end: 26, label: 'DATE' },
    ],
  };
  const markedOf = ({ text, spans }: CorpusMessage) => spans.map(({ start, end }) => text.slice(start, end));

  it('keeps its marks on what they marked', () => {
    expect(markedOf(rewriteMessage(message, (part) => `${part}!`))).toEqual(['Maria de Souza!', '12/3!']);
    expect(markedOf(rewriteMessage(message, (part) => part.toUpperCase()))).toEqual(['MARIA DE SOUZA', '12/3']);
  });

  it('gets other names, written as the ones before', () => {
    const other = withOtherNames(message, supplies.get('pt')!, createRandom(1));
    expect(markedOf(other)[0]).toMatch(/^(Jacira|Ademar) de (Bastos|Quirino)$/);
    expect(other.text).toMatch(/^sou a .*, 12\/3$/);
  });

  it('gets slips of the fingers in words alone', () => {
    const slipped = withSlips(message, 1, createRandom(1));
    expect(slipped.text).not.toBe(message.text);
    expect(markedOf(slipped)[1]).toBe('12/3');
  });
});

describe('the corpus', () => {
  it('has a type for each label, none for those that need not be found', () => {
    expect(['NAME', 'GEO', 'DATE', 'AGE', 'PHONE', 'FAX', 'EMAIL', 'MRN'].map(typeOfLabel)).toEqual([
      ...[0, 1, 2, 3, 3, 3, 3, 3],
    ]);
    expect(typeOfLabel('ORG*')).toBe(-1);
  });

  it('keeps about a tenth of the conversations back, whole', () => {
    const all = readMessages(readFileSync(new URL('chat-train-en.jsonl', corpus), 'utf8'));
    const share = all.filter(({ conversation }) => isHeldOut(conversation)).length / all.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  });
});
