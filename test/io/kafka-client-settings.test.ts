import { createRequire } from 'node:module';
import { Kafka } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKafkaPorts, type KafkaSettings, silenceOf } from '../../src/io/kafka-client.ts';

/** What kafkajs is told, by the kind of client. */
const told: Record<'consumer' | 'producer', Record<string, unknown>[]> = { consumer: [], producer: [] };

beforeEach(() => {
  for (const kind of ['consumer', 'producer'] as const) {
    told[kind] = [];
    vi.spyOn(Kafka.prototype, kind).mockImplementation((options: unknown) => {
      told[kind].push(options as Record<string, unknown>);
      return {} as never;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

const portsOf = (settings: Partial<KafkaSettings> = {}) =>
  createKafkaPorts(
    { brokers: ['127.0.0.1:9092'], clientId: 'sigilo', groupId: 'g', ...settings },
    { logCreator: () => () => {} },
  );

describe('the consumer', () => {
  it('reads what is committed, creates no topic, and ends the process instead of restarting by itself', async () => {
    portsOf();
    const [options] = told.consumer;
    expect(options).toMatchObject({ groupId: 'g', readUncommitted: false, allowAutoTopicCreation: false });
    const { restartOnFailure } = options!.retry as { restartOnFailure: () => Promise<boolean> };
    expect(await restartOnFailure()).toBe(false);
  });

  it.each([
    [undefined, { sessionTimeout: 45_000, heartbeatInterval: 3_000 }],
    [6_000, { sessionTimeout: 6_000, heartbeatInterval: 1_000, rebalanceTimeout: 15_000 }],
    [60_000, { sessionTimeout: 60_000, heartbeatInterval: 3_000, rebalanceTimeout: 60_000 }],
  ])('of a session of %s ms says it is alive often enough', (sessionTimeoutMs, expected) => {
    portsOf(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs });
    expect(told.consumer).toMatchObject([expected]);
  });

  it.each([6_000, 30_000, 45_000, 1_800_000])(
    'of a session of %s ms waits for the slowest member of its group before it gives a connection up',
    (sessionTimeoutMs) => {
      portsOf({ sessionTimeoutMs });
      const { rebalanceTimeout } = told.consumer[0]! as { rebalanceTimeout: number };
      const { protocol } = createRequire(import.meta.url)('kafkajs/src/protocol/requests/joinGroup') as {
        protocol: (version: { version: number }) => (options: object) => { requestTimeout: number };
      };
      const join = protocol({ version: 5 })({
        groupId: 'g',
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout,
        memberId: '',
        protocolType: 'consumer',
        groupProtocols: [],
      });
      expect(silenceOf(sessionTimeoutMs)).toBeGreaterThan(join.requestTimeout);
    },
  );

  it('looks for new partitions each minute', () => {
    portsOf();
    expect(told.consumer).toMatchObject([{ metadataMaxAge: 60_000 }]);
  });
});

describe('a producer', () => {
  it('of a transaction is fenced by its id, has one request under way, and creates no topic', () => {
    portsOf().createProducer('sigilo:g:raw:0');
    expect(told.producer).toMatchObject([
      {
        transactionalId: 'sigilo:g:raw:0',
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: 60_000,
        allowAutoTopicCreation: false,
      },
    ]);
  });

  it('of a route in at_least_once mode has no transactions, and is idempotent too', () => {
    portsOf().createPlainProducer();
    expect(told.producer).toMatchObject([{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false }]);
    expect(told.producer[0]).not.toHaveProperty('transactionalId');
  });
});
