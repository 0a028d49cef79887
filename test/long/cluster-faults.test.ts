import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processesOf } from '../../deploy/local/java-process.ts';
import { startStack } from '../../deploy/local/stack-control.ts';
import { gatherFacts } from '../../src/preflight/gather-facts.ts';
import type { Cluster } from '../chaos/chaos-run.ts';
import { startCluster } from '../chaos/cluster.ts';
import { runProgram, writeToolProgram } from '../integration/kafka-tool.ts';
import { createTopics, kafkaClient, produce, uniqueName, withAdmin } from '../integration/topics.ts';
import { waitFor } from '../integration/worker-run.ts';

const PARTITIONS = 6;
const OF_ROUTE = { partitions: 2, replicas: 3 };
const ROUTE_TOPICS = { source: OF_ROUTE, sink: OF_ROUTE, quarantine: OF_ROUTE };
const parent = mkdtempSync(join(tmpdir(), 'sigilo-cluster-'));
let cluster: Cluster;
let topic: string;

beforeAll(async () => {
  cluster = await startCluster({ directory: join(parent, 'cluster') });
  const created = await createTopics(cluster.stack(), { chat: { partitions: PARTITIONS, replicas: 3 } });
  topic = created.chat;
}, 180_000);

afterAll(async () => {
  await cluster?.close();
  rmSync(parent, { recursive: true, force: true });
});

function leaders(): Promise<number[]> {
  return Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => cluster.leaderOf(topic, partition)));
}

/** Writes to each partition, moves a group and ends the transaction, behind the proxy. @returns ports it connected to */
async function transactBehindProxy(groupId: string, transactionalId: string): Promise<Set<number>> {
  const ports = new Set<number>();
  const sockets: Socket[] = [];
  const kafka = new Kafka({
    clientId: 'behind-the-proxy',
    brokers: [cluster.proxy.addresses[0]!],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, retries: 3 },
    socketFactory: ({ host, port, onConnect }) => {
      ports.add(port);
      const socket = connect({ host, port }, onConnect);
      sockets.push(socket);
      return socket;
    },
  });
  try {
    const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    const messages = Array.from({ length: PARTITIONS }, (_, partition) => ({ value: 'a', partition }));
    await transaction.send({ topic, messages });
    const offsets = [{ topic, partitions: [{ partition: 0, offset: '0' }] }];
    await transaction.sendOffsets({ consumerGroupId: groupId, topics: offsets });
    await transaction.commit();
    const consumer = kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const read = new Set<number>();
    await consumer.run({
      eachMessage: async ({ partition }) => {
        read.add(partition);
      },
    });
    await waitFor(() => (read.size === PARTITIONS ? true : null), 'record of each partition', 60_000);
    await consumer.disconnect();
    await producer.disconnect();
    return ports;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

it('sends a client that knows one proxied address to the proxies alone', async () => {
  const id = uniqueName('transaction');
  const ports = await waitFor(
    () => transactBehindProxy(uniqueName('group'), id).catch(() => null),
    'clean run',
    120_000,
  );
  const proxied = cluster.proxy.addresses.map((address) => Number(address.split(':')[1]));
  expect([...ports].sort()).toEqual(proxied.sort());
  expect(cluster.proxy.openTransactions()).toEqual([]);
  expect([...cluster.proxy.lastCommits().keys()]).toContain(id);
});

it("names the coordinators that Kafka's own tools name", async () => {
  const stack = cluster.stack();
  const groups = writeToolProgram(
    stack,
    parent,
    'groups',
    'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  );
  const transactions = writeToolProgram(stack, parent, 'transactions', 'org.apache.kafka.tools.TransactionsCommand');
  const bootstrap = ['--bootstrap-server', stack.brokers.join()];
  const found = new Set<number>();
  for (let round = 0; round < 4; round += 1) {
    const [groupId, id] = [uniqueName('group'), `sigilo:${uniqueName('group')}:chat:${round}`];
    const run = () => transactBehindProxy(groupId, id).catch(() => null);
    await waitFor(run, 'clean run', 120_000);
    const state = await runProgram(groups, [...bootstrap, '--describe', '--state', '--group', groupId]);
    const group = await cluster.coordinatorOf('group', groupId);
    expect(state).toMatch(new RegExp(`127\\.0\\.0\\.1:\\d+\\s+\\(${stack.brokerStates[group]!.id}\\)`));
    const described = await runProgram(transactions, [...bootstrap, 'describe', '--transactional-id', id]);
    const coordinator = await cluster.coordinatorOf('transaction', id);
    expect(described).toMatch(new RegExp(`^${stack.brokerStates[coordinator]!.id}\\s+${id}\\s`, 'm'));
    found.add(group).add(coordinator);
  }
  expect(found.size).toBeGreaterThan(1);
});

describe('a broker that is killed', () => {
  it('gives its leaders away, and has them again after its restart and an election', async () => {
    const before = await leaders();
    const victim = before[0]!;
    const { pids } = cluster.stack();
    await cluster.killBroker(victim);
    expect(await processesOf(cluster.stack().directory)).not.toContain(pids.brokers[victim]);
    await waitFor(async () => ((await leaders()).includes(victim) ? null : true), 'move of the leaders', 60_000);
    await expect(cluster.whole(1000)).rejects.toThrow('replicas in sync');
    // Two replicas are enough to write.
    await produce(cluster.stack(), topic, [{ value: 'a', partition: 0 }]);
    await cluster.restartBroker(victim);
    await cluster.whole();
    expect(cluster.stack().pids.brokers[victim]).not.toBe(pids.brokers[victim]);
    // Nothing moves back by itself.
    expect(await leaders()).not.toContain(victim);
    expect(await cluster.electPreferred()).toBeGreaterThan(0);
    await waitFor(async () => ((await leaders()).join() === before.join() ? true : null), 'leaders of before', 60_000);
    expect(await cluster.electPreferred()).toBe(0);
  });
});

describe('a start while a broker is away', () => {
  it("waits until the group has another coordinator, when it was the group's", async () => {
    const [groupId, names] = [uniqueName('group'), await createTopics(cluster.stack(), ROUTE_TOPICS)];
    const route = { name: 'chat', mode: 'exactly_once' as const, fromStart: true, ...names };
    const settings = { brokers: [...cluster.proxy.addresses], clientId: 'starting', groupId, sessionTimeoutMs: 6_000 };
    // Kafka keeps groups since the first one that commits.
    const group = () => transactBehindProxy(groupId, uniqueName('transaction')).catch(() => null);
    await waitFor(group, 'clean run', 120_000);
    const victim = await cluster.coordinatorOf('group', groupId);
    await cluster.killBroker(victim);
    expect(await cluster.coordinatorOf('group', groupId)).toBe(victim);
    const facts = await gatherFacts({ ...settings, ssl: null, sasl: null }, [route], () => () => {});
    expect(facts.permissions.group.has('Read')).toBe(true);
    expect(facts.routes[0]?.source).toMatchObject({ partitions: 2, replicas: 3 });
    expect(await cluster.coordinatorOf('group', groupId)).not.toBe(victim);
    await cluster.restartBroker(victim);
    await cluster.whole();
  });
});

describe('the kind of stack', () => {
  it("keeps Kafka's own topics three times, and takes writes while two replicas are in sync", async () => {
    await withAdmin(cluster.stack(), async (admin) => {
      const names = ['__consumer_offsets', '__transaction_state', topic];
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      for (const { partitions } of topics) for (const { replicas } of partitions) expect(replicas).toHaveLength(3);
      const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
      const described = await admin.describeConfigs({ resources, includeSynonyms: false });
      for (const { configEntries } of described.resources) {
        const setting = (name: string) => configEntries.find(({ configName }) => configName === name)?.configValue;
        expect(setting('min.insync.replicas')).toBe('2');
        expect(setting('unclean.leader.election.enable')).toBe('false');
      }
    });
  });

  it('is not mixed up with another', async () => {
    const { directory } = cluster.stack();
    await expect(startStack({ directory, proxied: false })).rejects.toThrow('proxied');
    await expect(startStack({ directory, secured: true })).rejects.toThrow('ACLs');
    expect((await startStack({ directory })).pids).toEqual(cluster.stack().pids);
  });

  it('obeys an ACL that denies, for as long as it stands, and goes on replicating', async () => {
    const stack = cluster.stack();
    const { denied } = await createTopics(stack, { denied: { replicas: 3 } });
    const resource = { resourceType: AclResourceTypes.TOPIC, resourceName: denied };
    const common = { ...resource, resourcePatternType: ResourcePatternTypes.LITERAL, host: '*' };
    const all = { principal: 'User:*', operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW };
    const write = { principal: 'User:ANONYMOUS', operation: AclOperationTypes.WRITE };
    const deny = { ...common, ...write, permissionType: AclPermissionTypes.DENY };
    const send = (addresses: readonly string[]) =>
      produce({ ...stack, brokers: addresses }, denied, [{ value: 'a', partition: 0 }]).then(
        () => 'written',
        (error: { type?: string }) => error.type ?? String(error),
      );
    const outcome = (wanted: string) =>
      waitFor(async () => ((await send(cluster.proxy.addresses)) === wanted ? true : null), wanted, 60_000);
    await outcome('written');
    await withAdmin(stack, (admin) => admin.createAcls({ acl: [{ ...common, ...all }, deny] }));
    await outcome('TOPIC_AUTHORIZATION_FAILED');
    await cluster.whole();
    const admin = kafkaClient(stack).admin();
    const filter = { ...common, principal: 'User:*', operation: AclOperationTypes.ANY };
    const filters = [filter, { ...filter, principal: 'User:ANONYMOUS' }];
    await admin.deleteAcls({ filters: filters.map((each) => ({ ...each, permissionType: AclPermissionTypes.ANY })) });
    await admin.disconnect();
    await outcome('written');
  });
});
