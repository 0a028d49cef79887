import { statSync } from 'node:fs';
import { join } from 'node:path';
import { metricOf } from '../../integration/worker-run.ts';
import type { ChaosRun, ChaosWorker, Fault, Strike } from '../chaos-run.ts';
import { trafficOf, until } from '../seen-traffic.ts';
import { followLogs } from './follow-logs.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { stopInOrder } from './stop-worker.ts';

const DISK_BYTES = 8 << 20;
const WORKS_MS = 90_000;
const SILENT_MS = 120_000;
const HELD_MS = 3_000;
const BACK_MS = 60_000;
let disks = 0;

/**
 * Fills the disk on which a worker logs all that it does. It bites when no line was written any more, the worker went on
 * committing, and lines came back as soon as there was room.
 */
export const logDiskFull: Fault = {
  kind: 'logDiskFull',
  strike: async (run): Promise<Strike> => {
    disks += 1;
    const disk = mountSmallDisk(join(run.directory, `log-disk-${disks}`), DISK_BYTES);
    let worker: ChaosWorker | null = null;
    try {
      worker = await run.workers.start({ logDirectory: disk.directory, settings: { log: { level: 'debug' } } });
      worker.isTaken = true;
      return await fillDiskOf(run, worker, disk);
    } finally {
      if (worker && !worker.hasExited()) await stopInOrder(run, worker);
      disk.unmount();
    }
  },
};

async function fillDiskOf(run: ChaosRun, worker: ChaosWorker, disk: SmallDisk): Promise<Strike> {
  if (!(await commitsSince(run, worker, 0, WORKS_MS))) return { bit: false };
  disk.fill();
  const wasFull = disk.isFull();
  const isSilent = await until(() => commitsInSilence(run, worker), SILENT_MS, run.sleep);
  const page = await worker.metrics().catch(() => '');
  const linesLost = metricOf(page, 'sigilo_log_lines_lost_total', { reason: 'full' });
  const news = followLogs(run);
  disk.free();
  const isBack = await until(() => news().some(({ worker: name }) => name === worker.name) || null, BACK_MS, run.sleep);
  const lives = !worker.hasExited();
  run.note('disk of a log filled', {
    worker: worker.name,
    wasFull,
    isSilent,
    linesLost,
    isBack,
    lives,
  });
  return { bit: wasFull && isSilent === true && isBack === true && lives };
}

/** Whether the worker commits, each time a line, and its log does not grow; the last block of the log must be full too. */
async function commitsInSilence(run: ChaosRun, worker: ChaosWorker): Promise<boolean | null> {
  const size = statSync(worker.logFile).size;
  await run.sleep(HELD_MS);
  const commits = await commitsSince(run, worker, Date.now(), WORKS_MS);
  if (worker.hasExited()) return false;
  return (commits && statSync(worker.logFile).size === size) || null;
}

/** Waits until a worker has committed after a time (milliseconds since 1970). */
export async function commitsSince(
  run: ChaosRun,
  worker: ChaosWorker,
  time: number,
  timeoutMs: number,
): Promise<boolean> {
  const { proxy } = run.cluster;
  const traffic = trafficOf(proxy);
  const look = (): boolean | null => {
    if (worker.hasExited()) return false;
    const commits = proxy.lastCommits();
    return traffic.ownedBy(worker.name).some((id) => (commits.get(id) ?? 0) > time) || null;
  };
  return (await until(look, timeoutMs, run.sleep)) === true;
}
