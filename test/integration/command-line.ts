import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

/** Runs `sigilo` with these words to its end and gives its standard output; rejects when it does not exit with 0. */
export async function callSigilo(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words]);
  return stdout;
}
