import { isOpen } from '../core/guard/breaker.ts';
import type { ErrorCode } from '../errors.ts';
import { remedyOf } from './remedy.ts';
import type { DeliveryMode, PartitionState, WorkerState } from './worker-state.ts';

/** Why nothing of a partition is committed. */
export interface PausedHealth {
  readonly code: ErrorCode;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What the operator types to go on; null where waiting, or what the code's explanation says, is all. */
  readonly remedy: string | null;
}

export interface PartitionHealth {
  readonly route: string;
  readonly partition: number;
  /** The next offset to process, decimal; null until the first batch. */
  readonly position: string | null;
  /** As last reported to the metrics; null before. */
  readonly lagRecords: number | null;
  readonly lagSeconds: number | null;
  readonly paused: PausedHealth | null;
  /** Milliseconds since 1970; null before the first commit of this process. */
  readonly lastCommitAt: number | null;
}

export interface RouteHealth {
  readonly route: string;
  readonly mode: DeliveryMode;
  readonly isBreakerOpen: boolean;
  readonly sinkPartitions: number;
  /** Milliseconds since 1970; null before the first commit of this process. */
  readonly lastCommitAt: number | null;
}

/** A snapshot for health endpoints and `sigilo status`; times in milliseconds since 1970. */
export interface WorkerHealth {
  readonly isJoined: boolean;
  readonly isStopping: boolean;
  readonly isFatal: boolean;
  readonly lastFetchAt: number;
  readonly lastHeartbeatAt: number;
  readonly lastProgressAt: number;
  readonly assigned: number;
  readonly paused: readonly ({ readonly route: string; readonly partition: number } & PausedHealth)[];
  readonly openBreakers: readonly string[];
  readonly routes: readonly RouteHealth[];
  readonly partitions: readonly PartitionHealth[];
}

/** Takes the snapshot. */
export function healthOf(worker: WorkerState, isFatal: boolean): WorkerHealth {
  const { isJoined, isStopping, lastFetchAt, lastHeartbeatAt, lastProgressAt } = worker;
  const routes = [...worker.routes.values()].map((route) => ({
    route: route.pipeline.name,
    mode: route.mode,
    isBreakerOpen: isOpen(route.breaker),
    sinkPartitions: route.sinkPartitions,
    lastCommitAt: route.lastCommitAt,
  }));
  const partitions = [...worker.partitions.values()].map(partitionHealth);
  return {
    isJoined,
    isStopping,
    isFatal,
    lastFetchAt,
    lastHeartbeatAt,
    lastProgressAt,
    assigned: partitions.length,
    paused: partitions.flatMap(({ route, partition, paused }) => (paused ? [{ route, partition, ...paused }] : [])),
    openBreakers: routes.filter(({ isBreakerOpen }) => isBreakerOpen).map(({ route }) => route),
    routes,
    partitions,
  };
}

function partitionHealth(state: PartitionState): PartitionHealth {
  const { partition, session, position, lag, trouble, lastCommitAt } = state;
  const route = state.route.pipeline.name;
  return {
    route,
    partition,
    position: (position ?? session?.expected)?.toString() ?? null,
    lagRecords: lag?.records ?? null,
    lagSeconds: lag?.seconds ?? null,
    paused: trouble ? { ...trouble, remedy: remedyOf(trouble.code, route) } : null,
    lastCommitAt,
  };
}
