import { SigiloError } from '../errors.ts';
import { discardSession } from './partition-session.ts';
import type { WorkerState } from './worker-state.ts';

const LOOK_MS = 100;

/** Longer than two heartbeats are apart, which come six in a session and at least each three seconds. */
function silenceOf(sessionTimeoutMs: number): number {
  return Math.min(7_000, 1_000 + sessionTimeoutMs / 3);
}

/**
 * Takes no new batch, lets those under way commit, and leaves the group. When the brokers are silent and no batch is
 * under way, it ends without having left: nothing is open, and the partitions move on after the session timeout.
 * @throws SigiloError worker.stop_timeout after `deadlineMs`, or as soon as a batch waits for brokers that are silent
 */
export async function stopWorker(worker: WorkerState, deadlineMs: number, sessionTimeoutMs: number): Promise<void> {
  worker.isStopping = true;
  const silenceMs = silenceOf(sessionTimeoutMs);
  const until = performance.now() + deadlineMs;
  const watch = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    const now = performance.now();
    const isSilent = now - worker.lastHeartbeatAt > silenceMs;
    if (now < until && !isSilent) return;
    if (isSilent && worker.underWay.size === 0) {
      worker.telemetry.log('warn', 'the brokers do not answer: the worker ends without leaving its group');
      watch.resolve();
    } else watch.reject(new SigiloError('worker.stop_timeout', { limit: deadlineMs }));
  }, LOOK_MS);
  try {
    await Promise.race([finishAndLeave(worker), watch.promise]);
  } finally {
    clearInterval(timer);
  }
}

/** Offsets of a batch can be committed only while the consumer runs: it is stopped last. */
async function finishAndLeave(worker: WorkerState): Promise<void> {
  while (worker.underWay.size > 0) await Promise.allSettled(worker.underWay);
  await closeAll(worker);
}

/** Leaves the group and closes all connections. */
export async function closeAll(worker: WorkerState): Promise<void> {
  const { consumer, admin } = worker.ports;
  await consumer.stop();
  await consumer.disconnect();
  for (const state of worker.partitions.values()) {
    if (state.pause?.timer) clearTimeout(state.pause.timer);
    discardSession(state);
  }
  await admin.disconnect();
}
