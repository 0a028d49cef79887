import type { EachBatchPayload } from 'kafkajs';
import { isOpen } from './core/guard/breaker.ts';
import type { SourceRecord } from './core/record.ts';
import { type ErrorCode, SigiloError, thrownName } from './errors.ts';
import { commitBatch, openSession, packSends, type SinkSession } from './io/kafka-sink.ts';
import { isRebalance, type Pulse, protocolErrorType, startPulse } from './io/kafka-source.ts';
import { discardSession, isUncovered, placeOf } from './worker/assignment.ts';
import { reportBatch } from './worker/batch-event.ts';
import { isUnauthorized } from './worker/kafka-error.ts';
import { runWorker, type Worker, type WorkerOptions } from './worker/lifecycle.ts';
import { backoff, openBreaker, pausePartition } from './worker/pause.ts';
import { type SanitizedBatch, sanitizeBatch } from './worker/sanitize-batch.ts';
import { type PartitionState, partitionOf, type WorkerState } from './worker/worker-state.ts';

export type { Worker, WorkerHealth, WorkerOptions } from './worker/lifecycle.ts';
export type { ExitReason } from './worker/worker-state.ts';

/**
 * Checks the topics, joins the group and works until `stop` or a fatal error; resolves when the group is joined or
 * being joined, and consuming has begun.
 * @throws SigiloError with every fault of the topics at once, or kafka.unavailable, kafka.unauthorized
 */
export function startWorker(options: WorkerOptions): Promise<Worker> {
  return runWorker(options, handleBatch);
}

/** Raised inside a batch that must not go on: a rebalance or a stop came, or its session was given up. */
class BatchOver extends Error {}

/**
 * Processes one fetched batch of one partition, exactly once. A batch that is not resolved here is fetched again,
 * so every way out but a commit leaves it as it was. Only refused heartbeats are thrown: kafkajs must rejoin then.
 */
async function handleBatch(worker: WorkerState, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  const state = partitionOf(worker, batch.topic, batch.partition);
  if (!state || state.pause || isOver(worker, payload)) return;
  const { generation } = worker;
  const pulse = startPulse(payload.heartbeat, (error) => {
    if (isRebalance(error)) worker.isRebalancing = true;
  });
  try {
    const session = await currentSession(worker, state);
    if (generation !== worker.generation || state.pause) return;
    if (seekWhenStale(worker, state, session, BigInt(batch.firstOffset() ?? batch.lastOffset()))) return;
    pulse.check();
    const sanitized = await prepareBatch(worker, state, payload, () => generation === worker.generation);
    if (sanitized) await sendBatch(worker, state, session, payload, sanitized, pulse);
  } catch (error) {
    if (!(error instanceof BatchOver)) noteFailure(worker, state, error);
    // No abort, no seek, no new producer here: whoever gets the batch next opens the partition anew.
    discardSession(state);
    const refusal = pulse.refusal();
    if (refusal) throw refusal.error;
    await pauseAfterFailure(worker, state, error);
  } finally {
    pulse.stop();
    worker.lastProgressAt = Date.now();
  }
}

function isOver(worker: WorkerState, payload: EachBatchPayload): boolean {
  return worker.isRebalancing || worker.isStopping || !payload.isRunning();
}

/** The partition's session; the first batch after a rebalance or a failure opens it. */
async function currentSession(worker: WorkerState, state: PartitionState): Promise<SinkSession> {
  if (state.session) return state.session;
  const { generation } = worker;
  await worker.assignmentCheck;
  if (state.pause || generation !== worker.generation) throw new BatchOver();
  const session = await openSession(worker.ports, state);
  state.session = session;
  if (generation !== worker.generation) throw new BatchOver();
  // Written before anything is sent, so that a sink with records always means a group with an offset.
  if (!session.isCommitted) {
    const offset = session.expected.toString();
    await worker.ports.consumer.commitOffsets([{ topic: state.topic, partition: state.partition, offset }]);
  }
  return session;
}

/**
 * Compares the batch with the certain position. Seeks once for each expected value: a second batch that begins above
 * it is a real gap, left by compaction or by records that only read_uncommitted shows.
 */
function seekWhenStale(worker: WorkerState, state: PartitionState, session: SinkSession, first: bigint): boolean {
  const { expected } = session;
  if (first === expected || (session.sought === expected && first > expected)) return false;
  session.sought = expected;
  worker.ports.consumer.seek({ topic: state.topic, partition: state.partition, offset: expected.toString() });
  return true;
}

/** Loads what the records need and sanitizes them; null when the batch must wait or the breaker opened. */
async function prepareBatch(
  worker: WorkerState,
  state: PartitionState,
  payload: EachBatchPayload,
  isCurrent: () => boolean,
): Promise<SanitizedBatch | null> {
  const { pipeline } = state.route;
  const records = payload.batch.messages;
  try {
    const missing = pipeline.missingSchemas(records as readonly SourceRecord[]);
    if (missing.length > 0) await pipeline.load(missing);
    await pipeline.prepare();
  } catch (error) {
    const code = error instanceof SigiloError ? error.code : 'internal';
    state.failures += 1;
    pausePartition(worker, state, code, backoff(state.failures));
    const place = { ...placeOf(state, code), thrown: thrownName(error), attempt: state.failures };
    worker.telemetry.log('warn', 'partition waits', place);
    return null;
  }
  const sanitized = await sanitizeBatch(state.route, state.partition, records, state.failures + 1, () => {
    worker.lastProgressAt = Date.now();
    return isCurrent() && !isOver(worker, payload);
  });
  if (sanitized === 'interrupted') return null;
  if ('fault' in sanitized) {
    openBreaker(worker, state.route, sanitized.fault);
    return null;
  }
  return sanitized;
}

async function sendBatch(
  worker: WorkerState,
  state: PartitionState,
  session: SinkSession,
  payload: EachBatchPayload,
  sanitized: SanitizedBatch,
  pulse: Pulse,
): Promise<void> {
  const { batch, resolveOffset } = payload;
  const { pipeline, layout, breaker } = state.route;
  const { generation } = worker;
  const last = batch.lastOffset();
  if (isOpen(breaker) || isUncovered(state.route, state.partition)) return;
  const sends = packSends([
    { topic: pipeline.sink, limit: layout.sinkLimit, messages: sanitized.sink },
    { topic: pipeline.quarantine, limit: layout.quarantineLimit, messages: sanitized.quarantine },
  ]);
  const started = performance.now();
  await commitBatch(session, state, sends, BigInt(last) + 1n, () => {
    pulse.check();
    worker.lastProgressAt = Date.now();
    if (session.dead || generation !== worker.generation || worker.isRebalancing) throw new BatchOver();
  });
  state.failures = 0;
  state.position = session.expected;
  worker.telemetry.transaction(pipeline.name, 'committed');
  reportBatch(worker, state, batch, sanitized, (performance.now() - started) / 1000);
  // After a rejoin in between, the offsets of kafkajs are those of the new generation.
  if (generation === worker.generation) resolveOffset(last);
}

function noteFailure(worker: WorkerState, state: PartitionState, error: unknown): void {
  const errorType = protocolErrorType(error);
  worker.telemetry.transaction(state.route.pipeline.name, 'failed');
  worker.telemetry.log('warn', 'transaction failed, the batch will be fetched again', {
    ...placeOf(state, failureCode(error)),
    thrown: thrownName(error),
    ...(errorType ? { errorType } : {}),
    attempt: state.failures + 1,
  });
}

function failureCode(error: unknown): ErrorCode {
  if (error instanceof SigiloError) return error.code;
  return isUnauthorized(error) ? 'kafka.unauthorized' : 'sink.unavailable';
}

/** One failure is retried at once; further ones pause the partition, so that others do not wait for it. */
async function pauseAfterFailure(worker: WorkerState, state: PartitionState, error: unknown): Promise<void> {
  if (error instanceof BatchOver || worker.isStopping || state.pause) return;
  state.failures += 1;
  if (state.failures === 1) await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_MS));
  else if (partitionOf(worker, state.topic, state.partition) === state) {
    pausePartition(worker, state, failureCode(error), backoff(state.failures - 1));
  }
}

const FIRST_RETRY_MS = 20;
