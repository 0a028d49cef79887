import { ALL_PLANNED, FAULTS } from './faults.ts';
import type { ChaosOptions } from './options.ts';
import type { RunOptions } from './run-chaos.ts';

/** One of each class. Who is not root cannot mount a disk to fill: for him a clock jumps, which takes longer. */
export const SLICE_KINDS: readonly string[] = [
  ...['workerKilled', 'workerPaused', 'workerStopped', 'workerJoined', 'transactionCoordinatorKilled'],
  ...['cut Produce before', 'cut AddOffsetsToTxn after', 'cut EndTxn lost'],
  ...['registryDown', 'quarantineDenied', 'partitionsAdded'],
  process.getuid?.() === 0 ? 'logDiskFull' : 'clockJumped',
];

/** What `npm test` runs: each of these faults once, within two minutes on two cores that are free, and more where not. */
export function sliceOptions({ seed, directory, keep }: ChaosOptions): RunOptions {
  const planned = ALL_PLANNED.filter(({ kind }) => SLICE_KINDS.includes(kind)).map((each) => ({
    ...each,
    in30Minutes: 1,
    fromMinutes: 0,
  }));
  return {
    ...{ minutes: 0.5, records: 3_000, workers: 2, versions: 8, overtimeMs: 360_000 },
    ...{ seed, directory, keep, planned, faults: FAULTS },
  };
}
