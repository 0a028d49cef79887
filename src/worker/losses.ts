import type { Admin } from 'kafkajs';
import { SigiloError, thrownName } from '../errors.ts';
import { commitBatch, readCommittedOffset, sendThenCommit } from '../io/kafka-sink.ts';
import { isLost, readCommitted, readExtents } from '../io/kafka-topic-facts.ts';
import { BatchOver, commitAsMember, openFor } from './open-partition.ts';
import { discardSession, placeOf } from './partition-session.ts';
import { backoff, clearPause, pausePartition } from './pause.ts';
import { remedyOf } from './remedy.ts';
import { type PartitionState, partitionKey, type WorkerState } from './worker-state.ts';

/**
 * Finds the partitions of a source whose committed offset is no longer in the log: what an operator accepts by
 * `--accept-loss`. An offset that is lost later is another one and not accepted.
 */
export async function readLosses(admin: Admin, groupId: string, source: string): Promise<ReadonlyMap<number, bigint>> {
  const committed = await readCommitted(admin, groupId, source);
  const extents = await readExtents(admin, source);
  const losses = new Map<number, bigint>();
  for (const [partition, offset] of committed) {
    const extent = extents.get(partition);
    if (extent && offset !== null && isLost(offset, extent)) losses.set(partition, offset);
  }
  return losses;
}

/**
 * Deals with a paused partition whose offset is no longer in the log: counts what expired, and goes on at the log
 * start when an operator has accepted this loss. Else the partition waits for one. It goes on by itself when the group's
 * offset is in the log all the same. Never rejects.
 */
export async function settleLoss(worker: WorkerState, state: PartitionState): Promise<void> {
  const isCurrent = (): boolean => worker.partitions.get(partitionKey(state)) === state && !worker.isStopping;
  state.isBusy = true;
  try {
    const committed = await readCommittedOffset(worker.ports.admin, state);
    const extent = (await readExtents(worker.ports.admin, state.topic)).get(state.partition);
    if (extent === undefined) throw new SigiloError('kafka.unavailable', { topic: state.topic });
    if (!isCurrent() || committed === null) return;
    const start = extent.low;
    if (!isLost(committed, extent)) {
      // What was fetched was not where the group is: kafkajs reads the group's offset at a join, which can be too early.
      goBack(worker, state, committed);
      return;
    }
    countExpired(worker, state, committed, start);
    const place = { ...placeOf(state, 'source.offset_lost'), offset: start.toString() };
    if (state.route.acceptedLosses.get(state.partition) !== committed) {
      const remedy = remedyOf('source.offset_lost', state.route.pipeline.name)!;
      worker.telemetry.log('error', 'an operator must accept that records are lost', { ...place, remedy });
      return;
    }
    await commitStart(worker, state, start, () => {
      if (!isCurrent() || worker.isRebalancing) throw new BatchOver();
    });
    if (!isCurrent()) return;
    worker.telemetry.log('warn', 'the loss was accepted, reading goes on at the log start', place);
    worker.ports.consumer.seek({ topic: state.topic, partition: state.partition, offset: start.toString() });
    clearPause(worker, state);
  } catch (error) {
    discardSession(state);
    if (!isCurrent()) return;
    const place = { ...placeOf(state, 'source.offset_lost'), thrown: thrownName(error) };
    worker.telemetry.log('warn', 'the lost offset could not be settled, it is tried again', place);
    state.failures += 1;
    pausePartition(worker, state, 'source.offset_lost', backoff(state.failures));
  } finally {
    state.isBusy = false;
  }
}

/** Fetches from the group's offset a little later; the next batch opens the partition anew. */
function goBack(worker: WorkerState, state: PartitionState, committed: bigint): void {
  discardSession(state);
  worker.ports.consumer.seek({ topic: state.topic, partition: state.partition, offset: committed.toString() });
  state.failures += 1;
  pausePartition(worker, state, 'source.offset_lost', backoff(state.failures));
}

/** Moves the group's offset as a batch without records does, so that the next owner begins there too. */
async function commitStart(worker: WorkerState, state: PartitionState, start: bigint, check: () => void) {
  discardSession(state);
  const session = await openFor(worker, state);
  state.session = session;
  check();
  if (state.route.mode === 'exactly_once') await commitBatch(session, state, [], start, check);
  else await sendThenCommit(session, [], start, (offset) => commitAsMember(worker, state, offset), check);
}

function countExpired(worker: WorkerState, state: PartitionState, committed: bigint, start: bigint): void {
  const key = partitionKey(state);
  const counted = worker.countedLosses.get(key) ?? 0n;
  const from = committed > counted ? committed : counted;
  if (start <= from) return;
  worker.countedLosses.set(key, start);
  worker.telemetry.recordsExpired(state.route.pipeline.name, state.partition, Number(start - from));
}
