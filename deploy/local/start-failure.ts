import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SigiloError } from '../../src/errors.ts';

const LINES = 4;

/** Says why a process of the stack did not start: its last complaints, since its log goes when the stack does. */
export function startFailure(logFile: string): SigiloError {
  const lines = linesOf(logFile);
  const complaints = lines.filter((line) => /ERROR|FATAL|Exception|OutOfMemory/.test(line));
  const faults = (complaints.length > 0 ? complaints : lines).slice(-LINES).map((line) => line.slice(0, 300));
  return new SigiloError('stack.failed', { file: basename(logFile), faults });
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch {
    return [];
  }
}
