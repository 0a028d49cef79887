import type { Admin, Kafka, logCreator } from 'kafkajs';
import type { Config } from '../config.ts';
import { createKafkaClient, hideNegativeTimeoutWarning } from '../io/kafka-client.ts';
import { clusterOf, type PermissionView, type PermittedOperation, viewPermissions } from '../io/kafka-permissions.ts';
import { type KeyCluster, readLastKeys } from '../io/kafka-records.ts';
import { hasCleanup, readCommitted, readExtents, readTopicSettings, type TopicFacts } from '../io/kafka-topic-facts.ts';
import { kafkaError } from '../worker/kafka-error.ts';
import { reachBrokers } from '../worker/reach-brokers.ts';
import { retryWhileStarting } from '../worker/retry-while-starting.ts';
import { type CheckedRoute, ROLES, type RouteFacts, type RouteOffsets } from './facts.ts';
import { keyVersionIn } from './key-version.ts';
import { checkTransactionalIds } from './permissions.ts';

/** All that the checks know of the brokers. */
export interface ClusterFacts {
  readonly permissions: PermissionView;
  /** In the order of the routes. */
  readonly routes: readonly RouteFacts[];
}

/**
 * Asks the brokers for what the checks need, without joining the group and without leaving anything behind.
 * @throws SigiloError `kafka.*` when they do not answer or refuse us
 */
export async function gatherFacts(
  kafka: Config['kafka'],
  routes: readonly CheckedRoute[],
  createLog: logCreator,
): Promise<ClusterFacts> {
  hideNegativeTimeoutWarning();
  await reachBrokers(kafka, createLog);
  const client = createKafkaClient(kafka, createLog);
  const admin = client.admin({ retry: { retries: 4 } });
  try {
    await admin.connect();
    return await retryWhileStarting(
      () => askAll(client, admin, kafka.groupId, routes),
      // One broker has answered: those that do not are about to be replaced as leaders and coordinators.
      (error) => kafkaError(error).code !== 'kafka.unavailable',
    );
  } catch (error) {
    throw kafkaError(error);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function askAll(
  client: Kafka,
  admin: Admin,
  groupId: string,
  routes: readonly CheckedRoute[],
): Promise<ClusterFacts> {
  const names = [...new Set(routes.flatMap((route) => ROLES.map((role) => route[role])))];
  const viewed = await viewPermissions(client, groupId, names, checkTransactionalIds(groupId, routes));
  const permissions = { ...viewed, topics: await withHiddenTopics(admin, viewed.topics) };
  const topics = await topicFacts(admin, permissions);
  const facts: RouteFacts[] = [];
  for (const route of routes) {
    const [source = null, sink = null, quarantine = null] = ROLES.map((role) => topics.get(route[role]));
    const isAsked = source !== null && sink !== null && permissions.group.has('Describe');
    const offsets = isAsked ? await routeOffsets(admin, groupId, route) : null;
    const isRead = sink !== null && permits(permissions, sink.name, 'Read') && hasCleanup(sink, 'compact');
    const sinkKeyVersion = isRead ? await lastKeyVersion(client, admin, sink.name) : null;
    facts.push({ route, source, sink, quarantine, offsets, sinkKeyVersion });
  }
  return { permissions, routes: facts };
}

/** Settings can be described by whoever may not describe the topic itself: only trying tells. */
async function withHiddenTopics(admin: Admin, topics: PermissionView['topics']): Promise<PermissionView['topics']> {
  const views = new Map(topics);
  for (const [name, { kind }] of topics) {
    if (kind !== 'hidden') continue;
    const settings = await readTopicSettings(admin, [name]).catch(() => null);
    if (settings !== null) views.set(name, { kind, permitted: new Set(['DescribeConfigs']) });
  }
  return views;
}

/** Topics whose settings we may not describe count as having none: the missing permission is a finding of its own. */
async function topicFacts(admin: Admin, { topics }: PermissionView): Promise<ReadonlyMap<string, TopicFacts>> {
  const seen = [...topics].flatMap(([name, view]) => (view.kind === 'seen' ? [{ name, ...view }] : []));
  const described = seen.filter(({ permitted }) => permitted.has('DescribeConfigs')).map(({ name }) => name);
  const settings = await readTopicSettings(admin, described);
  return new Map(
    seen
      .filter(({ name }) => settings.has(name))
      .map(({ name, partitions, replicas }) => [name, { name, partitions, replicas, settings: settings.get(name)! }]),
  );
}

function permits({ topics }: PermissionView, topic: string, operation: PermittedOperation): boolean {
  const view = topics.get(topic);
  return view?.kind === 'seen' && view.permitted.has(operation);
}

/** Of the partition that was written most. What cannot be read, as in a codec of somebody else, is not judged. */
async function lastKeyVersion(client: Kafka, admin: Admin, topic: string): Promise<string | null> {
  const extents = await readExtents(admin, topic);
  const [fullest] = [...extents].sort(([, left], [, right]) => Number(right.high - left.high));
  if (!fullest || fullest[1].high === fullest[1].low) return null;
  const place = { topic, partition: fullest[0], ...fullest[1] };
  const keys = await readLastKeys(clusterOf<KeyCluster>(client), place).catch(() => []);
  return keyVersionIn(keys);
}

/** The sink is read first: a worker that has begun meanwhile has committed its offset before it sent anything. */
async function routeOffsets(admin: Admin, groupId: string, route: CheckedRoute): Promise<RouteOffsets> {
  const sink = await readExtents(admin, route.sink);
  const committed = await readCommitted(admin, groupId, route.source);
  return { sink, committed, source: await readExtents(admin, route.source) };
}
