import { isOpen } from '../core/guard/breaker.ts';
import type { ErrorCode } from '../errors.ts';
import { recentSum } from './minute-counts.ts';
import { type RecentQuarantine, recentOf } from './recent-quarantine.ts';
import { remedyOf } from './remedy.ts';
import type { DeliveryMode, PartitionState, WorkerState } from './worker-state.ts';

/** Why nothing of a partition is committed. */
export interface PausedHealth {
  readonly code: ErrorCode;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What the operator does to go on, a sentence; null where waiting, or what the code's explanation says, is all. */
  readonly remedy: string | null;
}

export interface PartitionHealth {
  readonly route: string;
  readonly partition: number;
  /** The next offset to process, decimal; null until the first batch. */
  readonly position: string | null;
  /** As last measured; null while it is not known, as before the group was joined. */
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
  /** Records quarantined in the last 15 minutes by this process, one entry a reason, the newest first. */
  readonly recent: readonly RecentQuarantine[];
  /** Records consumed in the same time, quarantined ones included. */
  readonly recentConsumed: number;
  /** Records quarantined in the same time of which only a reference is kept. */
  readonly recentOmitted: number;
}

/** Whether any broker answers. */
export interface BrokersHealth {
  readonly reachable: boolean;
  /** Since when it is so, milliseconds since 1970. */
  readonly since: number;
}

/** A snapshot for health endpoints and `sigilo status`; times in milliseconds since 1970. */
export interface WorkerHealth {
  readonly isJoined: boolean;
  /** Since when the first join is under way; null once joined. After a crash it takes up to the session timeout. */
  readonly joiningSince: number | null;
  readonly brokers: BrokersHealth;
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
  const { isJoined, isStopping } = worker;
  const now = Date.now();
  // Times of the clock that never jumps, as the system's clock would tell them now.
  const toldAt = (time: number): number => Math.round(now - performance.now() + time);
  const routes = [...worker.routes.values()].map((route) => ({
    route: route.pipeline.name,
    mode: route.mode,
    isBreakerOpen: isOpen(route.breaker),
    sinkPartitions: route.sinkPartitions,
    lastCommitAt: route.lastCommitAt,
    recent: recentOf(route.recent, now),
    recentConsumed: recentSum(route.recentConsumed, now),
    recentOmitted: recentSum(route.recentOmitted, now),
  }));
  const partitions = [...worker.partitions.values()].map((state) => partitionHealth(state, toldAt));
  return {
    isJoined,
    joiningSince: isJoined ? null : toldAt(worker.joiningSince),
    brokers: { reachable: worker.brokers.reachable, since: toldAt(worker.brokers.since) },
    isStopping,
    isFatal,
    lastFetchAt: toldAt(worker.lastFetchAt),
    lastHeartbeatAt: toldAt(worker.lastHeartbeatAt),
    lastProgressAt: toldAt(worker.lastProgressAt),
    assigned: partitions.length,
    paused: partitions.flatMap(({ route, partition, paused }) => (paused ? [{ route, partition, ...paused }] : [])),
    openBreakers: routes.filter(({ isBreakerOpen }) => isBreakerOpen).map(({ route }) => route),
    routes,
    partitions,
  };
}

function partitionHealth(state: PartitionState, toldAt: (time: number) => number): PartitionHealth {
  const { partition, session, position, lag, trouble, lastCommitAt } = state;
  const route = state.route.pipeline.name;
  return {
    route,
    partition,
    position: (position ?? session?.expected)?.toString() ?? null,
    lagRecords: lag?.records ?? null,
    lagSeconds: lag?.seconds ?? null,
    paused: trouble
      ? { code: trouble.code, since: toldAt(trouble.since), remedy: remedyOf(trouble.code, route) }
      : null,
    lastCommitAt,
  };
}
