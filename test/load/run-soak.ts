import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countCommitted } from '../../src/commands/demo/topics.ts';
import { assertAlive, stopWorkerProcess, type WorkerProcess } from '../../src/commands/demo/worker-process.ts';
import type { Interruption } from './interruption.ts';
import { type LoadSetUp, setUpLoad } from './set-up.ts';
import { type SoakProbe, startProbe } from './soak-probe.ts';
import { judgeSoak, type SoakReport } from './soak-report.ts';
import { type Watch, watchProcess } from './watch-process.ts';

export interface SoakOptions {
  /** What is measured, after the warm-up at the same rate. */
  readonly minutes: number;
  readonly warmUpMinutes: number;
  /** Records a second; null: half of the peak. */
  readonly rate: number | null;
  readonly backlog: number;
  readonly seed: number;
}

/** What a run came to, and the series of it. */
export interface SoakRun {
  readonly report: SoakReport;
  readonly series: Pick<Watch, 'samples' | 'pages'>;
}

/** A gigabyte or so over all partitions of a topic. */
const RETENTION_BYTES = 256 << 20;
const POLL_MS = 100;
const SETTLE_SECONDS = 60;
/** Until this share of the backlog is done the process starts and warms up. */
const PEAK_FROM = 0.25;
const STALL_MS = 60_000;
/** More than a prepared record takes, so that there is room for the logs of the brokers too. */
const RECORD_BYTES = 1_200;

/** Fills, measures the peak, makes the records of the steady writing, writes, judges. */
export async function runSoak(
  options: SoakOptions,
  say: (line: string) => void,
  { signal, until }: Interruption,
): Promise<SoakRun> {
  const setUp = await setUpLoad(RETENTION_BYTES, signal);
  const { stack, topics, schemaIds, directory } = setUp;
  const probe = startProbe(stack, topics, { seed: options.seed, schemaIds }, join(directory, 'latencies'));
  try {
    return await until(measure(setUp, probe, options, say));
  } finally {
    await probe.close();
    await setUp.close();
  }
}

async function measure(
  setUp: LoadSetUp,
  probe: SoakProbe,
  options: SoakOptions,
  say: (line: string) => void,
): Promise<SoakRun> {
  say(`writing ${options.backlog} records, of which the peak rate is taken`);
  await probe.fill(options.backlog);
  const worker = setUp.startWorker();
  const peakRate = await measurePeak(setUp, worker, options.backlog);
  const rate = options.rate ?? Math.round(peakRate / 2);
  say(`peak ${peakRate} records/s; making the records`);
  const minutes = options.warmUpMinutes + options.minutes;
  const seconds = minutes * 60;
  const records = Math.floor(rate * seconds);
  await assertRoom(setUp.directory, records);
  await probe.prepare(records);
  say(`writing ${rate} records/s for ${minutes} minutes`);
  await probe.follow();
  const watch = watchProcess(worker);
  const paced = await probe.pace(rate, seconds);
  watch.stop();
  const verdict = await probe.settle(SETTLE_SECONDS);
  assertAlive(worker);
  const status = await stopWorkerProcess(worker);
  const { samples, pages } = watch;
  const measured = { ...options, rate, peakRate, paced, verdict, status, samples, pages };
  return { report: judgeSoak({ ...measured, latencies: probe.latencies() }), series: { samples, pages } };
}

/** Throws when the prepared records would fill the disk. */
async function assertRoom(directory: string, records: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const needed = records * RECORD_BYTES;
  if (bavail * bsize > needed) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  const [wanted, free] = [gigabytes(needed), gigabytes(bavail * bsize)];
  throw new Error(`${records} records take ${wanted} GB in ${directory}, and ${free} are free; give fewer --minutes`);
}

/** Records a second while a backlog is worked off. */
async function measurePeak(setUp: LoadSetUp, worker: WorkerProcess, records: number): Promise<number> {
  let warm: { readonly at: number; readonly count: number } | null = null;
  let [last, changedAt] = [0, performance.now()];
  for (;;) {
    assertAlive(worker);
    const count = await countCommitted(setUp.admin, setUp.group, setUp.topics);
    const now = performance.now();
    if (count !== last) [last, changedAt] = [count, now];
    if (now - changedAt > STALL_MS) throw new Error(`the worker stands still at ${count} of ${records} records`);
    if (warm === null && count >= records * PEAK_FROM) warm = { at: now, count };
    if (count >= records) return Math.round((count - (warm?.count ?? 0)) / ((now - (warm?.at ?? now)) / 1_000));
    await sleep(POLL_MS);
  }
}
