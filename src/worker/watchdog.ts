import { SigiloError } from '../errors.ts';
import type { WorkerState } from './worker-state.ts';

/** Session timeouts without a sign of life after which the process gives up, so that its partitions move on. */
const SILENT_SESSIONS = 3;
/** A group has no coordinator for some twenty seconds when the broker that was it has crashed: no stall of ours. */
const LEAST_SILENCE_MS = 30_000;

/**
 * Tells whether the consumer has fallen silent: no heartbeat accepted, or neither a fetch answered nor a batch moved.
 * kafkajs is known to stop so without an error.
 * @param now milliseconds of the clock that never jumps, as the times of the worker
 */
export function isStalled(
  worker: Pick<WorkerState, 'isJoined' | 'lastFetchAt' | 'lastHeartbeatAt' | 'lastProgressAt'>,
  sessionTimeoutMs: number,
  now: number,
): boolean {
  if (!worker.isJoined) return false;
  const limit = Math.max(LEAST_SILENCE_MS, SILENT_SESSIONS * sessionTimeoutMs);
  return now - worker.lastHeartbeatAt > limit || now - Math.max(worker.lastFetchAt, worker.lastProgressAt) > limit;
}

/** Looks every few seconds; a stall ends the worker as `worker.stalled`, or as `kafka.unavailable`. Returns what ends the watch. */
export function startWatchdog(worker: WorkerState, sessionTimeoutMs: number): () => void {
  let last = performance.now();
  const interval = Math.max(500, Math.min(5_000, sessionTimeoutMs / 3));
  const timer = setInterval(() => {
    const now = performance.now();
    // After a suspended process, the consumer gets time to speak first.
    if (now - last > 2 * interval) {
      worker.lastFetchAt = worker.lastHeartbeatAt = worker.lastProgressAt = now;
    }
    last = now;
    if (!isStalled(worker, sessionTimeoutMs, now)) return;
    worker.fail(new SigiloError(worker.brokers.reachable ? 'worker.stalled' : 'kafka.unavailable'));
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
