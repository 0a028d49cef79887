import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { installCoordinatorSearch } from '../../src/io/kafka-client/coordinator-search.ts';

const require = createRequire(import.meta.url);
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup');
const Emitter = require('kafkajs/src/instrumentation/emitter');

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const logger = { ...quiet, namespace: () => quiet };

installCoordinatorSearch();
installCoordinatorSearch();

const named = (name: string) => Object.assign(new Error('quotes something'), { name });

/** A member of a group whose coordinator fails by an error; the cluster knows another one. */
function member(error: Error) {
  const group = new ConsumerGroup({ logger, instrumentationEmitter: new Emitter() });
  const old = { heartbeat: vi.fn(async () => Promise.reject(error)) };
  const next = { heartbeat: vi.fn(async () => {}) };
  const found = Promise.withResolvers<object>();
  const findGroupCoordinator = vi.fn(() => found.promise);
  const offsetManager = { coordinator: old as object };
  const own = { memberId: 'm', generationId: 3, groupId: 'g', coordinator: old, offsetManager, lastRequest: 0 };
  Object.assign(group, { ...own, cluster: { findGroupCoordinator } });
  return { group, old, next, find: () => found.resolve(next), fail: found.reject, findGroupCoordinator };
}

it.each([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
])('a heartbeat that ends in %s fails, and the next one goes to the coordinator of then', async (name) => {
  const { group, next, find, findGroupCoordinator } = member(named(name));
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow('quotes something');
  expect(findGroupCoordinator).toHaveBeenCalledWith({ groupId: 'g' });
  find();
  await setImmediate();
  await group.heartbeat({ interval: 0 });
  expect(next.heartbeat).toHaveBeenCalledWith({ groupId: 'g', memberId: 'm', groupGenerationId: 3 });
});

it('offsets are committed to the new coordinator too', async () => {
  const { group, next, find } = member(named('KafkaJSConnectionError'));
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  find();
  await setImmediate();
  expect(group.offsetManager.coordinator).toBe(next);
});

it('searches once at a time, and again when the search has failed', async () => {
  const { group, old, fail, findGroupCoordinator } = member(named('KafkaJSConnectionError'));
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  expect(findGroupCoordinator).toHaveBeenCalledTimes(1);
  fail(new Error('no broker'));
  await setImmediate();
  expect(group.coordinator).toBe(old);
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  expect(findGroupCoordinator).toHaveBeenCalledTimes(2);
});

it('leaves alone what a join has found meanwhile', async () => {
  const { group, find } = member(named('KafkaJSConnectionError'));
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  const joined = { heartbeat: async () => {} };
  Object.assign(group, { generationId: 4, coordinator: joined, offsetManager: { coordinator: joined } });
  find();
  await setImmediate();
  expect(group.coordinator).toBe(joined);
  expect(group.offsetManager.coordinator).toBe(joined);
});

it('does not search when the coordinator has answered', async () => {
  const { group, findGroupCoordinator } = member(named('KafkaJSProtocolError'));
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow();
  expect(findGroupCoordinator).not.toHaveBeenCalled();
});
