import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { decodeNameModel, type Knowledge } from './core/detect/names/name-model.ts';
import { decodeWordLists } from './core/detect/names/word-lists.ts';

const ID_LENGTH = 12;
let knowledge: Knowledge | null = null;

/** Model and word lists of the package (models/names.bin, models/words.bin); read once a process. */
export function readKnowledge(): Knowledge {
  if (knowledge === null) {
    const names = readModel('names.bin');
    const words = readModel('words.bin');
    const digest = hash('sha256', Buffer.concat([names, words]), 'hex');
    knowledge = {
      model: decodeNameModel(brotliDecompressSync(names)),
      lists: decodeWordLists(brotliDecompressSync(words)),
      id: digest.slice(0, ID_LENGTH),
    };
  }
  return knowledge;
}

/** The same path from src and from dist. */
function readModel(file: string): Buffer {
  return readFileSync(new URL(`../models/${file}`, import.meta.url));
}
