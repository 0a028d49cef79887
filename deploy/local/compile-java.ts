import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import { libraries } from './libraries.ts';

/**
 * Compiles Java sources against Kafka's client, once for each version of them; the classes lie in the cache.
 * @param libs directory of Kafka's jars
 * @param sources that make one program
 * @returns the directory of the classes
 * @throws SigiloError stack.requirements without a JDK, stack.failed with the compiler's first lines
 */
export async function compileJava(libs: string, sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(libs);
  for (const source of sources) hash.update(basename(source)).update(readFileSync(source));
  const parent = join(libraries().directory, '..');
  const directory = join(parent, `classes-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(directory)) return directory;
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, 'compile-'));
  try {
    // Only the `javac` program expands `*` in a class path, and its module does not.
    const jars = readdirSync(libs).filter((name) => name.startsWith('kafka-clients-'));
    await runCompiler(['-d', temporary, '-cp', jars.map((name) => join(libs, name)).join(':'), ...sources]);
    renameSync(temporary, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return directory;
}

function runCompiler(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // The module is part of each JDK and missing from each JRE; a `javac` on the PATH could be another version's.
    execFile('java', ['-m', 'jdk.compiler/com.sun.tools.javac.Main', ...args], (error, _stdout, stderr) => {
      if (!error) return resolve();
      const isMissing = error.code === 'ENOENT' || stderr.includes('jdk.compiler not found');
      const faults = isMissing ? ['a JDK is needed, not only a Java runtime'] : stderr.split('\n').slice(0, 5);
      reject(new SigiloError(isMissing ? 'stack.requirements' : 'stack.failed', { setting: 'java compiler', faults }));
    });
  });
}
