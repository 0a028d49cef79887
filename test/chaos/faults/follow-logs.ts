import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { ChaosRun } from '../chaos-run.ts';

/** A line of a worker's log, with the worker's name. */
export interface FollowedLine {
  readonly worker: string;
  readonly line: Readonly<Record<string, unknown>>;
}

const CHUNK_BYTES = 1_048_576;

/**
 * Follows the logs of all workers from now on, those of later workers from their beginnings; reads each byte once.
 * @returns the lines that are new since the last call; what is no JSON is left out
 */
export function followLogs(run: Pick<ChaosRun, 'workers'>): () => readonly FollowedLine[] {
  const readTo = new Map<string, number>(run.workers.all().map(({ logFile }) => [logFile, sizeOf(logFile)]));
  return () =>
    run.workers.all().flatMap(({ name, logFile }) => {
      const from = readTo.get(logFile) ?? 0;
      const text = wholeLines(logFile, from);
      readTo.set(logFile, from + text.length);
      return text
        .toString()
        .split('\n')
        .flatMap((line) => parsed(line))
        .map((line) => ({ worker: name, line }));
    });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Bytes up to the last line feed; none where the file is gone. */
function wholeLines(file: string, from: number): Buffer {
  const pieces: Buffer[] = [];
  try {
    const handle = openSync(file, 'r');
    try {
      for (let at = from; ; ) {
        const piece = Buffer.alloc(CHUNK_BYTES);
        const count = readSync(handle, piece, 0, CHUNK_BYTES, at);
        if (count === 0) break;
        at += count;
        pieces.push(piece.subarray(0, count));
      }
    } finally {
      closeSync(handle);
    }
  } catch {
    return Buffer.alloc(0);
  }
  const all = Buffer.concat(pieces);
  return all.subarray(0, all.lastIndexOf('\n') + 1);
}

function parsed(line: string): Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}
