import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { compileJava } from '../../../deploy/local/compile-java.ts';

const LOGGING = join(import.meta.dirname, '../../../deploy/local/log4j2.xml');

/**
 * Compiles a program where that is not done yet, and gives the arguments of `java` that run it, silent.
 * @param libs directory of Kafka's jars
 * @param sources the first holds the main class
 */
export async function javaArguments(
  libs: string,
  sources: readonly [string, ...string[]],
  heap: string,
  args: readonly string[],
): Promise<string[]> {
  const classes = await compileJava(libs, sources);
  const tuning = [`-Xmx${heap}`, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];
  const logging = ['-Dsigilo.log.level=OFF', `-Dlog4j2.configurationFile=${LOGGING}`];
  const classPath = [classes, join(libs, '*')].join(':');
  return [...tuning, ...logging, '-cp', classPath, basename(sources[0], '.java'), ...args];
}

/** Runs a program of `javaArguments` to its end. @returns what it printed. Rejects with the first lines of its complaint */
export async function runJava(args: readonly string[]): Promise<string> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2_000);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`a Java program ended with ${status}: ${complaint}`);
  return output;
}
