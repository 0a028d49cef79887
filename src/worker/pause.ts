import { isOpen, recordHit } from '../core/guard/breaker.ts';
import type { Outcome } from '../core/record.ts';
import type { ErrorCode } from '../errors.ts';
import { placeOf } from './partition-session.ts';
import { type PartitionState, partitionKey, type RouteState, type WorkerState } from './worker-state.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** How long a partition waits after so many failures in a row, in milliseconds. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
}

/**
 * Stops fetching from one partition; its records stay where they are, other partitions go on. A batch of an earlier
 * generation stops nothing: kafkajs would keep the partition paused, and nobody would resume it.
 * @param delayMs after which it is tried again; null pauses until somebody ends it or the partition is assigned anew
 * @param retry tells of this try in the log, where nothing else does; without it a line is written when trouble begins
 */
export function pausePartition(
  worker: WorkerState,
  state: PartitionState,
  code: ErrorCode,
  delayMs: number | null,
  retry?: { readonly attempt: number; readonly thrown?: string; readonly errorType?: string },
): void {
  if (worker.partitions.get(partitionKey(state)) !== state) return;
  if (state.pause?.timer) clearTimeout(state.pause.timer);
  const timer = delayMs === null ? null : setTimeout(() => tryAgain(worker, state), delayMs);
  timer?.unref();
  state.pause = { code, timer };
  const isNew = state.trouble?.code !== code;
  state.trouble = { code, since: state.trouble?.code === code ? state.trouble.since : performance.now() };
  switchFetching(worker, state, 'pause');
  worker.telemetry.partitionPaused(state.route.pipeline.name, state.partition, code);
  if (isNew || retry) worker.telemetry.log('warn', 'partition paused', { ...placeOf(state, code), ...retry });
}

function switchFetching(worker: WorkerState, state: PartitionState, action: 'pause' | 'resume'): void {
  try {
    worker.ports.consumer[action]([{ topic: state.topic, partitions: [state.partition] }]);
  } catch {
    // A consumer that has crashed or stopped throws here, and fetches nothing any more.
  }
}

/** Fetches again; whether the trouble is over, the next commit tells. */
function tryAgain(worker: WorkerState, state: PartitionState): void {
  if (worker.isStopping || worker.partitions.get(partitionKey(state)) !== state) return;
  state.pause = null;
  switchFetching(worker, state, 'resume');
}

/** Ends a pause, its timer and the trouble that it came of. */
export function clearPause(worker: WorkerState, state: PartitionState): void {
  endTrouble(worker, state);
  if (!state.pause) return;
  if (state.pause.timer) clearTimeout(state.pause.timer);
  state.pause = null;
  switchFetching(worker, state, 'resume');
}

/** Notes that a partition works again: it has committed, or nothing is left to commit. */
export function endTrouble(worker: WorkerState, state: PartitionState): void {
  if (!state.trouble) return;
  state.trouble = null;
  worker.telemetry.partitionResumed(state.route.pipeline.name, state.partition);
  worker.telemetry.log('info', 'partition resumed', { route: state.route.pipeline.name, partition: state.partition });
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
