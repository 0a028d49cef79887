import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installFirmJoins } from '../../src/io/kafka-client/firm-joins.ts';

const require = createRequire(import.meta.url);
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup');
const Emitter = require('kafkajs/src/instrumentation/emitter');

const quiet = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => quiet };

installFirmJoins();
installFirmJoins();

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => vi.useRealTimers());

const refusal = (type: string, retriable: boolean) =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, retriable });

/** A member whose coordinator cannot be found so often; then it joins as the only one. Tells of each join. */
function member(error: Error, failures: number) {
  let asked = 0;
  const joins: string[] = [];
  const instrumentationEmitter = new Emitter();
  instrumentationEmitter.addListener('consumer.group_join', () => joins.push('joined'));
  const coordinator = {
    joinGroup: async () => ({ leaderId: 'l', generationId: 4, memberId: 'm', members: [], groupProtocol: 'p' }),
    syncGroup: async () => ({ memberAssignment: Buffer.alloc(0) }),
  };
  const cluster = {
    connect: async () => {},
    addMultipleTargetTopics: async () => {},
    refreshMetadataIfNecessary: async () => {},
    findTopicPartitionMetadata: () => [],
    committedOffsets: () => ({}),
    findGroupCoordinator: async () => {
      asked += 1;
      if (asked <= failures) throw error;
      return coordinator;
    },
  };
  const retry = { retries: 0 };
  const assigners = [{ name: 'p', protocol: () => ({ name: 'p', metadata: Buffer.alloc(0) }) }];
  const common = { logger: quiet, instrumentationEmitter, cluster, assigners, retry, groupId: 'g', topics: ['raw'] };
  const group = new ConsumerGroup({ ...common, topicConfigurations: { raw: {} } });
  const joined: Promise<string> = group.joinAndSync().then(
    () => 'in',
    (thrown: Error & { retriable?: boolean }) => `out, retriable: ${thrown.retriable}`,
  );
  return { joined, joins, asked: () => asked };
}

it('a join that failed in passing is tried again, and told once it succeeded', async () => {
  const { joined, joins, asked } = member(refusal('UNKNOWN_TOPIC_OR_PARTITION', true), 3);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await joined).toBe('in');
  expect(joins).toEqual(['joined']);
  expect(asked()).toBe(4);
});

it('one that never succeeds ends the consumer', async () => {
  const { joined, joins, asked } = member(refusal('UNKNOWN_TOPIC_OR_PARTITION', true), 1_000);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await joined).toBe('out, retriable: false');
  expect(joins).toEqual([]);
  expect(asked()).toBe(25);
});

it('one that is refused for good is not tried again', async () => {
  const { joined, asked } = member(refusal('GROUP_AUTHORIZATION_FAILED', false), 1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await joined).toBe('out, retriable: false');
  expect(asked()).toBe(1);
});
