import type { EachBatchPayload } from 'kafkajs';
import { isOpen } from './core/guard/breaker.ts';
import type { SourceRecord } from './core/record.ts';
import { type ErrorCode, SigiloError, thrownName } from './errors.ts';
import { type CommitStage, commitBatch, packSends, type SinkSession, sendThenCommit } from './io/kafka-sink.ts';
import { isRebalance, type Pulse, protocolErrorType, startPulse } from './io/kafka-source.ts';
import { isUncovered } from './worker/assignment.ts';
import { reportBatch } from './worker/batch-event.ts';
import { connectionFault, isUnauthorized, kafkaError } from './worker/kafka-error.ts';
import { noteWaiting } from './worker/lag.ts';
import { noteRefusal, refreshLayout } from './worker/layout.ts';
import { runWorker, type Worker, type WorkerOptions } from './worker/lifecycle.ts';
import { missingPermissionCode } from './worker/missing-permissions.ts';
import { BatchOver, commitAsMember, currentSession, MemberRefused } from './worker/open-partition.ts';
import { discardSession, placeOf } from './worker/partition-session.ts';
import { backoff, endTrouble, openBreaker, pausePartition } from './worker/pause.ts';
import { commitPayloads, discardPayloads } from './worker/payload-budget.ts';
import { keepLearned, rebuildMemory } from './worker/rebuild-memory.ts';
import { type SanitizedBatch, sanitizeBatch } from './worker/sanitize-batch.ts';
import { type PartitionState, partitionOf, type WorkerState } from './worker/worker-state.ts';

export type { PartitionHealth, PausedHealth, RouteHealth, WorkerHealth } from './worker/health.ts';
export type { Worker, WorkerOptions } from './worker/lifecycle.ts';
export type { DeliveryMode, ExitReason, RouteOptions } from './worker/worker-state.ts';

/**
 * Checks the topics, joins the group and works until `stop` or a fatal error; resolves when the group is joined or
 * being joined, and consuming has begun.
 * @throws SigiloError with every fault of the topics at once, or kafka.unavailable, kafka.unauthorized
 */
export function startWorker(options: WorkerOptions): Promise<Worker> {
  return runWorker(options, handleBatch);
}

/**
 * Processes one fetched batch of one partition, exactly once where the route's mode says so. A batch that is not
 * resolved here is fetched again, so every way out but a commit leaves it as it was. Only what the group refuses to a
 * member that it does not count in is thrown: kafkajs must rejoin then.
 */
async function handleBatch(worker: WorkerState, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  const state = partitionOf(worker, batch.topic, batch.partition);
  if (!state || state.pause || isOver(worker, payload)) return;
  const { generation } = worker;
  state.isBusy = true;
  noteWaiting(state, batch);
  const pulse = startPulse(payload.heartbeat, (error) => {
    if (isRebalance(error)) worker.isRebalancing = true;
  });
  try {
    const session = await currentSession(worker, state);
    if (generation !== worker.generation || state.pause) return;
    if (seekWhenStale(worker, state, session, BigInt(batch.firstOffset() ?? batch.lastOffset()))) return;
    pulse.check();
    const isCurrent = () => generation === worker.generation;
    const sanitized = await prepareBatch(worker, state, payload, session.expected, isCurrent);
    if (sanitized) await sendBatch(worker, state, session, payload, sanitized, pulse);
  } catch (error) {
    if (!(error instanceof BatchOver)) noteFailure(worker, state, error);
    // No abort, no seek, no new producer here: whoever gets the batch next opens the partition anew.
    discardSession(state);
    const refusal = pulse.refusal()?.error ?? (error instanceof MemberRefused ? error.refusal : null);
    if (refusal) throw refusal;
    await pauseAfterFailure(worker, state, error);
  } finally {
    pulse.stop();
    discardPayloads(state.route.payloads, state.partition);
    state.isBusy = false;
    state.lastUsedAt = worker.lastProgressAt = performance.now();
  }
}

function isOver(worker: WorkerState, payload: EachBatchPayload): boolean {
  return worker.isRebalancing || worker.isStopping || !payload.isRunning();
}

/**
 * Compares the batch with the certain position. Seeks once for each expected value: a second batch that begins above
 * it is a real gap, left by compaction or by records that only read_uncommitted shows.
 */
function seekWhenStale(worker: WorkerState, state: PartitionState, session: SinkSession, first: bigint): boolean {
  const { expected } = session;
  if (first === expected || (session.sought === expected && first > expected)) return false;
  session.sought = expected;
  state.waitingTimestamp = null;
  worker.ports.consumer.seek({ topic: state.topic, partition: state.partition, offset: expected.toString() });
  return true;
}

/**
 * Loads what the records need and sanitizes them; null when the batch must wait or the breaker opened.
 * @param position the certain position, up to which the memory must reach
 */
async function prepareBatch(
  worker: WorkerState,
  state: PartitionState,
  payload: EachBatchPayload,
  position: bigint,
  isCurrent: () => boolean,
): Promise<SanitizedBatch | null> {
  const { pipeline } = state.route;
  const records = payload.batch.messages;
  const goOn = (): boolean => {
    worker.lastProgressAt = performance.now();
    return isCurrent() && !isOver(worker, payload);
  };
  try {
    if (!(await rebuildMemory(worker, state, position, goOn))) return null;
    const missing = pipeline.missingSchemas(records as readonly SourceRecord[]);
    if (missing.length > 0) await pipeline.load(missing);
    await pipeline.prepare();
    if (state.route.layoutReadAt === null) await refreshLayout(worker, state.route).catch(throwKafkaError);
  } catch (error) {
    waitAndRetry(worker, state, error instanceof SigiloError ? error.code : 'internal', thrownName(error));
    return null;
  }
  const { route, partition, failures, timeRefusals, memory } = state;
  const sanitized = await sanitizeBatch(route, partition, records, failures + 1, goOn, timeRefusals, memory);
  if (sanitized === 'interrupted') return null;
  if (sanitized === 'quarantine_too_small') {
    route.layoutReadAt = null;
    waitAndRetry(worker, state, 'quarantine.unfit');
    return null;
  }
  if ('fault' in sanitized) {
    openBreaker(worker, state.route, sanitized.fault);
    return null;
  }
  return sanitized;
}

function throwKafkaError(error: unknown): never {
  throw kafkaError(error);
}

/** Pauses for what no other batch of the partition can get round. */
function waitAndRetry(worker: WorkerState, state: PartitionState, code: ErrorCode, thrown?: string): void {
  state.failures += 1;
  const retry = { attempt: state.failures, ...(thrown ? { thrown } : {}) };
  pausePartition(worker, state, code, backoff(state.failures), retry);
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
  const last =
    sanitized.taken < batch.messages.length ? batch.messages[sanitized.taken - 1]!.offset : batch.lastOffset();
  if (isOpen(breaker) || isUncovered(state.route, state.partition)) return;
  const sends = packSends([
    { topic: pipeline.sink, limit: layout.sinkLimit, messages: sanitized.sink },
    { topic: pipeline.quarantine, limit: layout.quarantineLimit, messages: sanitized.quarantine },
  ]);
  const started = performance.now();
  const next = BigInt(last) + 1n;
  const before = (_stage: CommitStage): void => {
    pulse.check();
    worker.lastProgressAt = performance.now();
    if (session.dead || generation !== worker.generation || worker.isRebalancing) throw new BatchOver();
  };
  if (state.route.mode === 'exactly_once') await commitBatch(session, state, sends, next, before);
  else await sendThenCommit(session, sends, next, (offset) => commitAsMember(worker, state, offset), before);
  state.failures = state.timeRefusals = 0;
  endTrouble(worker, state);
  state.position = session.expected;
  keepLearned(state, session.expected);
  commitPayloads(state.route.payloads, state.partition, performance.now());
  worker.telemetry.transaction(pipeline.name, 'committed');
  reportBatch(worker, state, batch, last, sanitized, (performance.now() - started) / 1000);
  // After a rejoin in between, the offsets of kafkajs are those of the new generation.
  if (generation === worker.generation) resolveOffset(last);
}

function noteFailure(worker: WorkerState, state: PartitionState, error: unknown): void {
  const errorType = protocolErrorType(error);
  noteRefusal(state, error);
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
  const fault = connectionFault(error)?.code;
  if (fault !== undefined && fault !== 'kafka.unavailable') return fault;
  return isUnauthorized(error) ? 'kafka.unauthorized' : 'sink.unavailable';
}

/** One failure is retried at once; further ones pause the partition, so that others do not wait for it. */
async function pauseAfterFailure(worker: WorkerState, state: PartitionState, error: unknown): Promise<void> {
  if (error instanceof BatchOver || worker.isStopping || state.pause) return;
  state.failures += 1;
  if (state.failures === 1) {
    await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_MS));
    return;
  }
  const known = (await missingPermissionCode(worker, state.route, error)) ?? failureCode(error);
  const code = known === 'sink.unavailable' && !worker.brokers.reachable ? 'kafka.unavailable' : known;
  if (worker.isStopping || state.pause || partitionOf(worker, state.topic, state.partition) !== state) return;
  pausePartition(worker, state, code, backoff(state.failures - 1));
}

const FIRST_RETRY_MS = 20;
