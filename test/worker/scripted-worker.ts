import { vi } from 'vitest';
import type { KafkaPorts } from '../../src/io/kafka-client.ts';
import type { RoutePipeline } from '../../src/route-pipeline.ts';
import type { Telemetry } from '../../src/telemetry-events.ts';
import type { TopicLayout } from '../../src/worker/topic-layout.ts';
import { createWorkerState, type RouteOptions, type WorkerState } from '../../src/worker/worker-state.ts';
import { createTaggingPipeline } from '../integration/tagging-pipeline.ts';

/** A worker's state without Kafka: `events` lists what was reported, `switched` what was paused and resumed. */
export function scriptedWorker(
  changes: {
    readonly pipeline?: Partial<RoutePipeline>;
    readonly sinkLimit?: number;
    readonly sinkTimes?: TopicLayout['sinkTimes'];
    readonly sinkNeedsKeys?: boolean;
    readonly quarantineLimit?: number;
    readonly acceptedLosses?: ReadonlyMap<number, bigint>;
    readonly route?: Partial<RouteOptions>;
    readonly admin?: object;
    readonly producer?: object;
  } = {},
): { worker: WorkerState; events: unknown[][]; switched: string[] } {
  const events: unknown[][] = [];
  const switched: string[] = [];
  const report =
    (name: string) =>
    (...values: unknown[]) =>
      void events.push([name, ...values]);
  const names = ['batchCommitted', 'transaction', 'partitionPaused', 'partitionResumed', 'lag', 'partitionsAssigned'];
  const more = ['breaker', 'recordsExpired', 'registryRequest', 'log', 'memory', 'memoryRebuilt'];
  const telemetry = Object.fromEntries([...names, ...more].map((name) => [name, report(name)]));
  const note =
    (action: string) =>
    ([{ topic, partitions }]: [{ topic: string; partitions: number[] }]) =>
      void switched.push(`${action} ${topic} ${partitions.join()}`);
  const seek = ({ topic, partition, offset }: { topic: string; partition: number; offset: string }) =>
    void switched.push(`seek ${topic} ${partition} ${offset}`);
  const ports = {
    consumer: { pause: note('pause'), resume: note('resume'), seek },
    admin: {
      fetchTopicMetadata: async () => ({ topics: [{ name: 'clean', partitions: [0, 1, 2] }] }),
      ...changes.admin,
    },
    createProducer: vi.fn(() => changes.producer),
    createPlainProducer: vi.fn(() => changes.producer),
  };
  const route = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held' };
  const layout = {
    sinkPartitions: 3,
    quarantinePartitions: 2,
    sinkLimit: changes.sinkLimit ?? 1_000_000,
    quarantineLimit: changes.quarantineLimit ?? 1_100_000,
    sinkTimes: changes.sinkTimes ?? null,
    sinkNeedsKeys: changes.sinkNeedsKeys ?? false,
    sourceRetentionMs: 3_600_000,
  };
  const worker = createWorkerState({
    groupId: 'g',
    ports: ports as unknown as KafkaPorts,
    telemetry: telemetry as unknown as Telemetry,
    routes: [
      { pipeline: { ...createTaggingPipeline(route), ...changes.pipeline }, fromStart: false, ...changes.route },
    ],
    start: {
      layouts: new Map([['chat', layout]]),
      acceptedLosses: new Map([['chat', changes.acceptedLosses ?? new Map()]]),
    },
    fail: report('fail'),
  });
  return { worker, events, switched };
}
