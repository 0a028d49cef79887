import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Needle, NeedleForm } from '../../../deploy/local/needle-forms.ts';
import { segmentsOf } from '../../../deploy/local/scan-segments.ts';
import type { PlantedValue } from '../load/planted.ts';
import type { PlacedFile, PlaceScan, ScanJob } from './scan-thread.ts';

export interface ScanOptions {
  /** Of all brokers. */
  readonly dataDirectories: readonly string[];
  readonly routes: readonly { readonly source: string; readonly sink: string; readonly quarantine: string }[];
  /** Logs, metrics pages and whatever else the workers wrote. */
  readonly files: readonly string[];
  readonly planted: readonly PlantedValue[];
}

/** How often one form of one planted value was found; the value is named by its index, never by itself. */
export interface PlantedHit {
  readonly place: string;
  readonly needle: number;
  readonly form: NeedleForm;
  readonly count: number;
}

export interface RunScan {
  /** Occurrences in sinks, quarantines and files: 0 when nothing got through. */
  readonly plantedBytes: number;
  readonly hits: readonly PlantedHit[];
  /** Without these the zero above would prove nothing. */
  readonly controls: {
    readonly planted: number;
    /** Planted values, form by form, that a search of the sources must meet, and those that it met. */
    readonly wanted: number;
    readonly found: number;
    /** Of each form how many values were found in the sources. */
    readonly forms: Readonly<Partial<Record<NeedleForm, number>>>;
    /** Sinks and quarantines in whose segments the words were not found that stand in each: compressed, or not read. */
    readonly unreadable: readonly string[];
  };
  /** Bytes read of sinks, quarantines and files, and of sources. */
  readonly bytes: { readonly searched: number; readonly control: number };
  readonly seconds: number;
}

const THREADS = 2;
// In the clear in each record of a sink, and of a quarantine.
const SINK_WORD = 'sigilo-source';
const QUARANTINE_WORD = '"keyWrap":';

/**
 * Searches all log segments of sinks and quarantines, aborted data included, and files for planted values in every form,
 * and proves on the segments of the sources that the search finds them. About 100 MB a second and thread.
 * @throws Error when a file is missing or a topic has no segment
 */
export async function scanRun({ dataDirectories, routes, files, planted }: ScanOptions): Promise<RunScan> {
  const began = performance.now();
  const needles = planted.map(({ needle }) => needle);
  const wanted = planted.flatMap(({ forms }, index) => forms.map((form) => `${index} ${form}`));
  const all = [...needles, SINK_WORD, QUARANTINE_WORD];
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`a file to be searched is missing: ${missing.join(', ')}`);

  const [sinks, quarantines] = [routes.map(({ sink }) => sink), routes.map(({ quarantine }) => quarantine)];
  const topics = [...new Set([...sinks, ...quarantines])];
  const targets = [
    ...(await placed(dataDirectories, topics)),
    ...files.map((file): PlacedFile => ({ place: file, file })),
  ];
  const searched = await searchAll(all, targets, null);
  const sources = routes.map(({ source }) => source);
  const control = await searchAll(needles, await placed(dataDirectories, sources), wanted);

  const found = new Set(control.flatMap(({ counts }) => [...counts.keys()]));
  const hits = hitsOf(searched).filter(({ needle }) => needle < needles.length);
  const met = wanted.filter((key) => found.has(key));
  return {
    plantedBytes: hits.reduce((sum, { count }) => sum + count, 0),
    hits,
    controls: {
      planted: planted.length,
      wanted: wanted.length,
      found: met.length,
      forms: countForms(met),
      unreadable: topics.filter((topic) =>
        isUnreadable(searched, topic, `${needles.length + (sinks.includes(topic) ? 0 : 1)} utf8`),
      ),
    },
    bytes: { searched: sum(searched), control: sum(control) },
    seconds: (performance.now() - began) / 1_000,
  };
}

async function placed(dataDirectories: readonly string[], topics: readonly string[]): Promise<PlacedFile[]> {
  const found: PlacedFile[] = [];
  for (const topic of topics) {
    const files = await segmentsOf(dataDirectories, topic);
    if (files.length === 0) throw new Error(`the topic ${topic} has no log segment`);
    found.push(...files.map((file) => ({ place: topic, file })));
  }
  return found;
}

/** Searches in threads of their own: the caller goes on answering meanwhile. */
async function searchAll(needles: Needle[], files: PlacedFile[], enough: string[] | null): Promise<PlaceScan[]> {
  const jobs =
    enough === null
      ? Array.from({ length: THREADS }, (_, thread) => files.filter((_file, index) => index % THREADS === thread))
      : [files];
  const scans = await Promise.all(jobs.map((own) => search({ needles, files: own, enough })));
  return scans.flat();
}

function search(job: ScanJob): Promise<PlaceScan[]> {
  return new Promise((resolve, reject) => {
    const scans: PlaceScan[] = [];
    const worker = new Worker(new URL('./scan-thread.ts', import.meta.url), { workerData: job });
    worker.on('message', (scan: PlaceScan) => scans.push(scan));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve(scans) : reject(new Error(`a search ended with ${code}`))));
  });
}

/** The hits of all files of a place together. */
function hitsOf(scans: readonly PlaceScan[]): PlantedHit[] {
  const hits = new Map<string, PlantedHit>();
  for (const { place, counts } of scans) {
    for (const [key, count] of counts) {
      const [needle, form] = key.split(' ') as [string, NeedleForm];
      const before = hits.get(`${place} ${key}`)?.count ?? 0;
      hits.set(`${place} ${key}`, { place, needle: Number(needle), form, count: before + count });
    }
  }
  return [...hits.values()];
}

function countForms(keys: readonly string[]): Partial<Record<NeedleForm, number>> {
  const forms: Partial<Record<NeedleForm, number>> = {};
  for (const key of keys) {
    const form = key.split(' ')[1] as NeedleForm;
    forms[form] = (forms[form] ?? 0) + 1;
  }
  return forms;
}

/** True when a topic has bytes, and none of them is the word that stands in each of its records. */
function isUnreadable(scans: readonly PlaceScan[], topic: string, key: string): boolean {
  const own = scans.filter(({ place }) => place === topic);
  return sum(own) > 0 && !own.some(({ counts }) => counts.has(key));
}

function sum(scans: readonly PlaceScan[]): number {
  return scans.reduce((total, { bytes }) => total + bytes, 0);
}
