import type { Fault } from './chaos-run.ts';
import { clockJumped } from './faults/clock.ts';
import { cuts } from './faults/cut.ts';
import { recordsDeleted } from './faults/deleted-records.ts';
import { logDiskFull } from './faults/full-log.ts';
import { workerJoined } from './faults/join-worker.ts';
import { brokerKilled, groupCoordinatorKilled, transactionCoordinatorKilled } from './faults/kill-broker.ts';
import { workerKilled } from './faults/kill-worker.ts';
import { leadersMoved } from './faults/move-leaders.ts';
import { partitionsAdded, partitionsAddedToSource } from './faults/partitions.ts';
import { workerPaused } from './faults/pause-worker.ts';
import { quarantineDenied, quarantineTooSmall } from './faults/quarantine.ts';
import { registryAway, registryDown, registryGarbage, registryHanging, registrySlow } from './faults/registry.ts';
import { workerStopped } from './faults/stop-worker.ts';
import { type LaneName, PLANNED, type Planned } from './schedule.ts';

/** For how long nobody listens where the registry was, in the longest of its faults. */
const REGISTRY_MINUTES = 1;

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
  registryDown,
  registrySlow,
  registryHanging,
  registryGarbage,
  registryAway(REGISTRY_MINUTES),
  logDiskFull,
  clockJumped,
  recordsDeleted,
  partitionsAdded,
  partitionsAddedToSource,
  quarantineDenied,
  quarantineTooSmall,
];

/** How often each of them must bite. */
export const ALL_PLANNED: readonly Planned[] = [
  ...PLANNED,
  ...others('services', 0, { registryDown: 2, quarantineDenied: 2 }),
  ...others('services', 3, { registrySlow: 2, registryHanging: 2, registryGarbage: 2, quarantineTooSmall: 2 }),
  ...others('topics', 3, { partitionsAdded: 1 }),
  ...others('others', 3, { logDiskFull: 2 }),
  // Each takes minutes.
  ...others('topics', 10, { recordsDeleted: 2, partitionsAddedToSource: 1 }),
  ...others('others', 10, { clockJumped: 2, registryAway: 1 }),
];

function others(lane: LaneName, fromMinutes: number, kinds: Readonly<Record<string, number>>): Planned[] {
  return Object.entries(kinds).map(([kind, in30Minutes]) => ({ kind, lane, in30Minutes, fromMinutes }));
}

/** The faults with the longest absence of the registry lasting so many minutes. */
export function faultsWith(registryMinutes: number): readonly Fault[] {
  const away = registryAway(registryMinutes);
  return FAULTS.map((fault) => (fault.kind === away.kind ? away : fault));
}
