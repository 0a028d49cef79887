import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockJumped, clockLibrary } from './faults/clock.ts';
import { logDiskFull } from './faults/full-log.ts';
import { mountSmallDisk } from './faults/small-disk.ts';
import type { RunOptions } from './run-chaos.ts';
import { leastCounts } from './schedule.ts';

/** What some faults need of the machine; asked only where a run plans one of them. */
export interface Machine {
  readonly canMount: () => boolean;
  readonly hasClockLibrary: () => boolean;
}

const OTHERWISE = 'or choose kinds with --only';

/** Names of the faults that a run strikes with. */
export function kindsOf({
  planned,
  minutes,
  schedule,
}: Pick<RunOptions, 'planned' | 'minutes' | 'schedule'>): string[] {
  return Object.keys(schedule?.least ?? leastCounts(planned, minutes));
}

/** What this machine lacks for faults of these kinds, a sentence each: without it each strike would fail, and the run with it. */
export function lacking(kinds: readonly string[], machine: Machine): readonly string[] {
  const faults: string[] = [];
  if (kinds.includes(logDiskFull.kind) && !machine.canMount())
    faults.push(`${logDiskFull.kind} needs root, to mount a small disk: run as root, ${OTHERWISE}`);
  if (kinds.includes(clockJumped.kind) && !machine.hasClockLibrary())
    faults.push(`${clockJumped.kind} needs faketime: apt-get install faketime, ${OTHERWISE}`);
  return faults;
}

/** This machine. Whether a disk may be mounted is tried: root of a container may often not. */
export const MACHINE: Machine = {
  canMount: () => {
    const directory = mkdtempSync(join(tmpdir(), 'sigilo-mount-'));
    try {
      mountSmallDisk(join(directory, 'disk'), 1 << 16).unmount();
      return true;
    } catch {
      return false;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
  hasClockLibrary: () => clockLibrary() !== undefined,
};
