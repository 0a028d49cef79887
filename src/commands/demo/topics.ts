import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka, KafkaJSError, Message } from 'kafkajs';
import { kafkaError } from '../../worker/kafka-error.ts';
import { ROUTES, type RouteName, type TrafficRecord } from './traffic-record.ts';

/** The three topics of a route. */
export interface RouteTopics {
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
}
export type Topics = Readonly<Record<RouteName, RouteTopics>>;

export const PARTITIONS: Readonly<Record<RouteName, number>> = { chat: 4, clinical: 2 };
const QUARANTINE_PARTITIONS = 2;
const SOURCE_LIMIT = 2 << 20;
const SEND_BYTES = 512 << 10;
const COORDINATOR_PATIENCE_MS = 20_000;
const COORDINATOR_POLL_MS = 200;

/** Names the topics of one run: a later run on the same brokers has others. */
export function nameTopics(run: string): Topics {
  const name = (route: RouteName, part: string) => `${run}.${route}.${part}`;
  const topicsOf = (route: RouteName): RouteTopics => ({
    source: name(route, 'raw'),
    sink: name(route, 'sanitized'),
    quarantine: name(route, 'quarantine'),
  });
  return { chat: topicsOf('chat'), clinical: topicsOf('clinical') };
}

/** The names of all topics of a run. */
export function allTopics(topics: Topics): string[] {
  return ROUTES.flatMap((route) => Object.values<string>(topics[route] as unknown as Record<string, string>));
}

/** Creates sources, sinks and quarantines with the limits that the worker asks for. */
export async function createTopics(admin: Admin, topics: Topics): Promise<void> {
  const topic = (name: string, numPartitions: number, limit: number) => ({
    topic: name,
    numPartitions,
    replicationFactor: 1,
    configEntries: [
      { name: 'max.message.bytes', value: String(limit) },
      { name: 'cleanup.policy', value: 'delete' },
    ],
  });
  await admin.createTopics({
    waitForLeaders: true,
    topics: ROUTES.flatMap((route) => [
      topic(topics[route].source, PARTITIONS[route], SOURCE_LIMIT),
      topic(topics[route].sink, PARTITIONS[route], SOURCE_LIMIT),
      topic(topics[route].quarantine, QUARANTINE_PARTITIONS, 2 * SOURCE_LIMIT),
    ]),
  });
}

/** Where a record lies: `topic/partition/offset`, as the header `sigilo-source` writes it. */
export type Place = string;

/** Writes the traffic to the sources in its order; tells where each record came to lie. */
export async function produceTraffic(
  kafka: Kafka,
  topics: Topics,
  traffic: readonly TrafficRecord[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Place, TrafficRecord>> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  const places = new Map<Place, TrafficRecord>();
  await producer.connect();
  try {
    for (const batch of batches(traffic)) {
      signal.throwIfAborted();
      const [route, partition] = [batch[0]!.route, batch[0]!.partition];
      const topic = topics[route].source;
      const [written] = await producer.send({ topic, acks: -1, messages: batch.map(messageOf) });
      const first = Number(written!.baseOffset);
      for (const [index, record] of batch.entries()) places.set(`${topic}/${partition}/${first + index}`, record);
    }
  } finally {
    await producer.disconnect();
  }
  return places;
}

/** A record as the client sends it. */
export function messageOf({ key, value, partition, headers, timestamp }: TrafficRecord): Message {
  return { key, value, partition, headers, timestamp: String(timestamp) };
}

/** Records of one partition in their order, at most about 512 KiB in a batch. */
function* batches(traffic: readonly TrafficRecord[]): Generator<TrafficRecord[]> {
  const open = new Map<string, { records: TrafficRecord[]; bytes: number }>();
  for (const record of traffic) {
    const name = `${record.route} ${record.partition}`;
    const size = 200 + (record.value?.length ?? 0);
    const batch = open.get(name);
    if (batch && batch.bytes + size <= SEND_BYTES) {
      batch.records.push(record);
      batch.bytes += size;
      continue;
    }
    if (batch) yield batch.records;
    open.set(name, { records: [record], bytes: size });
  }
  for (const { records } of open.values()) yield records;
}

/**
 * How many source records the group has finished with, committed offsets summed over all partitions. kafkajs does not
 * retry this request, which a coordinator that has just started refuses: it is retried here for `patienceMs`.
 * @throws SigiloError kafka.unavailable, with the name of the protocol error, when it is refused for so long or for good
 */
export async function countCommitted(
  admin: Pick<Admin, 'fetchOffsets'>,
  groupId: string,
  topics: Topics,
  patienceMs = COORDINATOR_PATIENCE_MS,
): Promise<number> {
  const sources = ROUTES.map((route) => topics[route].source);
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      const offsets = await admin.fetchOffsets({ groupId, topics: sources });
      return offsets
        .flatMap(({ partitions }) => partitions)
        .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    } catch (thrown) {
      if (!isTransient(thrown) || performance.now() > until) throw kafkaError(thrown);
      await sleep(COORDINATOR_POLL_MS);
    }
  }
}

/** kafkajs calls an error that outlived its own retries final: what it retried decides. */
function isTransient(thrown: unknown): boolean {
  const { name, cause, retriable } = thrown as Partial<KafkaJSError>;
  return name === 'KafkaJSNumberOfRetriesExceeded' ? isTransient(cause ?? {}) : retriable === true;
}
