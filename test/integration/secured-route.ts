import { setTimeout as sleep } from 'node:timers/promises';
import { readAllCommitted } from '../../deploy/local/read-committed.ts';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { plant, probe, probeSchema, registerSinks, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, kafkaClient, produce, withAdmin } from './topics.ts';
import { type Settings, type Workspace, writeConfig } from './worker-run.ts';

export interface SecuredRoute {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  readonly schemaId: number;
  readonly mode?: 'at_least_once';
}

/** Makes topics and registers the source's schema. */
export async function createSecuredRoute(
  stack: StackState,
  name: string,
  partitions = 2,
  replicas = 1,
): Promise<SecuredRoute> {
  const quarantine = { replicas, config: { 'max.message.bytes': '1100000' } };
  const wide = { partitions, replicas };
  const topics = await createTopics(stack, { source: wide, sink: wide, quarantine });
  const [schemaId] = await registerSource(stack, topics.source, [probeSchema()]);
  return { name, ...topics, schemaId: schemaId! };
}

/** Writes a worker's configuration for these routes and registers their sink schemas. */
export async function configureRoutes(
  stack: StackState,
  workspace: Workspace,
  routes: readonly SecuredRoute[],
  kafka: Settings,
): Promise<void> {
  const policies = [writePolicy(workspace)];
  const settings = routes.map(({ schemaId: _, ...route }) => ({ ...route, policies }));
  writeConfig(stack, workspace, { routes: settings, kafka: { groupId: workspace.groupId, ...kafka } });
  await registerSinks(workspace);
}

/** Writes records to all partitions in turn; some are such as are quarantined. */
export async function feedRoute(stack: StackState, route: SecuredRoute, count: number, partitions = 2): Promise<void> {
  // Idempotent: a retry of kafkajs repeats the whole request, and the source itself would hold records twice.
  const options = { allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 };
  const producer = kafkaClient(stack).producer(options);
  await producer.connect();
  await producer.send({ topic: route.source, acks: -1, messages: numberedProbes(route, count, partitions) });
  await producer.disconnect();
}

/** Some of each partition's records, whether there are two or three. */
function isBroken(index: number): boolean {
  return index % 7 === 4;
}

function numberedProbes({ schemaId }: SecuredRoute, count: number, partitions: number) {
  return Array.from({ length: count }, (_, index) => ({
    key: `key-${index}`,
    partition: index % partitions,
    value: isBroken(index) ? Buffer.from('no avro') : probe(schemaId, plant()),
  }));
}

/** Writes records until it is stopped. */
export interface Feeder {
  /** How many were acknowledged. */
  readonly sent: () => number;
  readonly stop: () => Promise<void>;
}

/**
 * Begins to write a few records to each partition, some times a second. What a restarting broker does not acknowledge
 * is written again, so that the source may hold more records than were counted.
 */
export function startFeeder(stack: StackState, route: SecuredRoute, partitions = 2): Feeder {
  let [sent, isStopping] = [0, false];
  const feeding = (async () => {
    while (!isStopping) {
      const records = numberedProbes(route, 5 * partitions, partitions);
      const isWritten = await produce(stack, route.source, records).then(
        () => true,
        () => false,
      );
      if (isWritten) sent += records.length;
      await sleep(100);
    }
  })();
  return {
    sent: () => sent,
    stop: () => {
      isStopping = true;
      return feeding;
    },
  };
}

/** The offsets after the last record of each partition. */
export async function endsOf(stack: StackState, route: SecuredRoute): Promise<number[]> {
  const extents = await withAdmin(stack, (admin) => admin.fetchTopicOffsets(route.source));
  return extents.sort((left, right) => left.partition - right.partition).map(({ high }) => Number(high));
}

/** Which offsets of a source arrived where, as an independent reader sees it. */
export interface Arrivals {
  readonly forwarded: number;
  readonly quarantined: number;
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  readonly outOfOrder: number;
}

/** Compares sink and quarantine with the source, record by record, by Kafka's own client. */
export async function arrivalsOf(stack: StackState, route: SecuredRoute): Promise<Arrivals> {
  const seen = new Map<string, number>();
  const last = new Map<string, number>();
  const wanted: string[] = [];
  let [forwarded, quarantined, outOfOrder] = [0, 0, 0];
  for (const record of await readAllCommitted(stack, [route.source, route.sink, route.quarantine])) {
    if (record.topic === route.source) {
      wanted.push(`${record.topic}/${record.partition}/${record.offset}`);
      continue;
    }
    const isSink = record.topic === route.sink;
    const header = record.headers.find(([name]) => name === 'sigilo-source')?.[1];
    const place = (isSink ? header : record.key)?.toString() ?? 'nowhere';
    if (isSink) forwarded += 1;
    else quarantined += 1;
    seen.set(place, (seen.get(place) ?? 0) + 1);
    const [, partition, offset] = place.split('/');
    const lane = `${record.topic} ${partition}`;
    if (Number(offset) <= (last.get(lane) ?? -1)) outOfOrder += 1;
    last.set(lane, Number(offset));
  }
  const missing = wanted.filter((place) => !seen.has(place));
  const doubled = [...seen].filter(([place, times]) => times > 1 || !wanted.includes(place)).map(([place]) => place);
  return { forwarded, quarantined, missing, doubled, outOfOrder };
}

/** What `arrivalsOf` finds when each record arrived exactly once. @param counts records of each `feedRoute` */
export function exactlyOnce(...counts: readonly number[]): Arrivals {
  const broken = counts.map((count) => Array.from({ length: count }).filter((_, index) => isBroken(index)).length);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const quarantined = sum(broken);
  return { forwarded: sum(counts) - quarantined, quarantined, missing: [], doubled: [], outOfOrder: 0 };
}
