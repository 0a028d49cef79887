import kafkajs, { type Admin } from 'kafkajs';

/** How far record times may lie from the broker's clock. */
export interface RecordTimes {
  readonly pastMs: number;
  readonly futureMs: number;
}

/** Those of a topic's settings that may be read. */
export interface TopicSettings {
  readonly settings: ReadonlyMap<string, string>;
}

export interface TopicFacts extends TopicSettings {
  readonly name: string;
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly replicas: number;
}

/** What a partition holds: its first offset, and the one after its last. */
export interface Extent {
  readonly low: bigint;
  readonly high: bigint;
}

/** First offset and end of each partition. */
export type TopicExtents = ReadonlyMap<number, Extent>;

/** Whether an offset to go on from is no longer, or not yet, within what the partition holds. */
export function isLost(offset: bigint, { low, high }: Extent): boolean {
  return offset < low || offset > high;
}

/** How many partitions a topic has now. Rejects when it does not exist. */
export async function countPartitions(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? 0;
}

/** Settings of topics that exist, by topic. Rejects when one of them may not be described. */
export async function readTopicSettings(
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (names.length === 0) return new Map();
  const resources = names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(
    described.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue] as const)),
    ]),
  );
}

/** First offset and end of each partition of a topic. */
export async function readExtents(admin: Admin, topic: string): Promise<TopicExtents> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

/** The group's offset of each partition of a topic; null where it has none. */
export async function readCommitted(
  admin: Admin,
  groupId: string,
  topic: string,
): Promise<ReadonlyMap<number, bigint | null>> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const partitions = found?.partitions ?? [];
  return new Map(partitions.map(({ partition, offset }) => [partition, Number(offset) < 0 ? null : BigInt(offset)]));
}

/** The most bytes of a record batch that a topic takes. */
export function recordLimit(topic: TopicSettings): number {
  return numberOf(topic, 'max.message.bytes', DEFAULT_LIMIT);
}

const DEFAULT_LIMIT = 1_048_588;

/** How long a topic keeps records, in milliseconds; null for ever, as far as time is concerned. */
export function retentionOf(topic: TopicSettings): number | null {
  const retention = numberOf(topic, 'retention.ms', -1);
  return hasCleanup(topic, 'delete') && retention >= 0 ? retention : null;
}

/** Bytes of a partition above which a topic deletes its oldest records; null without such a limit. */
export function sizeRetentionOf(topic: TopicSettings): number | null {
  const bytes = numberOf(topic, 'retention.bytes', -1);
  return hasCleanup(topic, 'delete') && bytes >= 0 ? bytes : null;
}

/** Whether a cleanup policy is among those of a topic. */
export function hasCleanup(topic: TopicSettings, policy: 'delete' | 'compact'): boolean {
  return (topic.settings.get('cleanup.policy') ?? 'delete').split(',').some((each) => each.trim() === policy);
}

/** How far the times of records may lie from the broker's clock; null when the broker writes them. Brokers before 3.6 have one bound for both. */
export function acceptedTimes(topic: TopicSettings): RecordTimes | null {
  if (topic.settings.get('message.timestamp.type') === 'LogAppendTime') return null;
  const either = numberOf(topic, 'message.timestamp.difference.max.ms', Number.POSITIVE_INFINITY);
  return {
    pastMs: numberOf(topic, 'message.timestamp.before.max.ms', either),
    futureMs: numberOf(topic, 'message.timestamp.after.max.ms', either),
  };
}

function numberOf(topic: TopicSettings, setting: string, otherwise: number): number {
  const value = topic.settings.get(setting);
  return value === undefined || value === '' ? otherwise : Number(value);
}
