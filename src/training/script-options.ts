import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

const WRONG_INPUT = 2;

/** The options of a script of this repository: `--help` prints the help and ends with 0, a wrong word ends with 2. */
export function readScriptOptions<const Config extends ParseArgsConfig>(script: string, help: string, config: Config) {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`${help}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    return endScript(script, `${message} (--help shows the options)`);
  }
}

/** Says what is wrong with the input of a script and ends it with 2. */
export function endScript(script: string, fault: string): never {
  process.stderr.write(`${script}: ${fault}\n`);
  process.exit(WRONG_INPUT);
}

/** Why a file cannot be read as one; null when it can. */
export function inputFault(file: string): string | null {
  if (!existsSync(file)) return `${file}: there is no such file`;
  if (!statSync(file).isFile()) return `${file}: it is no file`;
  return canAccess(file, constants.R_OK) ? null : `${file}: it cannot be read by this user`;
}

/** Why a file cannot be written; null when it can. Asked before hours of work, not after them. */
export function outputFault(file: string): string | null {
  const folder = dirname(file);
  if (!existsSync(folder)) return `${file}: there is no folder ${folder}`;
  if (existsSync(file) && !statSync(file).isFile()) return `${file}: it is no file`;
  return canAccess(existsSync(file) ? file : folder, constants.W_OK) ? null : `${file}: this user may not write it`;
}

function canAccess(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
