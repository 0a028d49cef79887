import { isOpen } from '../core/guard/breaker.ts';
import type { FetchFault } from '../io/kafka-fetch-decoder.ts';
import { countPartitions } from '../io/kafka-topic-facts.ts';
import { noteAnswer } from './broker-watch.ts';
import { settleLoss } from './losses.ts';
import { memoryLimits } from './memory-budget.ts';
import { missingPermissions } from './missing-permissions.ts';
import { discardSession, placeOf } from './partition-session.ts';
import { backoff, clearPause, pausePartition } from './pause.ts';
import {
  addPartition,
  type PartitionState,
  partitionKey,
  partitionOf,
  type RouteState,
  type WorkerState,
} from './worker-state.ts';

/**
 * Begins a new generation. All sessions are discarded, also those of partitions that stay: an offset that was right
 * before the rebalance need not be so after it. Must run before kafkajs fetches again, so it is synchronous.
 */
export function acceptAssignment(worker: WorkerState, assignment: ReadonlyMap<string, readonly number[]>): void {
  worker.generation += 1;
  worker.isJoined = true;
  // Who was let in has been heard: a stop or a watch that looks before the first heartbeat must not see silence.
  worker.lastHeartbeatAt = performance.now();
  noteAnswer(worker, worker.lastHeartbeatAt);
  worker.isRebalancing = false;
  for (const state of worker.partitions.values()) {
    discardSession(state);
    clearPause(worker, state);
  }
  const earlier = new Map(worker.partitions);
  worker.partitions.clear();
  const limits = memoryLimits(
    [...worker.routes.keys()].reduce((sum, topic) => sum + (assignment.get(topic) ?? []).length, 0),
  );
  for (const [topic, route] of worker.routes) {
    const partitions = [...(assignment.get(topic) ?? [])].sort((left, right) => left - right);
    for (const partition of partitions) {
      const state = addPartition(worker, route, partition, earlier.get(partitionKey({ topic, partition })), limits);
      if (isOpen(route.breaker)) pausePartition(worker, state, 'breaker.open', null);
    }
    worker.telemetry.partitionsAssigned(route.pipeline.name, partitions);
  }
  worker.assignmentCheck = checkSinks(worker, worker.generation);
  // Whoever waits for it sees the rejection; with no partition nobody does.
  worker.assignmentCheck.catch(() => {});
}

/** Pauses the partitions that the sink does not have, until it has them or they are assigned anew. */
async function checkSinks(worker: WorkerState, generation: number): Promise<void> {
  const assigned = new Set([...worker.partitions.values()].map((state) => state.route));
  for (const route of assigned) {
    route.sinkPartitions = await countPartitions(worker.ports.admin, route.pipeline.sink);
    if (generation !== worker.generation) return;
    for (const state of worker.partitions.values()) {
      if (state.route !== route || state.partition < route.sinkPartitions || state.pause) continue;
      pausePartition(worker, state, 'sink.too_few_partitions', null);
      worker.telemetry.log('error', 'the sink lacks this partition', placeOf(state, 'sink.too_few_partitions'));
    }
  }
}

/**
 * Stops a partition from which nothing can be read, until an operator acts or it is assigned anew. A fault while its memory
 * is rebuilt may be one of records that were processed long ago; a fault of others shows again.
 */
export function stopUnreadable(
  worker: WorkerState,
  topic: string,
  partition: number,
  code: FetchFault,
  errorType: string | null = null,
): void {
  const state = partitionOf(worker, topic, partition);
  if (!state || state.pause || worker.readingAgain.has(partitionKey(state))) return;
  if (code === 'kafka.unauthorized') {
    waitForPermission(worker, state);
    return;
  }
  const type = errorType === null ? {} : { errorType };
  if (code === 'kafka.unavailable') {
    waitForBroker(worker, state, type);
    return;
  }
  pausePartition(worker, state, code, null);
  worker.telemetry.log('error', 'nothing more can be read from this partition', { ...placeOf(state, code), ...type });
  if (code !== 'source.offset_lost') return;
  const settling = settleLoss(worker, state).finally(() => worker.underWay.delete(settling));
  worker.underWay.add(settling);
}

/** The permission to read may come back: the partition is tried again, ever more seldom. */
function waitForPermission(worker: WorkerState, state: PartitionState): void {
  state.failures += 1;
  pausePartition(worker, state, 'kafka.unauthorized', backoff(state.failures));
  void missingPermissions(worker);
}

/**
 * The broker may recover, or another one take the lead: the partition is tried again, ever more seldom. The consumer finds
 * the new leader when its metadata are renewed, which goes on while a partition is paused. To have kafkajs look at once
 * would cost a rebalance at each try, and so stop all partitions of the group.
 */
function waitForBroker(worker: WorkerState, state: PartitionState, type: { readonly errorType?: string }): void {
  state.failures += 1;
  const retry = { attempt: state.failures, ...type };
  pausePartition(worker, state, 'kafka.unavailable', backoff(state.failures), retry);
}

/** True when a partition of this number would be written to a partition that the sink does not have. */
export function isUncovered(route: RouteState, partition: number): boolean {
  return partition >= route.sinkPartitions;
}
