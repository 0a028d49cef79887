/** The part of kafkajs' cluster that reads records without a group. */
export interface ReadingCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(wanted: { readonly nodeId: string }): Promise<{
    connect(): Promise<void>;
    fetch(wanted: object): Promise<{ readonly responses: readonly FetchedTopic[] }>;
  }>;
}

interface FetchedTopic {
  readonly partitions: readonly { readonly messages: readonly FetchedRecord[] }[];
}

interface FetchedRecord {
  readonly key?: Buffer | null;
  readonly isControlRecord?: boolean;
}

/** Offsets at the end of a partition among which a record is looked for: the last of them mostly ends a transaction. */
const LAST_OFFSETS = 20n;
const MOST_BYTES = 256 * 1024;
const READ_UNCOMMITTED = 0;

/**
 * Reads the keys of the last records of one partition, newest first, without a group and without a trace.
 * Rejects with an error of kafkajs when we may not read the topic.
 * @param high the end of the partition
 */
export async function readLastKeys(
  cluster: ReadingCluster,
  place: { readonly topic: string; readonly partition: number; readonly low: bigint; readonly high: bigint },
): Promise<readonly Buffer[]> {
  const { topic, partition, low, high } = place;
  await cluster.connect();
  try {
    await cluster.addMultipleTargetTopics([topic]);
    const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    const broker = await cluster.findBroker({ nodeId });
    await broker.connect();
    const from = high - LAST_OFFSETS > low ? high - LAST_OFFSETS : low;
    const wanted = { partition, fetchOffset: from.toString(), maxBytes: MOST_BYTES };
    const { responses } = await broker.fetch({
      isolationLevel: READ_UNCOMMITTED,
      maxWaitTime: 100,
      minBytes: 1,
      maxBytes: MOST_BYTES,
      topics: [{ topic, partitions: [wanted] }],
    });
    const records = responses.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages));
    return records.flatMap(({ key, isControlRecord }) => (key && isControlRecord !== true ? [key] : [])).reverse();
  } finally {
    await cluster.disconnect();
  }
}
