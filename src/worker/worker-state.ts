import { type Breaker, createBreaker } from '../core/guard/breaker.ts';
import type { ErrorCode, SigiloError } from '../errors.ts';
import type { KafkaPorts } from '../io/kafka-client.ts';
import type { SinkSession, SourcePlace } from '../io/kafka-sink.ts';
import type { TopicLayout } from '../io/kafka-topics.ts';
import type { RoutePipeline } from '../route-pipeline.ts';
import type { Telemetry } from '../telemetry-events.ts';

/** How a worker ended. */
export type ExitReason = { readonly kind: 'stopped' } | { readonly kind: 'fatal'; readonly error: SigiloError };

export interface RouteState {
  readonly pipeline: RoutePipeline;
  readonly layout: TopicLayout;
  readonly breaker: Breaker;
  /** Partitions of the sink when it was last asked; grows when an operator adds some. */
  sinkPartitions: number;
}

/** One assigned partition, from one rebalance to the next. */
export interface PartitionState extends SourcePlace {
  readonly route: RouteState;
  session: SinkSession | null;
  /** Tries of the batch at the current position that have failed. */
  failures: number;
  pause: { readonly code: ErrorCode; readonly timer: NodeJS.Timeout | null } | null;
  /** Offset after the last record that was processed or that is known to hold nothing; null before the first. */
  position: bigint | null;
  /** Time of the last processed record, milliseconds since 1970. */
  lastTimestamp: number | null;
  /** When the records at hand were fetched, milliseconds since 1970. */
  fetchedAt: number | null;
  /** When nothing was left to process, milliseconds since 1970. */
  caughtUpAt: number | null;
}

export interface WorkerState {
  readonly groupId: string;
  readonly ports: KafkaPorts;
  readonly telemetry: Telemetry;
  readonly routes: ReadonlyMap<string, RouteState>;
  readonly partitions: Map<string, PartitionState>;
  /** Counts joins: what was begun in an earlier generation must not be finished. */
  generation: number;
  isJoined: boolean;
  isRebalancing: boolean;
  isStopping: boolean;
  /** Resolves when the sinks of the partitions just assigned are known to be wide enough. */
  assignmentCheck: Promise<void>;
  lastFetchAt: number;
  lastHeartbeatAt: number;
  /** When a batch last did anything. */
  lastProgressAt: number;
  fail: (error: SigiloError) => void;
}

/** Makes the state of a worker that has not joined yet. @param routes layout by route name, from the start checks */
export function createWorkerState(options: {
  readonly groupId: string;
  readonly ports: KafkaPorts;
  readonly telemetry: Telemetry;
  readonly pipelines: readonly RoutePipeline[];
  readonly layouts: ReadonlyMap<string, TopicLayout>;
  readonly fail: (error: SigiloError) => void;
}): WorkerState {
  const { groupId, ports, telemetry, pipelines, layouts, fail } = options;
  const routes = new Map<string, RouteState>();
  for (const pipeline of pipelines) {
    const layout = layouts.get(pipeline.name)!;
    routes.set(pipeline.source, {
      pipeline,
      layout,
      breaker: createBreaker(),
      sinkPartitions: layout.sinkPartitions,
    });
  }
  const now = Date.now();
  return {
    groupId,
    ports,
    telemetry,
    routes,
    partitions: new Map(),
    generation: 0,
    isJoined: false,
    isRebalancing: false,
    isStopping: false,
    assignmentCheck: Promise.resolve(),
    lastFetchAt: now,
    lastHeartbeatAt: now,
    lastProgressAt: now,
    fail,
  };
}

/** Finds an assigned partition. */
export function partitionOf(worker: WorkerState, topic: string, partition: number): PartitionState | undefined {
  return worker.partitions.get(`${topic}:${partition}`);
}

/** Adds a partition that was just assigned, with nothing known about it. */
export function addPartition(worker: WorkerState, route: RouteState, partition: number): PartitionState {
  const state: PartitionState = {
    groupId: worker.groupId,
    topic: route.pipeline.source,
    partition,
    route,
    session: null,
    failures: 0,
    pause: null,
    position: null,
    lastTimestamp: null,
    fetchedAt: null,
    caughtUpAt: null,
  };
  worker.partitions.set(`${state.topic}:${partition}`, state);
  return state;
}
