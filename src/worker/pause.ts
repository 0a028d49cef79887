import { isOpen, recordHit } from '../core/guard/breaker.ts';
import type { Outcome } from '../core/record.ts';
import type { ErrorCode } from '../errors.ts';
import type { PartitionState, RouteState, WorkerState } from './worker-state.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** How long a partition waits after so many failures in a row, in milliseconds. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
}

/**
 * Stops fetching from one partition; its records stay where they are, other partitions go on.
 * @param delayMs after which it is tried again; null pauses until the partition is assigned anew
 */
export function pausePartition(
  worker: WorkerState,
  state: PartitionState,
  code: ErrorCode,
  delayMs: number | null,
): void {
  if (state.pause?.timer) clearTimeout(state.pause.timer);
  const timer = delayMs === null ? null : setTimeout(() => resumePartition(worker, state), delayMs);
  timer?.unref();
  state.pause = { code, timer };
  switchFetching(worker, state, 'pause');
  worker.telemetry.partitionPaused(state.route.pipeline.name, state.partition, code);
}

function switchFetching(worker: WorkerState, state: PartitionState, action: 'pause' | 'resume'): void {
  try {
    worker.ports.consumer[action]([{ topic: state.topic, partitions: [state.partition] }]);
  } catch {
    // A consumer that has crashed or stopped throws here, and fetches nothing any more.
  }
}

function resumePartition(worker: WorkerState, state: PartitionState): void {
  if (worker.isStopping || worker.partitions.get(`${state.topic}:${state.partition}`) !== state) return;
  clearPause(worker, state);
}

/** Ends a pause and its timer. */
export function clearPause(worker: WorkerState, state: PartitionState): void {
  if (!state.pause) return;
  if (state.pause.timer) clearTimeout(state.pause.timer);
  state.pause = null;
  switchFetching(worker, state, 'resume');
  worker.telemetry.partitionResumed(state.route.pipeline.name, state.partition);
}

/** Opens the breaker of a route: all its partitions stay paused until the process starts anew. */
export function openBreaker(worker: WorkerState, route: RouteState, outcome: Outcome & { kind: 'quarantine' }): void {
  if (isOpen(route.breaker)) return;
  recordHit(route.breaker, outcome, Date.now());
  worker.telemetry.breaker(route.pipeline.name, true);
  worker.telemetry.log('error', 'breaker opened: the guard found a fault of Sigilo', {
    route: route.pipeline.name,
    code: 'breaker.open',
  });
  for (const state of worker.partitions.values()) {
    if (state.route === route) pausePartition(worker, state, 'breaker.open', null);
  }
}
