import type { EachBatchPayload, TopicMessages } from 'kafkajs';
import type { KafkaPorts } from '../../src/io/kafka-client.ts';
import type { Telemetry } from '../../src/telemetry-events.ts';
import { startWorker, type Worker } from '../../src/worker.ts';
import { createTaggingPipeline } from '../integration/tagging-pipeline.ts';

/** A whole worker over a Kafka of its test's making, with one route and the partitions 0 and 1. */
export interface ScriptedKafka {
  readonly worker: Worker;
  /** What the worker asked for, in order. */
  readonly calls: string[];
  /** The group's offset of every partition. */
  readonly committed: { offset: bigint };
  /** Called before each request of that name is answered, and before a batch is prepared; a throw rejects it. */
  readonly before: Map<string, () => void | Promise<void>>;
  /** A new generation of the group with these partitions. */
  readonly join: (partitions: readonly number[]) => void;
  /** Tells that the group is about to rebalance. */
  readonly rebalance: () => void;
  /** Hands the worker one batch; resolves when it is done with it. */
  readonly deliver: (partition: number, first: number, values: readonly string[]) => Promise<void>;
}

/** Starts a worker whose brokers answer all that `before` does not refuse. */
export async function startScriptedWorker(): Promise<ScriptedKafka> {
  const calls: string[] = [];
  const committed = { offset: 0n };
  const before: ScriptedKafka['before'] = new Map();
  const listeners = new Map<string, (event: { payload: unknown }) => void>();
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = async () => {};
  const ask = async <Answer>(name: string, answer: () => Answer): Promise<Answer> => {
    calls.push(name);
    await before.get(name.split(' ')[0]!)?.();
    return answer();
  };
  const ports = {
    consumer: consumerOf(calls, listeners, ask, (run) => {
      eachBatch = run;
    }),
    admin: {
      connect: async () => {},
      disconnect: async () => {},
      listTopics: async () => ['raw', 'clean', 'held'],
      describeConfigs: async () => ({ resources: [] }),
      fetchTopicMetadata: async () => ({ topics: [{ partitions: [0, 1] }] }),
      fetchOffsets: () =>
        ask('read', () => [{ partitions: [0, 1].map((partition) => ({ partition, offset: `${committed.offset}` })) }]),
      fetchTopicOffsets: async () => [0, 1].map((partition) => ({ partition, low: '0', high: '0' })),
    },
    createProducer: (id: string) => producerOf(id.slice(-1), ask, committed),
  };
  const telemetry = new Proxy({}, { get: () => () => {} }) as Telemetry;
  const route = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held' };
  const prepare = async () => before.get('prepare')?.();
  const worker = await startWorker({
    kafka: { brokers: [], clientId: 'test', groupId: 'g' },
    routes: [{ pipeline: { ...createTaggingPipeline(route), prepare }, fromStart: false }],
    telemetry,
    createPorts: () => ports as unknown as KafkaPorts,
  });
  const tell = (event: string, payload: unknown): void => listeners.get(event)?.({ payload });
  return {
    worker,
    calls,
    committed,
    before,
    join: (partitions) => tell('group_join', { memberAssignment: { raw: [...partitions] } }),
    rebalance: () => tell('rebalancing', {}),
    deliver: (partition, first, values) => eachBatch(payloadOf(partition, first, values, calls, ask)),
  };
}

type Ask = <Answer>(name: string, answer: () => Answer) => Promise<Answer>;

function consumerOf(
  calls: string[],
  listeners: Map<string, (event: { payload: unknown }) => void>,
  ask: Ask,
  onRun: (eachBatch: (payload: EachBatchPayload) => Promise<void>) => void,
) {
  return {
    events: { GROUP_JOIN: 'group_join', REBALANCING: 'rebalancing' },
    on: (event: string, listener: (event: { payload: unknown }) => void) => void listeners.set(event, listener),
    connect: async () => {},
    subscribe: async () => {},
    run: async ({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }) => onRun(eachBatch),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    seek: ({ offset }: { offset: string }) => void calls.push(`seek ${offset}`),
    commitOffsets: () => ask('member', () => undefined),
    stop: async () => {},
    disconnect: async () => {},
  };
}

/** A producer of one partition; what it commits moves the group's offset. */
function producerOf(partition: string, ask: Ask, committed: { offset: bigint }) {
  const begin = () => {
    let next: bigint | null = null;
    return {
      sendBatch: ({ topicMessages }: { topicMessages: TopicMessages[] }) => {
        const values = topicMessages.flatMap(({ messages }) => messages.map(({ value }) => String(value)));
        const answer = topicMessages.flatMap(({ topic, messages }) =>
          messages.map((message) => ({ topicName: topic, partition: message.partition })),
        );
        return ask(`send ${values.join(' ')}`, () => answer);
      },
      sendOffsets: ({ topics }: { topics: { partitions: { offset: string }[] }[] }) => {
        const { offset } = topics[0]!.partitions[0]!;
        return ask(`offsets ${offset}`, () => {
          next = BigInt(offset);
        });
      },
      commit: () =>
        ask('commit', () => {
          committed.offset = next ?? committed.offset;
        }),
    };
  };
  return {
    connect: () => ask(`open ${partition}`, () => undefined),
    disconnect: () => ask(`close ${partition}`, () => undefined),
    transaction: async () => begin(),
  };
}

function payloadOf(partition: number, first: number, values: readonly string[], calls: string[], ask: Ask) {
  const messages = values.map((value, index) => ({
    key: null,
    value: Buffer.from(value),
    headers: {},
    timestamp: '1700000000000',
    attributes: 0,
    offset: String(first + index),
  }));
  const last = String(first + values.length - 1);
  const batch = { topic: 'raw', partition, messages, firstOffset: () => String(first), lastOffset: () => last };
  return {
    batch,
    heartbeat: () => ask('beat', () => undefined),
    isRunning: () => true,
    resolveOffset: (offset: string) => void calls.push(`resolve ${offset}`),
  } as unknown as EachBatchPayload;
}
