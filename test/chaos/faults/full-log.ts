import { join } from 'node:path';
import { metricOf } from '../../integration/worker-run.ts';
import type { ChaosRun, ChaosWorker, Fault, Strike } from '../chaos-run.ts';
import { trafficOf, until } from '../seen-traffic.ts';
import { followLogs } from './follow-logs.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { stopInOrder } from './stop-worker.ts';

const DISK_BYTES = 8 << 20;
const WORKS_MS = 90_000;
const LOSES_MS = 120_000;
const BACK_MS = 60_000;
let disks = 0;

/**
 * Fills the disk on which a worker logs all that it does. It bites when lines were lost, the worker went on committing, and
 * lines came back as soon as there was room.
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
  const filledAt = Date.now();
  const isLosing = await until(
    async () => {
      // Whatever room is left between two blocks goes too.
      disk.fill();
      const page = await worker.metrics().catch(() => '');
      return metricOf(page, 'sigilo_log_lines_lost_total', { reason: 'full' }) > 0 || worker.hasExited() || null;
    },
    LOSES_MS,
    run.sleep,
  );
  const commits = await commitsSince(run, worker, filledAt, WORKS_MS);
  const news = followLogs(run);
  disk.free();
  const isBack = await until(
    () =>
      news().some(({ worker: name, line }) => name === worker.name && String(line.msg).includes('missing here')) ||
      null,
    BACK_MS,
    run.sleep,
  );
  const lives = !worker.hasExited();
  run.note('disk of a log filled', { worker: worker.name, wasFull, isLosing, commits, isBack, lives });
  return { bit: wasFull && isLosing === true && commits && isBack === true && lives };
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
