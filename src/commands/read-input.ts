import { readFileSync } from 'node:fs';
import type { SchemaJson } from '../core/avro/schema.ts';
import { SigiloError } from '../errors.ts';

/** Reads a file that the user named; throws SigiloError `input.invalid` when it cannot be read. */
export function readInput(file: string): string {
  return readInputBytes(file).toString('utf8');
}

/** The same, as it stands on disk. */
export function readInputBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const fault = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new SigiloError('input.invalid', { file, faults: [fault] });
  }
}

/** Reads a JSON file; the parser's own message is not shown, since it quotes the file. */
export function parseJson(file: string): SchemaJson {
  const text = readInput(file);
  try {
    return JSON.parse(text) as SchemaJson;
  } catch {
    throw new SigiloError('input.invalid', { file, faults: ['not valid JSON'] });
  }
}
