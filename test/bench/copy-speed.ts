import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

/** What one copying process needed for one topic. */
export interface CopySpeed {
  readonly recordsPerSecond: number;
  readonly cpuMicrosPerRecord: number;
  readonly peakRssMb: number;
  /** Resident memory at each tenth of the run. */
  readonly rssMb: readonly number[];
}

/** Until this share is copied, the process starts and warms up; it is left out of the rate. */
const WARM_UP_SHARE = 0.1;
const POLL_MS = 100;
const PATIENCE_MS = 300_000;

/** Watches a process copy `records` records to the sink; speed counts from a tenth of them, CPU and memory over all. */
export async function watchCopy(
  admin: Admin,
  start: () => ChildProcess,
  sink: string,
  records: number,
): Promise<CopySpeed> {
  const child = start();
  const pid = child.pid as number;
  const rssMb: number[] = [];
  const began = performance.now();
  let warm: { at: number; copied: number; cpu: number } | null = null;
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the copying process ended with ${child.exitCode}`);
      if (performance.now() - began > PATIENCE_MS) throw new Error('the copy takes too long');
      const copied = await endOf(admin, sink);
      const now = performance.now();
      if (copied > 0 && copied >= (rssMb.length * records) / 10) rssMb.push(memoryOf(pid, 'VmRSS'));
      if (!warm && copied >= records * WARM_UP_SHARE) warm = { at: now, copied, cpu: cpuSecondsOf(pid) };
      if (copied >= records && warm) {
        const measured = copied - warm.copied;
        return {
          recordsPerSecond: Math.round(measured / ((now - warm.at) / 1000)),
          cpuMicrosPerRecord: Number((((cpuSecondsOf(pid) - warm.cpu) / measured) * 1e6).toFixed(1)),
          peakRssMb: memoryOf(pid, 'VmHWM'),
          rssMb,
        };
      }
      await sleep(POLL_MS);
    }
  } finally {
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), 20_000);
    if (child.exitCode === null) await once(child, 'exit');
    clearTimeout(forced);
  }
}

/** Starts a Node script with the output that would explain a failure. */
export function startNode(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function endOf(admin: Admin, topic: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

function memoryOf(pid: number, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

const TICKS_PER_SECOND = 100;

function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
