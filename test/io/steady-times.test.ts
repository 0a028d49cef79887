import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installSteadyTimes } from '../../src/io/kafka-client/steady-times.ts';

const require = createRequire(import.meta.url);
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup');
const BrokerPool = require('kafkajs/src/cluster/brokerPool');
const RequestQueue = require('kafkajs/src/network/requestQueue');
const Emitter = require('kafkajs/src/instrumentation/emitter');

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const logger = { ...quiet, namespace: () => quiet };
const JUMPS = [
  ['forward', 7_200_000],
  ['back', -7_200_000],
] as const;

installSteadyTimes();
installSteadyTimes();
beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => vi.useRealTimers());

describe('after a jump of the clock, kafkajs', () => {
  it.each(JUMPS)('%s, sends heartbeats as before', async (_name, jump) => {
    const group = new ConsumerGroup({ logger, instrumentationEmitter: new Emitter() });
    const heartbeat = vi.fn(async () => {});
    Object.assign(group, { memberId: 'm', coordinator: { heartbeat } });
    await group.heartbeat({ interval: 1_000 });
    expect(heartbeat).toHaveBeenCalledTimes(0);
    vi.setSystemTime(Date.now() + jump);
    await group.heartbeat({ interval: 1_000 });
    expect(heartbeat).toHaveBeenCalledTimes(1);
    await group.heartbeat({ interval: 1_000 });
    expect(heartbeat).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 1_000);
    await group.heartbeat({ interval: 1_000 });
    expect(heartbeat).toHaveBeenCalledTimes(2);
  });

  it.each(JUMPS)('%s, asks for metadata no later than before', async (_name, jump) => {
    const pool = new BrokerPool({ connectionPoolBuilder: {}, logger, metadataMaxAge: 60_000, retry: {} });
    const refreshMetadata = vi.fn(async () => {});
    Object.assign(pool, { refreshMetadata, metadata: { topicMetadata: [] }, metadataExpireAt: Date.now() + 60_000 });
    await pool.refreshMetadataIfNecessary([]);
    expect(refreshMetadata).toHaveBeenCalledTimes(0);
    vi.setSystemTime(Date.now() + jump);
    await pool.refreshMetadataIfNecessary([]);
    expect(refreshMetadata).toHaveBeenCalledTimes(1);
  });

  it.each(JUMPS)('%s, times requests out when their time has passed, no sooner and no later', async (_name, jump) => {
    const queue = new RequestQueue({
      maxInFlightRequests: null,
      requestTimeout: 5_000,
      enforceRequestTimeout: true,
      clientId: 'c',
      broker: 'b',
      logger,
      isConnected: () => true,
    });
    queue.scheduleRequestTimeoutCheck();
    const reject = vi.fn();
    const entry = { correlationId: 1, apiName: 'X', apiKey: 1, apiVersion: 0, resolve: () => {}, reject };
    queue.push({ entry, expectResponse: true, sendRequest: () => {} });
    vi.setSystemTime(Date.now() + jump);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(reject).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(300);
    expect(reject.mock.calls[0]?.[0]).toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    queue.destroy();
  });

  it('back, waits no longer than a broker has asked it to', () => {
    const queue = new RequestQueue({
      requestTimeout: 5_000,
      clientId: 'c',
      broker: 'b',
      logger,
      isConnected: () => true,
    });
    queue.maybeThrottle(2_000);
    expect(queue.canSendSocketRequestImmediately()).toBe(false);
    vi.setSystemTime(Date.now() - 7_200_000);
    expect(queue.canSendSocketRequestImmediately()).toBe(true);
  });
});
