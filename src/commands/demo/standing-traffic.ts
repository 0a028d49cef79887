import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { kafkaError } from '../../worker/kafka-error.ts';
import { registerVersions } from './registry.ts';
import { VERSIONS, type Version } from './schemas.ts';
import { SPECIALS } from './specials.ts';
import { createMissingTopics, ORDINARY_VERSIONS, type StandingPlace, standingClient } from './standing-setup.ts';
import { messageOf, nameTopics, PARTITIONS, type Topics } from './topics.ts';
import { makeTraffic, type TrafficRecord } from './traffic.ts';
import { ROUTES } from './traffic-record.ts';

export interface StandingTrafficOptions extends StandingPlace {
  /** Records a second. */
  readonly rate: number;
  readonly seed: number;
  /** How long it writes, from the first record on; for ever unless given. */
  readonly seconds?: number | undefined;
  /** Plants what goes wrong in real life, as the demo does: about 3 records in 100 then go to the quarantine. */
  readonly faults: boolean;
}

const TICK_MS = 250;
/** Each kind of fault stands at least twice in a portion. */
const PORTION_WITH_FAULTS = 4_000;
const SMALLEST_PORTION = 200;

/**
 * Writes synthetic chat to the sources until the signal comes; topics and source schemas that are missing are made.
 * @returns how many records were written
 * @throws SigiloError kafka.*, registry.unavailable
 */
export async function writeStandingTraffic(options: StandingTrafficOptions, signal: AbortSignal): Promise<number> {
  const topics = nameTopics(options.prefix);
  await createMissingTopics(options, topics);
  const versions = options.faults ? VERSIONS : ORDINARY_VERSIONS;
  const schemaIds = (await registerVersions(options.registry, topics, versions)) as Record<Version, number>;
  const producer = standingClient(options).producer({ allowAutoTopicCreation: false });
  const records = endlessTraffic(options, schemaIds);
  let [written, forgone] = [0, 0];
  try {
    await producer.connect();
    const began = performance.now();
    const until = began + (options.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
    while (!signal.aborted && performance.now() < until) {
      const due = Math.floor(((performance.now() - began) / 1_000) * options.rate) - written - forgone;
      // After a stop of the brokers it goes on at its rate; it does not make up for what was not written.
      const count = Math.min(due, options.rate);
      forgone += due - count;
      if (count > 0) await send(producer, topics, take(records, count));
      written += count;
      await sleep(TICK_MS, undefined, { signal }).catch(() => {});
    }
    return written;
  } catch (thrown) {
    throw kafkaError(thrown);
  } finally {
    await producer.disconnect().catch(() => {});
  }
}

function* endlessTraffic(
  { rate, seed, faults }: StandingTrafficOptions,
  schemaIds: Record<Version, number>,
): Generator<TrafficRecord, never> {
  for (let portion = 0; ; portion += 1) {
    yield* makeTraffic({
      records: faults ? PORTION_WITH_FAULTS : Math.max(SMALLEST_PORTION, 2 * rate),
      seed: seed + portion,
      now: Date.now(),
      schemaIds,
      partitions: PARTITIONS,
      specials: faults ? SPECIALS : [],
    });
  }
}

function take(records: Generator<TrafficRecord, never>, count: number): TrafficRecord[] {
  return Array.from({ length: count }, () => records.next().value);
}

async function send(producer: Producer, topics: Topics, records: readonly TrafficRecord[]): Promise<void> {
  const timestamp = Date.now();
  const topicMessages = ROUTES.map((route) => ({
    topic: topics[route].source,
    messages: records.filter((record) => record.route === route).map((record) => messageOf({ ...record, timestamp })),
  }));
  await producer.sendBatch({ acks: -1, topicMessages });
}
