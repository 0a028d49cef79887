import { readFileSync, statSync } from 'node:fs';

/** A value that no serializer can print by mistake. */
export type Secret = () => string;

export type FileText = { readonly text: string } | { readonly fault: string };

const TEXT_BYTES = 1024 * 1024;

/** Reads a text of at most 1 MiB; the fault is a sentence with the system's error code only. */
export function readText(file: string): FileText {
  try {
    if (statSync(file).size > TEXT_BYTES) return { fault: 'is larger than 1 MiB' };
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { fault: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}

/**
 * Reads a secret from a file that only this user can read, without its last line end.
 * A file of another owner may be readable by our group: so orchestrators hand secrets to a user that is not root.
 */
export function readSecret(file: string): FileText {
  try {
    const { mode, uid } = statSync(file);
    const ours = uid === process.getuid?.();
    if ((mode & (ours ? 0o077 : 0o037)) !== 0) return { fault: 'can be read by others: chmod 600 it' };
  } catch (error) {
    return { fault: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
  const read = readText(file);
  if ('fault' in read) return read;
  const text = read.text.replace(/\r?\n$/, '');
  return text === '' ? { fault: 'is empty' } : { text };
}
