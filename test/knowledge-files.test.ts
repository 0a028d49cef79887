import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SigiloError } from '../src/errors.ts';
import { exitCodeOf } from '../src/exit-code.ts';
import { loadKnowledge, readKnowledge } from '../src/knowledge-files.ts';

const FILES = ['names.bin', 'words.bin'] as const;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigilo-models-'));
  for (const file of FILES) copyFileSync(new URL(`../models/${file}`, import.meta.url), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

function faultOf(): SigiloError {
  try {
    loadKnowledge(pathToFileURL(`${folder}/`));
  } catch (error) {
    return error as SigiloError;
  }
  throw new Error('the folder was taken');
}

describe('the files of what the detector has learned', () => {
  it('are the same from wherever they are read', () => {
    expect(loadKnowledge(pathToFileURL(`${folder}/`)).id).toBe(readKnowledge().id);
  });

  it.each(FILES)('%s: missing, it is told as a fault of configuration', (file) => {
    rmSync(join(folder, file));
    const fault = faultOf();
    expect(fault).toMatchObject({ code: 'model.unreadable', context: { file: join(folder, file) } });
    expect(fault.message).toContain('there is no such file');
    expect(exitCodeOf(fault)).toBe(2);
  });

  it.each(
    FILES.flatMap((file): [string, string, Uint8Array][] => [
      [file, 'empty', new Uint8Array(0)],
      [file, 'no archive', Buffer.from('hello')],
      [file, 'of something else', brotliCompressSync(Buffer.from('hello'))],
    ]),
  )('%s: %s, it is told as damaged', (file, _, bytes) => {
    writeFileSync(join(folder, file), bytes);
    expect(faultOf()).toMatchObject({ code: 'model.unreadable', context: { file: join(folder, file) } });
    expect(faultOf().message).toContain('damaged');
  });
});
