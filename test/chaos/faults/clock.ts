import { globSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosRun, ChaosWorker, Fault, Strike } from '../chaos-run.ts';
import { until } from '../seen-traffic.ts';
import { followLogs } from './follow-logs.ts';
import { commitsSince } from './full-log.ts';
import { stopInOrder } from './stop-worker.ts';

const HOUR_MS = 3_600_000;
const WORKS_MS = 90_000;
/** Longer than a worker is given that has fallen silent. */
const HELD_MS = 35_000;
const JUMPS = [2, -2] as const;
let clocks = 0;

/**
 * Starts a worker with a clock of its own, and lets that jump two hours ahead, four back and two ahead. It bites when the
 * worker's log shows the jumps, and it went on committing after each for longer than a silent worker may live.
 */
export const clockJumped: Fault = {
  kind: 'clockJumped',
  strike: async (run): Promise<Strike> => {
    const library = clockLibrary();
    if (!library) throw new Error("the jumping clock needs Debian's package faketime");
    clocks += 1;
    const file = join(run.directory, `clock-${clocks}`);
    setClock(file, 0);
    const worker = await run.workers.start({
      environment: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    });
    worker.isTaken = true;
    try {
      let bit = await commitsSince(run, worker, 0, WORKS_MS);
      for (const hours of [...JUMPS, 0]) {
        if (bit) bit = await jump(run, worker, file, hours);
      }
      return { bit };
    } finally {
      if (!worker.hasExited()) await stopInOrder(run, worker);
    }
  },
};

/** Where the library is that gives a process a clock of its own; undefined without it. */
export function clockLibrary(): string | undefined {
  return globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0];
}

async function jump(run: ChaosRun, worker: ChaosWorker, file: string, hours: number): Promise<boolean> {
  const news = followLogs(run);
  const jumpedAt = Date.now();
  setClock(file, hours);
  const isShown = await until(
    () =>
      news().some(({ worker: name, line }) => {
        const ahead = Date.parse(String(line.time)) - Date.now();
        return name === worker.name && Math.abs(ahead - hours * HOUR_MS) < HOUR_MS / 2;
      }) || null,
    WORKS_MS,
    run.sleep,
  );
  await run.sleep(Math.max(0, jumpedAt + HELD_MS - Date.now()));
  const commits = await commitsSince(run, worker, Date.now(), WORKS_MS);
  const lives = !worker.hasExited();
  run.note('clock jumped', { worker: worker.name, hours, isShown: isShown === true, commits, lives });
  return isShown === true && commits && lives;
}

/** Hours ahead of the true time; at once, since the worker may look at any time. */
function setClock(file: string, hours: number): void {
  writeFileSync(`${file}.new`, `${hours < 0 ? '-' : '+'}${Math.abs(hours)}h\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
