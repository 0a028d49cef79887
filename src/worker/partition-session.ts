import type { ErrorCode } from '../errors.ts';
import { closeSession } from '../io/kafka-sink.ts';
import type { PartitionState } from './worker-state.ts';

/** Gives up a partition's producer; the next batch opens a new one. */
export function discardSession(state: PartitionState): void {
  if (!state.session) return;
  closeSession(state.session);
  state.session = null;
}

/** Coordinates of a partition for a log line. */
export function placeOf<Code extends ErrorCode>(state: PartitionState, code: Code) {
  return { route: state.route.pipeline.name, topic: state.topic, partition: state.partition, code };
}
