import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackState } from '../../deploy/local/stack-control.ts';

const TUNING = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];

/** Writes a program that starts a tool of Kafka, as those in the `bin` of a distribution do; gives its path. */
export function writeToolProgram(stack: StackState, directory: string, name: string, mainClass: string): string {
  const logging = join(import.meta.dirname, '../../deploy/local/log4j2.xml');
  const settings = [...TUNING, `-Dlog4j2.configurationFile=${logging}`, '-Dsigilo.log.level=OFF'];
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\nexec java ${settings.join(' ')} -cp '${join(stack.libs, '*')}' ${mainClass} "$@"\n`);
  chmodSync(file, 0o700);
  return file;
}

/** Runs a program to its end. Rejects with what it printed. */
export function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed: ${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
