import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { SigiloError } from '../../errors.ts';
import type { DemoProgress } from './progress.ts';
import { countCommitted, type Topics } from './topics.ts';
import { assertAlive, fetchMetrics, parseMetrics, sumOf, type WorkerProcess } from './worker-process.ts';

/** Without a committed record for so long, the run has failed. */
const STALL_MS = 60_000;
const POLL_MS = 100;
const SETTLE_MS = 5_000;

/**
 * Waits until the group has committed all records. The seconds run from the last look before the first commit: the
 * start of the process and the joining of the group are not part of them.
 */
export async function waitForWorker(
  worker: WorkerProcess,
  admin: Admin,
  groupId: string,
  topics: Topics,
  records: number,
  progress: DemoProgress,
  signal: AbortSignal,
): Promise<{ committed: number; seconds: number }> {
  let began = performance.now();
  let committed = 0;
  let lastChange = performance.now();
  progress.start(records);
  try {
    while (committed < records) {
      signal.throwIfAborted();
      assertAlive(worker);
      const looked = performance.now();
      const now = await countCommitted(admin, groupId, topics);
      if (now === 0) began = looked;
      if (now !== committed) lastChange = looked;
      committed = now;
      progress.update(committed);
      if (looked - lastChange > STALL_MS) {
        throw new SigiloError('demo.failed', { setting: 'worker', actual: committed, limit: records });
      }
      if (committed < records) await sleep(POLL_MS);
    }
  } finally {
    progress.stop();
  }
  return { committed, seconds: (performance.now() - began) / 1000 };
}

/** The metrics page once it counts all records: it is brought up to date shortly after a commit. */
export async function settledMetrics(worker: WorkerProcess, records: number): Promise<string> {
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const page = (await fetchMetrics(worker)) ?? '';
    const counted = sumOf(parseMetrics(page), 'sigilo_records_consumed_total');
    if (counted >= records || performance.now() > until) return page;
    await sleep(POLL_MS);
  }
}
