import { parentPort, workerData } from 'node:worker_threads';
import { compileNeedles } from '../../../deploy/local/find-needles.ts';
import type { Needle } from '../../../deploy/local/needle-forms.ts';
import { scanFile } from '../../../deploy/local/scan-segments.ts';

/** What one thread searches. */
export interface ScanJob {
  readonly needles: readonly Needle[];
  readonly files: readonly PlacedFile[];
  /** Hits after which the rest need not be read: index of the needle and form, with a space between them. */
  readonly enough: readonly string[] | null;
}

export interface PlacedFile {
  /** Name of the topic, or of the file. */
  readonly place: string;
  readonly file: string;
}

/** What was found in a place: for each needle and form how often. */
export interface PlaceScan {
  readonly place: string;
  readonly bytes: number;
  readonly counts: ReadonlyMap<string, number>;
}

const { needles, files, enough } = workerData as ScanJob;
const finder = compileNeedles(needles);
const wanted = enough && new Set(enough);
for (const { place, file } of files) {
  const counts = new Map<string, number>();
  const bytes = await scanFile(file, finder, counts);
  parentPort!.postMessage({ place, bytes, counts } satisfies PlaceScan);
  for (const key of counts.keys()) wanted?.delete(key);
  if (wanted?.size === 0) break;
}
