import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { Admin, Consumer, Producer } from 'kafkajs';
import type { KafkaPorts } from '../../src/io/kafka-client.ts';

/**
 * Steps of exactly-once that a test takes away from outside; the worker has no switch for them.
 * - noFence: each process has transactional ids of its own, and takes an offset that is about to change
 * - noReread: the committed offset read after the fence is where kafkajs began anyway
 * - readBeforeFence: that offset is read before the fence
 * - noDiscard: a producer outlives failures and rebalances
 * - ignoredOffsets: a rejected sendOffsets does not end the transaction
 */
export type Mutation = 'noFence' | 'noReread' | 'readBeforeFence' | 'noDiscard' | 'ignoredOffsets';

/**
 * Where a process waits for SIGUSR2, after it has printed `held`, when it first opens a partition: before the fence,
 * or after the fence and the reading of the committed offset.
 */
export type Hold = 'beforeFence' | 'afterFence';

/** Wraps what the worker reaches Kafka by, so that one step of its recipe has no effect. */
export function mutatePorts(ports: KafkaPorts, mutation: Mutation | undefined): KafkaPorts {
  switch (mutation) {
    case undefined:
      return ports;
    case 'noFence':
      return withoutFence(ports);
    case 'noReread':
      return withoutReread(ports);
    case 'readBeforeFence':
      return readingBeforeFence(ports);
    case 'noDiscard':
      return withoutDiscard(ports);
    case 'ignoredOffsets':
      return { ...ports, createProducer: (id) => ignoringOffsets(ports.createProducer(id)) };
  }
}

/** Makes the first opening wait at a step of it. */
export function holdAt(
  ports: KafkaPorts,
  hold: Hold | undefined,
  print: (mark: string, fields: object) => void,
): KafkaPorts {
  let isHeld = false;
  let isFenced = false;
  const waitOnce = async (): Promise<void> => {
    if (isHeld) return;
    isHeld = true;
    print('held', { hold });
    await once(process, 'SIGUSR2');
  };
  if (!hold) return ports;
  return {
    ...ports,
    createProducer: (id) => {
      const producer = ports.createProducer(id);
      const transaction = async () => {
        if (hold === 'beforeFence') await waitOnce();
        isFenced = true;
        return producer.transaction();
      };
      return { ...producer, transaction };
    },
    admin: {
      ...ports.admin,
      fetchOffsets: async (query) => {
        const offsets = await ports.admin.fetchOffsets(query);
        if (hold === 'afterFence' && isFenced) await waitOnce();
        return offsets;
      },
    },
  };
}

/** Whoever asked for stable offsets alone would wait for the end of the old owner's transaction. */
function withoutFence(ports: KafkaPorts): KafkaPorts {
  const unasked = AsyncLocalStorage.snapshot();
  return {
    ...ports,
    createProducer: (id) => ports.createProducer(`${id}:${process.pid}`),
    admin: { ...ports.admin, fetchOffsets: (query) => unasked(() => ports.admin.fetchOffsets(query)) },
  };
}

function withoutReread(ports: KafkaPorts): KafkaPorts {
  const firstOffsets = new Map<string, string>();
  const run: Consumer['run'] = (config) =>
    ports.consumer.run({
      ...config,
      eachBatch: async (payload) => {
        const { topic, partition } = payload.batch;
        firstOffsets.set(`${topic} ${partition}`, payload.batch.firstOffset() ?? '0');
        await config!.eachBatch!(payload);
      },
    });
  const fetchOffsets: Admin['fetchOffsets'] = async (query) => {
    const topics = await ports.admin.fetchOffsets(query);
    return topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((each) => ({
        ...each,
        offset: firstOffsets.get(`${topic} ${each.partition}`) ?? each.offset,
      })),
    }));
  };
  return { ...ports, consumer: { ...ports.consumer, run }, admin: { ...ports.admin, fetchOffsets } };
}

function readingBeforeFence(ports: KafkaPorts): KafkaPorts {
  let early: ReturnType<Admin['fetchOffsets']> | null = null;
  const topicsOf = (id: string): string[] => [id.split(':')[2]!];
  const groupOf = (id: string): string => id.split(':')[1]!;
  return {
    ...ports,
    createProducer: (id) => {
      const producer = ports.createProducer(id);
      const connect = async (): Promise<void> => {
        await producer.connect();
        early = ports.admin.fetchOffsets({ groupId: groupOf(id), topics: topicsOf(id) });
        await early;
      };
      return { ...producer, connect };
    },
    admin: { ...ports.admin, fetchOffsets: (query) => early ?? ports.admin.fetchOffsets(query) },
  };
}

function withoutDiscard(ports: KafkaPorts): KafkaPorts {
  const producers = new Map<string, Producer>();
  return {
    ...ports,
    createProducer: (id) => {
      const made = producers.get(id);
      if (made) return { ...made, connect: async () => {} };
      const producer = { ...ports.createProducer(id), disconnect: async () => {} };
      producers.set(id, producer);
      return producer;
    },
  };
}

function ignoringOffsets(producer: Producer): Producer {
  const transaction = async () => {
    const begun = await producer.transaction();
    const sendOffsets: typeof begun.sendOffsets = (offsets) => begun.sendOffsets(offsets).catch(() => {});
    return { ...begun, sendOffsets };
  };
  return { ...producer, transaction };
}
