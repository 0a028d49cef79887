import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';

/**
 * A value that no serializer can print by mistake. That of a file is read anew by each call, so that a renewed file is
 * picked up; the call throws a retryable `config.secret_unreadable` while the file cannot be used.
 */
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
 * Mode and content are those of one open file: a file that is replaced in between is seen as the old or as the new one.
 */
export function readSecret(file: string): FileText {
  let descriptor: number | undefined;
  try {
    // Opening a pipe that nobody writes would wait for ever.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (!status.isFile() && !status.isDirectory()) return { fault: 'is not a regular file' };
    const ours = status.uid === process.getuid?.();
    if ((status.mode & (ours ? 0o077 : 0o037)) !== 0) return { fault: 'can be read by others: chmod 600 it' };
    if (status.size > TEXT_BYTES) return { fault: 'is larger than 1 MiB' };
    const text = readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? { fault: 'is empty' } : { text };
  } catch (error) {
    return { fault: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
