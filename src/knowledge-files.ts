import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { decodeNameModel, type Knowledge } from './core/detect/names/name-model.ts';
import { decodeWordLists } from './core/detect/names/word-lists.ts';
import { SigiloError } from './errors.ts';

const ID_LENGTH = 12;
/** The same path from src and from dist. */
const FOLDER = new URL('../models/', import.meta.url);
let knowledge: Knowledge | null = null;

/**
 * Model and word lists of the package (models/names.bin, models/words.bin); read once a process.
 * @throws SigiloError model.unreadable
 */
export function readKnowledge(): Knowledge {
  knowledge ??= loadKnowledge(FOLDER);
  return knowledge;
}

/**
 * Model and word lists of a folder, whose address ends in a slash.
 * @throws SigiloError model.unreadable, which names the file, when one is missing, damaged, of another version or empty
 */
export function loadKnowledge(folder: URL): Knowledge {
  const names = readModel(folder, 'names.bin', decodeNameModel);
  const words = readModel(folder, 'words.bin', decodeWordLists);
  const digest = hash('sha256', Buffer.concat([names.packed, words.packed]), 'hex');
  return { model: names.content, lists: words.content, id: digest.slice(0, ID_LENGTH) };
}

function readModel<Content>(folder: URL, name: string, decode: (bytes: Uint8Array) => Content) {
  const file = fileURLToPath(new URL(name, folder));
  let packed: Buffer;
  try {
    packed = readFileSync(file);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const fault = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new SigiloError('model.unreadable', { file, faults: [fault] });
  }
  try {
    return { packed, content: decode(brotliDecompressSync(packed)) };
  } catch {
    const fault = 'it is damaged, empty, or of another version of Sigilo';
    throw new SigiloError('model.unreadable', { file, faults: [fault] });
  }
}
