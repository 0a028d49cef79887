import type { Batch } from 'kafkajs';
import { countNow } from './minute-counts.ts';
import { noteQuarantined } from './recent-quarantine.ts';
import type { SanitizedBatch } from './sanitize-batch.ts';
import type { PartitionState, WorkerState } from './worker-state.ts';

const SAMPLES = 16;

/**
 * Reports a committed batch, or as much of it as was taken, and remembers of it what lag is computed from.
 * @param last the offset up to which it was committed
 */
export function reportBatch(
  worker: WorkerState,
  state: PartitionState,
  batch: Batch,
  last: string,
  sanitized: SanitizedBatch,
  commitSeconds: number,
): void {
  const messages = batch.messages.slice(0, sanitized.taken);
  const now = Date.now();
  const step = Math.max(1, Math.ceil(messages.length / SAMPLES));
  const endToEndSeconds: number[] = [];
  for (let index = 0; index < messages.length; index += step) {
    const time = Number(messages[index]!.timestamp);
    if (time >= 0) endToEndSeconds.push((now - time) / 1000);
  }
  const newest = Number(messages.at(-1)?.timestamp ?? -1);
  // A record without a time, as the format before Kafka 0.11 may have none, tells nothing of lag.
  if (newest >= 0) state.lastTimestamp = newest;
  state.lastCommitAt = state.route.lastCommitAt = now;
  state.waitingTimestamp = null;
  countNow(state.route.recentConsumed, messages.length, now);
  noteQuarantined(state.route.recent, sanitized.reasons, now);
  countNow(state.route.recentOmitted, sanitized.omitted.size + sanitized.omitted.budget, now);
  worker.telemetry.batchCommitted({
    route: state.route.pipeline.name,
    partition: state.partition,
    firstOffset: messages[0]?.offset ?? last,
    lastOffset: last,
    consumed: messages.length,
    bytes: sanitized.bytes,
    forwarded: sanitized.sink.length,
    quarantined: sanitized.reasons,
    payloadsOmitted: sanitized.omitted,
    counts: sanitized.counts,
    sanitizeSeconds: sanitized.seconds,
    commitSeconds,
    fetchToCommitSeconds: Math.max(0, now - (state.fetchedAt ?? now)) / 1000,
    endToEndSeconds,
  });
}
