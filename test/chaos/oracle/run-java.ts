import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LOGGING = join(import.meta.dirname, '../../../deploy/local/log4j2.xml');

/**
 * Arguments of `java` that run a single source file with Kafka's client on its class path, silent.
 * @param libs directory of Kafka's jars
 */
export function javaArguments(libs: string, source: string, heap: string, args: readonly string[]): string[] {
  const tuning = [`-Xmx${heap}`, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];
  const logging = ['-Dsigilo.log.level=OFF', `-Dlog4j2.configurationFile=${LOGGING}`];
  return [...tuning, ...logging, '-cp', join(libs, '*'), source, ...args];
}

/** Runs a source file to its end. @returns what it printed. Rejects with the first lines of its complaint */
export async function runJava(
  libs: string,
  source: string,
  args: readonly string[],
  input: string | null = null,
): Promise<string> {
  const child = spawn('java', javaArguments(libs, source, '512m', args), { stdio: ['pipe', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2_000);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${source} ended with ${status}: ${complaint}`);
  return output;
}
