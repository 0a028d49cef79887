import type { Fault } from './chaos-run.ts';
import { cuts } from './faults/cut.ts';
import { workerJoined } from './faults/join-worker.ts';
import { brokerKilled, groupCoordinatorKilled, transactionCoordinatorKilled } from './faults/kill-broker.ts';
import { workerKilled } from './faults/kill-worker.ts';
import { leadersMoved } from './faults/move-leaders.ts';
import { workerPaused } from './faults/pause-worker.ts';
import { workerStopped } from './faults/stop-worker.ts';
import { PLANNED, type Planned } from './schedule.ts';

/** Every way to harm the run. */
export const FAULTS: readonly Fault[] = [
  workerKilled,
  workerPaused,
  workerStopped,
  workerJoined,
  brokerKilled,
  groupCoordinatorKilled,
  transactionCoordinatorKilled,
  leadersMoved,
  ...cuts,
];

/** How often each of them must bite. */
export const ALL_PLANNED: readonly Planned[] = [...PLANNED];
