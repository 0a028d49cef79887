import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import { compileNeedles, findNeedles, type NeedleFinder } from './find-needles.ts';
import type { Needle, NeedleForm } from './needle-forms.ts';

const CHUNK_BYTES = 8 << 20;

/** How often one form of one needle was found; the needle is named by its index, never by its value. */
export interface NeedleHit {
  readonly topic: string;
  readonly needle: number;
  readonly form: NeedleForm;
  readonly count: number;
}

export interface SegmentScan {
  /** Bytes of log segments read, by topic: a topic whose segments are empty is 0. */
  readonly bytes: ReadonlyMap<string, number>;
  readonly hits: readonly NeedleHit[];
}

/**
 * Searches the raw log segments of topics, aborted transactions included, for planted values in every form that
 * `patternsOf` lists. Compressed batches are not opened: have the topics uncompressed.
 * @param dataDirectories of the brokers; with more replicas the same record counts more than once
 * @throws SigiloError stack.failed when a topic has no segment at all, since nothing would then be proved
 */
export async function scanSegments(
  dataDirectories: readonly string[],
  topics: readonly string[],
  needles: readonly Needle[],
): Promise<SegmentScan> {
  const finder = compileNeedles(needles);
  const bytes = new Map<string, number>();
  const hits: NeedleHit[] = [];
  for (const topic of topics) {
    const files = await segmentsOf(dataDirectories, topic);
    if (files.length === 0) throw new SigiloError('stack.failed', { topic, faults: ['the topic has no log segment'] });
    const counts = new Map<string, number>();
    let size = 0;
    for (const file of files) size += await scanFile(file, finder, counts);
    bytes.set(topic, size);
    hits.push(...hitsOf(topic, counts));
  }
  return { bytes, hits };
}

/** Searches bytes in memory, such as what a process printed, for planted values; `topic` is a name for the place. */
export function scanBytes(place: string, content: Uint8Array, needles: readonly Needle[]): NeedleHit[] {
  const finder = compileNeedles(needles);
  const counts = new Map<string, number>();
  findNeedles(finder, content, (pattern) => count(finder, pattern, counts));
  return hitsOf(place, counts);
}

/** The indices of the needles that were found in a topic, in whatever form. */
export function foundNeedles(hits: readonly NeedleHit[], topic: string): ReadonlySet<number> {
  return new Set(hits.filter((hit) => hit.topic === topic).map((hit) => hit.needle));
}

function count(finder: NeedleFinder, pattern: number, counts: Map<string, number>): void {
  const key = `${finder.needleOf[pattern]} ${finder.formOf[pattern]}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function hitsOf(topic: string, counts: ReadonlyMap<string, number>): NeedleHit[] {
  return [...counts].map(([key, times]) => {
    const [needle, form] = key.split(' ') as [string, NeedleForm];
    return { topic, needle: Number(needle), form, count: times };
  });
}

/** The log segments of all partitions; also of a deleted topic whose files are still there. */
export async function segmentsOf(dataDirectories: readonly string[], topic: string): Promise<string[]> {
  const files: string[] = [];
  for (const directory of dataDirectories) {
    for (const partition of await readdir(directory)) {
      if (!partition.startsWith(`${topic}-`) || !/^\d+$/.test(partition.slice(topic.length + 1).split('.')[0]!))
        continue;
      for (const file of await readdir(join(directory, partition))) {
        if (/^\d+\.log/.test(file)) files.push(join(directory, partition, file));
      }
    }
  }
  return files;
}

/**
 * Reads a file chunk by chunk; the end of each chunk is searched again with the next, for values that span both.
 * @param counts gets the hits, by index of the needle and form with a space between them
 * @returns the bytes that were read
 */
export async function scanFile(file: string, finder: NeedleFinder, counts: Map<string, number>): Promise<number> {
  const overlap = Math.max(0, finder.longest - 1);
  const buffer = Buffer.alloc(overlap + CHUNK_BYTES);
  const handle: FileHandle = await open(file, 'r');
  try {
    let size = 0;
    let kept = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, kept, CHUNK_BYTES, size);
      if (bytesRead === 0) return size;
      size += bytesRead;
      const filled = kept + bytesRead;
      const old = kept;
      findNeedles(finder, buffer.subarray(0, filled), (pattern, start) => {
        const isNew = start + finder.starts[pattern + 1]! - finder.starts[pattern]! > old;
        if (isNew) count(finder, pattern, counts);
      });
      kept = Math.min(overlap, filled);
      buffer.copyWithin(0, filled - kept, filled);
    }
  } finally {
    await handle.close();
  }
}
