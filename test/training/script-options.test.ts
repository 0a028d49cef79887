import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LISTS = 'src/training/lists/build-word-lists.ts';
const BENCH = 'test/bench/bench.ts';
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-scripts-'));
  writeFileSync(join(directory, 'wrong.txt'), '{\n');
  writeFileSync(join(directory, 'empty.txt'), '');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** `@` begins the name of a file of the directory. */
function run(script: string, words: string) {
  const given = words.split(' ').map((word) => (word.startsWith('@') ? join(directory, word.slice(1)) : word));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script), ...given], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('a script of the repository', () => {
  it.each([
    [LISTS, '--help', 'npm run lists -- [--ibge FILE] [--output FILE]'],
    [BENCH, '--help', 'npm run bench -- [--records N] [--json]'],
    [BENCH, 'detect --help', 'npm run bench -- detect [--texts FILE]... [--json]'],
  ])('%s %s shows its options and an example', (script, words, usage) => {
    const { status, stdout, stderr } = run(script, words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: ${usage}`);
    expect(stdout).toContain('Example:\n');
  });

  it.each([
    [LISTS, '--ouput x', "lists: Unknown option '--ouput'"],
    [LISTS, '--ibge @none.csv --output @w.bin', 'none.csv: there is no such file'],
    [LISTS, '--ibge @wrong.txt --output @w.bin', 'wrong.txt: it has not the form of the census'],
    [LISTS, '--output @none/w.bin', 'w.bin: there is no folder '],
    [BENCH, '--records x', 'bench: --records is a whole number above 0'],
    [BENCH, 'detct', 'bench: unknown word detct; detect comes first'],
    [BENCH, '--texts @empty.txt', "bench: Unknown option '--texts'"],
    [BENCH, 'detect --texts @none.jsonl', 'none.jsonl: there is no such file'],
    [BENCH, 'detect --texts @wrong.txt', 'wrong.txt: line 1: not valid JSON'],
    [BENCH, 'detect --texts @empty.txt', 'bench: there is no text in the files'],
  ])('%s %s is refused in a sentence', (script, words, fault) => {
    const { status, stdout, stderr } = run(script, words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(fault);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
