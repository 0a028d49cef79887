import kafkajs, { type Admin } from 'kafkajs';
import type { ErrorCode, ErrorContext } from '../errors.ts';

/** The topics of one route. */
export interface RouteTopics {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  /** The operator allows to begin at the start of the source although the sink holds records. */
  readonly fromStart: boolean;
}

/** What the worker must know of a route's topics; limits are `max.message.bytes`. */
export interface TopicLayout {
  readonly sourcePartitions: number;
  readonly sinkPartitions: number;
  readonly quarantinePartitions: number;
  readonly sinkLimit: number;
  readonly quarantineLimit: number;
  /** How far record times may lie from the broker's clock; null when the sink writes times of its own. */
  readonly sinkTimes: { readonly pastMs: number; readonly futureMs: number } | null;
  /** Null when the source keeps records for ever, or deletes them by size only. */
  readonly sourceRetentionMs: number | null;
}

/** One reason not to start. */
export interface TopicFault {
  readonly code: ErrorCode;
  readonly context: ErrorContext;
}

/** A quarantined record carries its source record and an envelope around it. */
const ENVELOPE_BYTES = 16 * 1024;

interface Topic {
  readonly partitions: number;
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Looks at all topics of all routes and finds every fault at once: missing topics, a quarantine that cannot serve, a
 * sink that holds records although the group has no offset. Creates nothing.
 * Rejects with an error of kafkajs when the brokers do not answer or refuse.
 */
export async function inspectTopics(
  admin: Admin,
  groupId: string,
  routes: readonly RouteTopics[],
): Promise<{ readonly layouts: ReadonlyMap<string, TopicLayout>; readonly faults: readonly TopicFault[] }> {
  const wanted = [...new Set(routes.flatMap(({ source, sink, quarantine }) => [source, sink, quarantine]))];
  const topics = await describeTopics(admin, wanted);
  const layouts = new Map<string, TopicLayout>();
  const faults: TopicFault[] = [];
  for (const route of routes) {
    const found = missingTopics(route, topics);
    faults.push(...found);
    if (found.length > 0) continue;
    const [source, sink, quarantine] = [
      topics.get(route.source)!,
      topics.get(route.sink)!,
      topics.get(route.quarantine)!,
    ];
    layouts.set(route.name, layoutOf(source, sink, quarantine));
    faults.push(...quarantineFaults(route, source, quarantine));
    if (!route.fromStart) faults.push(...(await offsetFaults(admin, groupId, route)));
  }
  return { layouts, faults };
}

/** How many partitions a topic has now. Rejects when it does not exist. */
export async function countPartitions(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? 0;
}

/** Reads what may have changed since the start; null when a topic is gone. Rejects with an error of kafkajs. */
export async function readLayout(
  admin: Admin,
  route: Pick<RouteTopics, 'source' | 'sink' | 'quarantine'>,
): Promise<TopicLayout | null> {
  const names = [route.source, route.sink, route.quarantine];
  const topics = await describeTopics(admin, names);
  const [source, sink, quarantine] = names.map((name) => topics.get(name));
  return source && sink && quarantine ? layoutOf(source, sink, quarantine) : null;
}

async function describeTopics(admin: Admin, wanted: readonly string[]): Promise<Map<string, Topic>> {
  // Asking for the metadata of a missing topic would be retried for seconds: ask for the list first.
  const present = new Set(await admin.listTopics());
  const names = wanted.filter((name) => present.has(name));
  if (names.length === 0) return new Map();
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const resources = names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(
    topics.map(({ name, partitions }) => {
      const entries = described.resources.find((resource) => resource.resourceName === name)?.configEntries ?? [];
      const settings = new Map(entries.map((entry) => [entry.configName, entry.configValue] as const));
      return [name, { partitions: partitions.length, settings }];
    }),
  );
}

function missingTopics(route: RouteTopics, topics: ReadonlyMap<string, Topic>): TopicFault[] {
  const roles = [
    [route.source, 'source.topic_missing'],
    [route.sink, 'sink.topic_missing'],
    [route.quarantine, 'quarantine.topic_missing'],
  ] as const;
  return roles
    .filter(([topic]) => !topics.has(topic))
    .map(([topic, code]) => ({ code, context: { route: route.name, topic } }));
}

function layoutOf(source: Topic, sink: Topic, quarantine: Topic): TopicLayout {
  const retention = numberOf(source, 'retention.ms', -1);
  const isDeleted = (source.settings.get('cleanup.policy') ?? 'delete').includes('delete');
  return {
    sourcePartitions: source.partitions,
    sinkPartitions: sink.partitions,
    quarantinePartitions: quarantine.partitions,
    sinkLimit: numberOf(sink, 'max.message.bytes', DEFAULT_LIMIT),
    quarantineLimit: numberOf(quarantine, 'max.message.bytes', DEFAULT_LIMIT),
    sinkTimes: timesOf(sink),
    sourceRetentionMs: isDeleted && retention >= 0 ? retention : null,
  };
}

/** Brokers before 3.6 have one bound for both directions. */
function timesOf(sink: Topic): TopicLayout['sinkTimes'] {
  if (sink.settings.get('message.timestamp.type') === 'LogAppendTime') return null;
  const either = numberOf(sink, 'message.timestamp.difference.max.ms', Number.POSITIVE_INFINITY);
  return {
    pastMs: numberOf(sink, 'message.timestamp.before.max.ms', either),
    futureMs: numberOf(sink, 'message.timestamp.after.max.ms', either),
  };
}

const DEFAULT_LIMIT = 1_048_588;

function numberOf(topic: Topic, setting: string, otherwise: number): number {
  const value = topic.settings.get(setting);
  return value === undefined || value === '' ? otherwise : Number(value);
}

function quarantineFaults(route: RouteTopics, source: Topic, quarantine: Topic): TopicFault[] {
  const faults: TopicFault[] = [];
  const place = { route: route.name, topic: route.quarantine };
  if (quarantine.settings.get('cleanup.policy')?.includes('compact')) {
    faults.push({ code: 'quarantine.unfit', context: { ...place, setting: 'cleanup.policy' } });
  }
  const limit = numberOf(source, 'max.message.bytes', DEFAULT_LIMIT) + ENVELOPE_BYTES;
  const actual = numberOf(quarantine, 'max.message.bytes', DEFAULT_LIMIT);
  if (actual < limit) {
    faults.push({ code: 'quarantine.unfit', context: { ...place, setting: 'max.message.bytes', limit, actual } });
  }
  return faults;
}

/**
 * A partition without an offset begins at the start of the source; if its sink holds records, they would be doubled.
 * The sink is read first: a worker that has begun meanwhile has committed its offset before it sent anything.
 */
async function offsetFaults(admin: Admin, groupId: string, route: RouteTopics): Promise<TopicFault[]> {
  const extents = await admin.fetchTopicOffsets(route.sink);
  const [committed] = await admin.fetchOffsets({ groupId, topics: [route.source] });
  const faults: TopicFault[] = [];
  for (const { partition, offset } of committed?.partitions ?? []) {
    const extent = extents.find((each) => each.partition === partition);
    // A sink whose records have all expired counts as well: its end is not 0.
    if (Number(offset) >= 0 || !extent || extent.high === '0') continue;
    faults.push({ code: 'source.no_offset', context: { route: route.name, topic: route.source, partition } });
  }
  return faults;
}
