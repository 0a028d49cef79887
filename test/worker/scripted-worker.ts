import { vi } from 'vitest';
import type { KafkaPorts } from '../../src/io/kafka-client.ts';
import type { TopicLayout } from '../../src/io/kafka-topics.ts';
import type { RoutePipeline } from '../../src/route-pipeline.ts';
import type { Telemetry } from '../../src/telemetry-events.ts';
import { createWorkerState, type WorkerState } from '../../src/worker/worker-state.ts';
import { createTaggingPipeline } from '../integration/tagging-pipeline.ts';

/** A worker's state without Kafka: `events` lists what was reported, `switched` what was paused and resumed. */
export function scriptedWorker(
  changes: {
    readonly pipeline?: Partial<RoutePipeline>;
    readonly sinkLimit?: number;
    readonly sinkTimes?: TopicLayout['sinkTimes'];
    readonly admin?: object;
  } = {},
): { worker: WorkerState; events: unknown[][]; switched: string[] } {
  const events: unknown[][] = [];
  const switched: string[] = [];
  const report =
    (name: string) =>
    (...values: unknown[]) =>
      void events.push([name, ...values]);
  const names = ['batchCommitted', 'transaction', 'partitionPaused', 'partitionResumed', 'lag', 'partitionsAssigned'];
  const more = ['breaker', 'recordsExpired', 'registryRequest', 'log'];
  const telemetry = Object.fromEntries([...names, ...more].map((name) => [name, report(name)]));
  const note =
    (action: string) =>
    ([{ topic, partitions }]: [{ topic: string; partitions: number[] }]) =>
      void switched.push(`${action} ${topic} ${partitions.join()}`);
  const ports = {
    consumer: { pause: note('pause'), resume: note('resume') },
    admin: {
      fetchTopicMetadata: async () => ({ topics: [{ name: 'clean', partitions: [0, 1, 2] }] }),
      ...changes.admin,
    },
    createProducer: vi.fn(),
  };
  const route = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held' };
  const layout = {
    sourcePartitions: 4,
    sinkPartitions: 3,
    quarantinePartitions: 2,
    sinkLimit: changes.sinkLimit ?? 1_000_000,
    quarantineLimit: 1_100_000,
    sinkTimes: changes.sinkTimes ?? null,
    sourceRetentionMs: 3_600_000,
  };
  const worker = createWorkerState({
    groupId: 'g',
    ports: ports as unknown as KafkaPorts,
    telemetry: telemetry as unknown as Telemetry,
    pipelines: [{ ...createTaggingPipeline(route), ...changes.pipeline }],
    layouts: new Map([['chat', layout]]),
    fail: report('fail'),
  });
  return { worker, events, switched };
}
