import {
  type ConversationMemory,
  createConversationMemory,
  type MemoryLimits,
  PARTITION_MEMORY,
} from '../core/conversation-memory.ts';
import { type Breaker, createBreaker } from '../core/guard/breaker.ts';
import { DEFAULT_PAYLOAD_BUDGET, type PayloadAllowance } from '../core/limits.ts';
import type { ErrorCode, SigiloError } from '../errors.ts';
import type { KafkaPorts } from '../io/kafka-client.ts';
import type { SinkSession, SourcePlace } from '../io/kafka-sink.ts';
import type { Finding } from '../preflight/finding.ts';
import type { RoutePipeline } from '../route-pipeline.ts';
import type { Telemetry } from '../telemetry-events.ts';
import { createMinuteCounts, type MinuteCounts } from './minute-counts.ts';
import { createPayloadBudget, type PayloadBudget } from './payload-budget.ts';
import { createRecent, type RecentByReason } from './recent-quarantine.ts';
import { createRest, type Rest } from './rest.ts';
import type { TopicLayout } from './topic-layout.ts';

/** How a worker ended. */
export type ExitReason = { readonly kind: 'stopped' } | { readonly kind: 'fatal'; readonly error: SigiloError };

/** What is promised of each source record: one result, or one and perhaps further ones after a crash. */
export type DeliveryMode = 'exactly_once' | 'at_least_once';

/** One route as the worker is started with it. */
export interface RouteOptions {
  readonly pipeline: RoutePipeline;
  /** Begin at the start of a source without an offset, although the sink holds records. */
  readonly fromStart: boolean;
  /** Default exactly_once. */
  readonly mode?: DeliveryMode;
  /** Go on after records that had expired unread when the process was started. */
  readonly acceptLoss?: boolean;
  /** What of quarantined records is kept whole; DEFAULT_PAYLOAD_BUDGET unless given. */
  readonly payloads?: PayloadAllowance;
}

export interface RouteState {
  readonly pipeline: RoutePipeline;
  readonly mode: DeliveryMode;
  readonly fromStart: boolean;
  /** Offsets that were lost at the start and that an operator gives up, by partition. */
  readonly acceptedLosses: ReadonlyMap<number, bigint>;
  readonly breaker: Breaker;
  /** Limits of the topics when they were last asked. */
  layout: TopicLayout;
  /** By `performance.now`; null when the brokers refused what `layout` allows. */
  layoutReadAt: number | null;
  /** Partitions of the sink when it was last asked; grows when an operator adds some. */
  sinkPartitions: number;
  /** Milliseconds since 1970; null before the first. */
  lastCommitAt: number | null;
  /** What was quarantined of late. */
  readonly recent: RecentByReason;
  /** Records of committed batches. */
  readonly recentConsumed: MinuteCounts;
  /** What of quarantined records may still be kept whole. */
  readonly payloads: PayloadBudget;
  /** Shared by all routes: how partitions with costly records make way for others. */
  readonly rest: Rest;
  /** Quarantined records of which only a reference was kept. */
  readonly recentOmitted: MinuteCounts;
}

/** One assigned partition, from one rebalance to the next. */
export interface PartitionState extends SourcePlace {
  readonly route: RouteState;
  session: SinkSession | null;
  /** What conversations of this partition told; null where the route remembers nothing. */
  readonly memory: ConversationMemory | null;
  /** The offset up to which it holds what was told; null: it was not rebuilt yet. */
  rememberedUpTo: bigint | null;
  /** A batch is being worked on. */
  isBusy: boolean;
  /** When a batch was last worked on, by `performance.now`. */
  lastUsedAt: number;
  /** Tries of the batch at the current position that have failed. */
  failures: number;
  /** How many of them because the sink refused a record's time. */
  timeRefusals: number;
  /** Nothing is fetched, until the timer fires or somebody ends it. */
  pause: { readonly code: ErrorCode; readonly timer: NodeJS.Timeout | null } | null;
  /** Since when (by `performance.now`), and why, nothing is committed; outlives the pauses between retries. */
  trouble: { readonly code: ErrorCode; readonly since: number } | null;
  /** Offset after the last record that was processed or that is known to hold nothing; null before the first. */
  position: bigint | null;
  /** Time of the last processed record, milliseconds since 1970. */
  lastTimestamp: number | null;
  /** When the records at hand were fetched, milliseconds since 1970. */
  fetchedAt: number | null;
  /** When nothing was left to process, milliseconds since 1970. */
  caughtUpAt: number | null;
  /** Time of the first record of a batch that was fetched and is not committed, milliseconds since 1970. */
  waitingTimestamp: number | null;
  /** Records have waited at least since then; of records that were not fetched. Milliseconds since 1970. */
  waitingSince: number | null;
  /** What was last reported; null before. */
  lag: { readonly records: number; readonly seconds: number | null } | null;
  /** Milliseconds since 1970; null before the first. */
  lastCommitAt: number | null;
}

export interface WorkerState {
  readonly groupId: string;
  readonly ports: KafkaPorts;
  readonly telemetry: Telemetry;
  readonly routes: ReadonlyMap<string, RouteState>;
  readonly partitions: Map<string, PartitionState>;
  /** Partitions whose processed records are being read again, beside what the consumer reads. */
  readonly readingAgain: Set<string>;
  /** Batches that have begun and not ended. */
  readonly underWay: Set<Promise<void>>;
  /** Partitions for which the group had an offset, ever since this process began: it must not vanish. */
  readonly knownOffsets: Set<string>;
  /** Log starts up to which expired records were counted, so that a rebalance does not count them again. */
  readonly countedLosses: Map<string, bigint>;
  /** The permissions that the brokers last said to be missing, and when they were asked, by `performance.now`. */
  readonly permissions: { asked: Promise<readonly Finding[]>; askedAt: number };
  /** Counts joins: what was begun in an earlier generation must not be finished. */
  generation: number;
  isJoined: boolean;
  /** When the first join began, by `performance.now`. */
  joiningSince: number;
  /** Whether any broker answers, and since when, by `performance.now`. */
  brokers: { readonly reachable: boolean; readonly since: number };
  isRebalancing: boolean;
  isStopping: boolean;
  /** Resolves when the sinks of the partitions just assigned are known to be wide enough. */
  assignmentCheck: Promise<void>;
  /** This and the following by `performance.now`: no jump of the system's clock may look like silence. */
  lastFetchAt: number;
  lastHeartbeatAt: number;
  /** When a broker last answered anything that is looked at. */
  lastAnswerAt: number;
  /** When a batch last did anything. */
  lastProgressAt: number;
  fail: (error: SigiloError) => void;
}

/** What is known of the routes' topics before the worker joins its group, by route name. */
export interface StartLayout {
  readonly layouts: ReadonlyMap<string, TopicLayout>;
  readonly acceptedLosses: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

/** Makes the state of a worker that has not joined yet. @param start from the start checks */
export function createWorkerState(options: {
  readonly groupId: string;
  readonly ports: KafkaPorts;
  readonly telemetry: Telemetry;
  readonly routes: readonly RouteOptions[];
  readonly start: StartLayout;
  readonly fail: (error: SigiloError) => void;
}): WorkerState {
  const { groupId, ports, telemetry, start, fail } = options;
  const now = performance.now();
  const routes = new Map<string, RouteState>();
  const rest = createRest();
  for (const { pipeline, fromStart, mode = 'exactly_once', payloads } of options.routes) {
    const layout = start.layouts.get(pipeline.name)!;
    routes.set(pipeline.source, {
      pipeline,
      mode,
      fromStart,
      acceptedLosses: start.acceptedLosses.get(pipeline.name) ?? new Map(),
      breaker: createBreaker(),
      layout,
      layoutReadAt: now,
      sinkPartitions: layout.sinkPartitions,
      lastCommitAt: null,
      recent: createRecent(),
      recentConsumed: createMinuteCounts(),
      payloads: createPayloadBudget(payloads ?? DEFAULT_PAYLOAD_BUDGET, now),
      rest,
      recentOmitted: createMinuteCounts(),
    });
  }
  return {
    groupId,
    ports,
    telemetry,
    routes,
    partitions: new Map(),
    readingAgain: new Set(),
    underWay: new Set(),
    knownOffsets: new Set(),
    countedLosses: new Map(),
    permissions: { asked: Promise.resolve([]), askedAt: Number.NEGATIVE_INFINITY },
    generation: 0,
    isJoined: false,
    joiningSince: now,
    brokers: { reachable: true, since: now },
    isRebalancing: false,
    isStopping: false,
    assignmentCheck: Promise.resolve(),
    lastFetchAt: now,
    lastHeartbeatAt: now,
    lastAnswerAt: now,
    lastProgressAt: now,
    fail,
  };
}

/** Names a partition in maps. */
export function partitionKey(place: { readonly topic: string; readonly partition: number }): string {
  return `${place.topic}:${place.partition}`;
}

/** Finds an assigned partition. */
export function partitionOf(worker: WorkerState, topic: string, partition: number): PartitionState | undefined {
  return worker.partitions.get(partitionKey({ topic, partition }));
}

/** Adds a partition that was just assigned. @param earlier its state before the rebalance, if any; its memory is dropped */
export function addPartition(
  worker: WorkerState,
  route: RouteState,
  partition: number,
  earlier?: PartitionState,
  limits: MemoryLimits = PARTITION_MEMORY,
): PartitionState {
  const state: PartitionState = {
    groupId: worker.groupId,
    topic: route.pipeline.source,
    partition,
    route,
    session: null,
    memory: route.pipeline.memoryRecords > 0 ? createConversationMemory(limits) : null,
    rememberedUpTo: null,
    isBusy: false,
    lastUsedAt: performance.now(),
    failures: 0,
    timeRefusals: 0,
    pause: null,
    trouble: null,
    position: null,
    lastTimestamp: earlier?.lastTimestamp ?? null,
    fetchedAt: null,
    caughtUpAt: earlier?.caughtUpAt ?? null,
    waitingTimestamp: null,
    waitingSince: earlier?.waitingSince ?? null,
    lag: earlier?.lag ?? null,
    lastCommitAt: earlier?.lastCommitAt ?? null,
  };
  worker.partitions.set(partitionKey(state), state);
  return state;
}
