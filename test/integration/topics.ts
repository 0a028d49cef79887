import { randomBytes } from 'node:crypto';
import { type Admin, type IHeaders, Kafka, logLevel, type Producer } from 'kafkajs';
import type { StackState } from '../../deploy/local/stack-control.ts';

/** A record to be written; a null value is a tombstone. */
export interface NewRecord {
  readonly key?: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly partition?: number;
  readonly headers?: IHeaders;
  /** Milliseconds since 1970. */
  readonly timestamp?: string;
}

export interface TopicSettings {
  readonly partitions?: number;
  readonly replicas?: number;
  /** Topic configuration, e.g. `{ 'cleanup.policy': 'compact' }`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A plain kafkajs client of the stack, silent and with few retries. */
export function kafkaClient(stack: StackState, clientId = 'test'): Kafka {
  return new Kafka({
    clientId,
    brokers: [...stack.brokers],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, retries: 8 },
  });
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}

/**
 * Creates a topic for each key and waits until it has leaders.
 * @returns the real name of each, which ends in a random suffix
 */
export async function createTopics<Name extends string>(
  stack: StackState,
  topics: Readonly<Record<Name, TopicSettings>>,
): Promise<Record<Name, string>> {
  const names = {} as Record<Name, string>;
  for (const prefix of Object.keys(topics) as Name[]) names[prefix] = uniqueName(prefix);
  await withAdmin(stack, async (admin) => {
    await admin.createTopics({
      // kafkajs waits for leaders by asking once, which fails when the broker has not heard of the topic yet.
      waitForLeaders: false,
      topics: (Object.entries(topics) as [Name, TopicSettings][]).map(([prefix, settings]) => ({
        topic: names[prefix],
        numPartitions: settings.partitions ?? 1,
        replicationFactor: settings.replicas ?? 1,
        configEntries: Object.entries(settings.config ?? {}).map(([name, value]) => ({ name, value })),
      })),
    });
    await waitForLeaders(admin, Object.values(names));
  });
  return names;
}

async function waitForLeaders(admin: Admin, names: string[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const found = await admin.fetchTopicMetadata({ topics: names }).catch(() => null);
    if (found?.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    if (tries === 100) throw new Error('the topics have no leaders');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Deletes topics; one that is gone already is no fault. */
export async function deleteTopics(stack: StackState, names: readonly string[]): Promise<void> {
  await withAdmin(stack, async (admin) => {
    const existing = new Set(await admin.listTopics());
    await admin.deleteTopics({ topics: names.filter((name) => existing.has(name)) });
  });
}

/** Writes records in order, uncompressed, acknowledged by all replicas, in batches far below a broker's limit. */
export async function produce(stack: StackState, topic: string, records: readonly NewRecord[]): Promise<void> {
  await withProducer(stack, async (producer) => {
    let batch: NewRecord[] = [];
    let bytes = 0;
    for (const record of records) {
      batch.push(record);
      bytes += record.value?.length ?? 0;
      if (batch.length < 1000 && bytes < 400_000) continue;
      await producer.send({ topic, acks: -1, messages: batch.map((each) => ({ ...each })) });
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) await producer.send({ topic, acks: -1, messages: batch.map((each) => ({ ...each })) });
  });
}

/** Writes records in one transaction, which is then committed or aborted. */
export async function produceInTransaction(
  stack: StackState,
  topic: string,
  records: readonly NewRecord[],
  outcome: 'commit' | 'abort',
): Promise<void> {
  const producer = kafkaClient(stack).producer({
    transactionalId: uniqueName('test-transaction'),
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  try {
    const transaction = await producer.transaction();
    await transaction.send({ topic, acks: -1, messages: records.map((record) => ({ ...record })) });
    await (outcome === 'commit' ? transaction.commit() : transaction.abort());
  } finally {
    await producer.disconnect();
  }
}

/** Runs work with a connected admin client. */
export async function withAdmin<Result>(stack: StackState, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafkaClient(stack).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function withProducer(stack: StackState, work: (producer: Producer) => Promise<void>): Promise<void> {
  // Idempotent: a retry of kafkajs repeats the whole request, and the topic itself would hold records twice.
  const options = { allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 };
  const producer = kafkaClient(stack).producer(options);
  await producer.connect();
  try {
    await work(producer);
  } finally {
    await producer.disconnect();
  }
}
