import { isUnauthorized } from './kafka-error.ts';
import type { WorkerState } from './worker-state.ts';

/** Heartbeats come each three seconds at most; after so much silence a broker is asked. */
const SILENT_MS = 5_000;
/** Silence after which no broker is taken to answer, whether the question is still under way or not. */
const LOST_MS = 10_000;
const LOOK_MS = 1_000;

/** Notes that a broker has answered. @param now milliseconds of the clock that never jumps */
export function noteAnswer(worker: WorkerState, now: number): void {
  worker.lastAnswerAt = now;
  if (worker.brokers.reachable) return;
  const seconds = Math.round((now - worker.brokers.since) / 1_000);
  worker.brokers = { reachable: true, since: now };
  for (const state of worker.partitions.values()) {
    // What a batch has failed at, its commit must show to be over.
    if (state.trouble?.code !== 'kafka.unavailable' || state.failures > 0) continue;
    state.trouble = null;
    worker.telemetry.partitionResumed(state.route.pipeline.name, state.partition);
  }
  worker.telemetry.log('warn', 'the brokers answer again', { code: 'kafka.unavailable', seconds });
}

/** Notes that no broker answers: nothing of any partition is committed, whether records wait or not. */
function noteSilence(worker: WorkerState): void {
  if (!worker.brokers.reachable) return;
  const since = worker.lastAnswerAt;
  worker.brokers = { reachable: false, since };
  for (const state of worker.partitions.values()) {
    if (state.trouble !== null && state.trouble.code !== 'sink.unavailable') continue;
    state.trouble = { code: 'kafka.unavailable', since };
    worker.telemetry.partitionPaused(state.route.pipeline.name, state.partition, 'kafka.unavailable');
  }
  worker.telemetry.log('warn', 'no broker answers', { code: 'kafka.unavailable' });
}

/**
 * Looks each second whether a broker has answered of late, a heartbeat or, when there was none, a question for the
 * cluster's brokers. Tells of an outage within some ten seconds, also where nothing is to be done. Returns what ends it.
 */
export function startBrokerWatch(worker: WorkerState): () => void {
  let last = performance.now();
  let isAsking = false;
  const ask = async (): Promise<void> => {
    isAsking = true;
    try {
      await worker.ports.admin.describeCluster();
      noteAnswer(worker, performance.now());
    } catch (error) {
      // Who refuses us is there. Silence is judged by time: one failure may be that of a broker that restarts.
      if (isUnauthorized(error)) noteAnswer(worker, performance.now());
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => {
    const now = performance.now();
    // After a suspended process, the brokers get time to answer first.
    if (now - last > 3 * LOOK_MS) worker.lastAnswerAt = now;
    last = now;
    if (worker.isStopping) return;
    const silence = now - worker.lastAnswerAt;
    if (silence <= SILENT_MS) noteAnswer(worker, worker.lastAnswerAt);
    else if (!isAsking) void ask();
    if (silence > LOST_MS) noteSilence(worker);
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
