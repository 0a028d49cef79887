import { createRequire } from 'node:module';
import { afterEach, expect, it, vi } from 'vitest';
import { installFreshTries } from '../../src/io/kafka-client/fresh-tries.ts';

const require = createRequire(import.meta.url);
const Runner = require('kafkajs/src/consumer/runner');
const Emitter = require('kafkajs/src/instrumentation/emitter');
const { KafkaJSConnectionError } = require('kafkajs/src/errors');

const quiet = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => quiet };
const RETRIES = 3;
const HOUR_MS = 3_600_000;
const real = performance.now.bind(performance);

installFreshTries();
installFreshTries();
afterEach(() => vi.restoreAllMocks());

const refusal = (type: string) =>
  Object.assign(new Error('refused'), { name: 'KafkaJSProtocolError', type, retriable: true });

/** A consumer whose fetching ends by an error after a time, so often; then it goes on. Tells how often it began. */
async function fetchThrough(error: Error, failures: number, lastsMs: number) {
  let passed = 0;
  let starts = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => real() + passed);
  const end = Promise.withResolvers<{ crash: Error | null }>();
  const joinAndSync = vi.fn(async () => {});
  const runner = new Runner({
    logger: quiet,
    consumerGroup: { groupId: 'g', memberId: 'm', joinAndSync },
    instrumentationEmitter: new Emitter(),
    onCrash: (crash: Error) => end.resolve({ crash }),
    concurrency: 1,
    retry: { initialRetryTime: 1, maxRetryTime: 1, multiplier: 1, factor: 0, retries: RETRIES },
  });
  runner.running = true;
  runner.fetchManager = {
    start: async () => {
      starts += 1;
      if (starts > failures) {
        runner.running = false;
        end.resolve({ crash: null });
        return;
      }
      passed += lastsMs;
      throw error;
    },
  };
  runner.scheduleFetchManager();
  const { crash } = await end.promise;
  return { crash, starts, joins: joinAndSync.mock.calls.length };
}

const broken = () => new KafkaJSConnectionError('broken');

it('kafkajs gives up after its tries when fetching fails again and again', async () => {
  const { crash, starts } = await fetchThrough(broken(), 100, 1_000);
  expect(crash?.name).toBe('KafkaJSNumberOfRetriesExceeded');
  expect(starts).toBe(RETRIES + 1);
});

it('faults do not add up when fetching has gone well between them', async () => {
  expect(await fetchThrough(broken(), 100, HOUR_MS)).toEqual({ crash: null, starts: 101, joins: 0 });
});

it('what the group tells reaches kafkajs, however late', async () => {
  for (const type of ['REBALANCE_IN_PROGRESS', 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION']) {
    expect(await fetchThrough(refusal(type), 2, HOUR_MS), type).toEqual({ crash: null, starts: 3, joins: 2 });
  }
});

it('what kafkajs ends the consumer for ends it, however late', async () => {
  const fatal = Object.assign(new Error('not supported'), { name: 'KafkaJSNonRetriableError', retriable: false });
  expect((await fetchThrough(fatal, 1, HOUR_MS)).crash?.message).toBe('not supported');
});
