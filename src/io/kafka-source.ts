import type { Consumer, EachBatchPayload } from 'kafkajs';

/** What the consumer tells the worker. All but `onBatch` are called synchronously and must not throw. */
export interface SourceEvents {
  readonly onBatch: (payload: EachBatchPayload) => Promise<void>;
  /** A new generation: whatever was known of any partition is void. @param assignment partitions of each topic */
  readonly onJoin: (assignment: ReadonlyMap<string, readonly number[]>) => void;
  readonly onRebalancing: () => void;
  /** A broker answered a fetch. */
  readonly onFetch: () => void;
  readonly onHeartbeat: () => void;
  /** Offsets up to this one hold nothing for a reader of committed records. */
  readonly onEmptyOffsets: (topic: string, partition: number, lastOffset: string) => void;
  /** The consumer is dead for good. */
  readonly onCrash: (error: unknown) => void;
}

/** Connects, subscribes to the topics from their beginnings and begins to consume. Rejects when no broker answers. */
export async function startSource(
  consumer: Consumer,
  topics: readonly string[],
  concurrency: number,
  events: SourceEvents,
): Promise<void> {
  const names = consumer.events;
  consumer.on(names.GROUP_JOIN, ({ payload }) =>
    events.onJoin(new Map(Object.entries(payload.memberAssignment as Record<string, number[]>))),
  );
  consumer.on(names.REBALANCING, () => events.onRebalancing());
  consumer.on(names.FETCH, () => events.onFetch());
  consumer.on(names.HEARTBEAT, () => events.onHeartbeat());
  consumer.on(names.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) events.onEmptyOffsets(payload.topic, payload.partition, payload.lastOffset);
  });
  consumer.on(names.CRASH, ({ payload }) => events.onCrash(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    // Offsets are committed by transactions only, and positions move only when one has succeeded.
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: concurrency,
    eachBatch: events.onBatch,
  });
}

/** Heartbeats of one running batch. */
export interface Pulse {
  /** Throws what a heartbeat was refused with: the batch must end without a commit. */
  readonly check: () => void;
  /** The same, without throwing; null while all were accepted. */
  readonly refusal: () => { readonly error: unknown } | null;
  readonly stop: () => void;
}

/** Sends a heartbeat each second for as long as a batch runs; `onRefused` is told at once. */
export function startPulse(heartbeat: () => Promise<void>, onRefused: (error: unknown) => void): Pulse {
  let refusal: { readonly error: unknown } | null = null;
  const beat = (): void => {
    heartbeat().catch((error: unknown) => {
      refusal ??= { error };
      onRefused(error);
    });
  };
  const timer = setInterval(beat, 1_000);
  return {
    check: () => {
      if (refusal) throw refusal.error;
    },
    refusal: () => refusal,
    stop: () => clearInterval(timer),
  };
}

const REBALANCE_TYPES = [
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
];

/** True when the group no longer counts us in: partitions may belong to others already. */
export function isRebalance(error: unknown): boolean {
  return REBALANCE_TYPES.includes(protocolErrorType(error) ?? '');
}

/** The name of Kafka's protocol error in an error of kafkajs or in its causes, such as `INVALID_PRODUCER_EPOCH`. */
export function protocolErrorType(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    const { type, cause } = current as { type?: unknown; cause?: unknown };
    if (typeof type === 'string' && /^[A-Z_]{1,60}$/.test(type)) return type;
    if (cause === current) break;
    current = cause;
  }
  return null;
}
