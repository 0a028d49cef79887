import { openPlainSession, openSession, readCommittedOffset, type SinkSession } from '../io/kafka-sink.ts';
import { isRebalance } from '../io/kafka-source.ts';
import { discardSession, placeOf } from './partition-session.ts';
import { pausePartition } from './pause.ts';
import { remedyOf } from './remedy.ts';
import { type PartitionState, partitionKey, type WorkerState } from './worker-state.ts';

/** Raised inside a batch that must not go on: a rebalance or a stop came, or its session was given up. */
export class BatchOver extends Error {}

/** Opens a session as the route's mode demands. Rejects with an error of kafkajs. */
export function openFor(worker: WorkerState, state: PartitionState): Promise<SinkSession> {
  return state.route.mode === 'exactly_once' ? openSession(worker.ports, state) : openPlainSession(worker.ports, state);
}

/** The partition's session; the first batch after a rebalance or a failure opens it. @throws BatchOver */
export async function currentSession(worker: WorkerState, state: PartitionState): Promise<SinkSession> {
  if (state.session) return state.session;
  const { generation } = worker;
  await worker.assignmentCheck;
  if (state.pause || generation !== worker.generation) throw new BatchOver();
  const session = await openFor(worker, state);
  state.session = session;
  if (generation !== worker.generation) throw new BatchOver();
  if (!session.isCommitted) {
    if (await isOffsetGone(worker, state)) {
      stopWithoutOffset(worker, state);
      throw new BatchOver();
    }
    if (generation !== worker.generation) throw new BatchOver();
    // Written before anything is sent, so that a sink with records always means a group with an offset.
    await commitAsMember(worker, state, session.expected);
  }
  worker.knownOffsets.add(partitionKey(state));
  return session;
}

/** Raised when the group refuses an offset since it does not count us in; `refusal` makes kafkajs join it again. */
export class MemberRefused extends Error {
  readonly refusal: unknown;

  constructor(refusal: unknown) {
    super();
    this.refusal = this.cause = refusal;
  }
}

/** Commits an offset outside of any transaction, as a member of the group. @throws MemberRefused */
export async function commitAsMember(worker: WorkerState, state: PartitionState, offset: bigint): Promise<void> {
  const { topic, partition } = state;
  try {
    await worker.ports.consumer.commitOffsets([{ topic, partition, offset: offset.toString() }]);
  } catch (error) {
    // kafkajs wraps what it does not retry; only what lies inside tells its consumer what to do.
    throw isRebalance(error) ? new MemberRefused((error as Error).cause ?? error) : error;
  }
}

/**
 * Tells an offset that vanished from one that never was: beginning anew would double all that was sent already. Of a
 * sink that several routes share, its records tell nothing of this one.
 */
async function isOffsetGone(worker: WorkerState, state: PartitionState): Promise<boolean> {
  if (worker.knownOffsets.has(partitionKey(state))) return true;
  const { fromStart, pipeline } = state.route;
  const sharing = [...worker.routes.values()].filter((route) => route.pipeline.sink === pipeline.sink);
  if (fromStart || sharing.length > 1) return false;
  const extents = await worker.ports.admin.fetchTopicOffsets(pipeline.sink);
  const extent = extents.find(({ partition }) => partition === state.partition);
  if (extent === undefined || extent.high === '0') return false;
  // Another worker may have begun meanwhile: it commits its offset before it sends.
  return (await readCommittedOffset(worker.ports.admin, state)) === null;
}

function stopWithoutOffset(worker: WorkerState, state: PartitionState): void {
  discardSession(state);
  pausePartition(worker, state, 'source.no_offset', null);
  const remedy = remedyOf('source.no_offset', state.route.pipeline.name)!;
  worker.telemetry.log('error', 'the group has lost its offset', { ...placeOf(state, 'source.no_offset'), remedy });
}
