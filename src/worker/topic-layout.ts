import type { Admin } from 'kafkajs';
import { SigiloError } from '../errors.ts';
import {
  acceptedTimes,
  countPartitions,
  hasCleanup,
  type RecordTimes,
  readTopicSettings,
  recordLimit,
  retentionOf,
  type TopicSettings,
} from '../io/kafka-topic-facts.ts';
import type { RoutePipeline } from '../route-pipeline.ts';

/** What the worker must know of a route's topics; limits are `max.message.bytes`. */
export interface TopicLayout {
  readonly sinkPartitions: number;
  readonly quarantinePartitions: number;
  readonly sinkLimit: number;
  readonly quarantineLimit: number;
  /** Null when the sink writes times of its own. */
  readonly sinkTimes: RecordTimes | null;
  /** A compacted sink refuses records without a key. */
  readonly sinkNeedsKeys: boolean;
  /** Null when the source keeps records for ever, or deletes them by size only. */
  readonly sourceRetentionMs: number | null;
}

/**
 * Reads partitions, limits, cleanup and retention of a route's topics. Whether they serve was checked before the start.
 * @throws SigiloError when one does not exist; an error of kafkajs when the brokers do not answer or refuse
 */
export async function readLayout(
  admin: Admin,
  route: Pick<RoutePipeline, 'name' | 'source' | 'sink' | 'quarantine'>,
): Promise<TopicLayout> {
  // Asking for the metadata of a missing topic would be retried for seconds: ask for the list first.
  const present = new Set(await admin.listTopics());
  for (const role of ['source', 'sink', 'quarantine'] as const) {
    if (!present.has(route[role]))
      throw new SigiloError(`${role}.topic_missing`, { route: route.name, topic: route[role] });
  }
  const settings = await readTopicSettings(admin, [...new Set([route.source, route.sink, route.quarantine])]);
  const of = (topic: string): TopicSettings => ({ settings: settings.get(topic) ?? new Map() });
  return {
    sinkPartitions: await countPartitions(admin, route.sink),
    quarantinePartitions: await countPartitions(admin, route.quarantine),
    sinkLimit: recordLimit(of(route.sink)),
    quarantineLimit: recordLimit(of(route.quarantine)),
    sinkTimes: acceptedTimes(of(route.sink)),
    sinkNeedsKeys: hasCleanup(of(route.sink), 'compact'),
    sourceRetentionMs: retentionOf(of(route.source)),
  };
}
