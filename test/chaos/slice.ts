import { FAULTS } from './faults.ts';
import type { ChaosOptions } from './options.ts';
import type { RunOptions } from './run-chaos.ts';
import type { LaneName, Schedule } from './schedule.ts';

/** Who is not root cannot mount a disk to fill: for him a clock jumps, which takes longer. */
const OF_MACHINE = process.getuid?.() === 0 ? 'logDiskFull' : 'clockJumped';

/**
 * One fault of each class. A worker that may not write to the quarantine, or to which no registry answers, does not start:
 * those come before the faults that start workers.
 */
const LANES: Readonly<Partial<Record<LaneName, readonly string[]>>> = {
  workers: ['quarantineDenied', 'registryDown', 'workerStopped', 'workerJoined', 'workerPaused', 'workerKilled'],
  brokers: ['transactionCoordinatorKilled'],
  cuts: ['cut Produce before', 'cut AddOffsetsToTxn after', 'cut EndTxn lost'],
  topics: ['partitionsAdded', OF_MACHINE],
};
/** A coordinator that is away would hold up what must bite first. */
const BEGINS_MS: Readonly<Partial<Record<LaneName, number>>> = { brokers: 30_000, cuts: 15_000 };

export const SLICE_KINDS: readonly string[] = Object.values(LANES).flat();

/** What `npm test` runs, within two minutes on two cores that are free, and more where not. */
export function sliceOptions({ seed, directory, keep }: ChaosOptions): RunOptions {
  const lanes = (Object.entries(LANES) as [LaneName, readonly string[]][]).map(([name, kinds]) => ({
    name,
    strikes: kinds.map((kind) => ({ kind, at: BEGINS_MS[name] ?? 0 })),
  }));
  const schedule: Schedule = { calm: [], lanes, least: Object.fromEntries(SLICE_KINDS.map((kind) => [kind, 1])) };
  return {
    ...{ minutes: 1, records: 6_000, workers: 2, versions: 8, overtimeMs: 360_000 },
    ...{ seed, directory, keep, schedule, planned: [], faults: FAULTS },
  };
}
