import type { SourceRecord } from '../core/record.ts';

/** The part of kafkajs' cluster that reads records without a group. */
export interface RangeCluster {
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

/** True of an offset that holds nothing for a reader of committed records. */
type FetchedRecord = SourceRecord & { readonly isControlRecord?: boolean };

/** Offsets of one partition, `until` is the first that is not wanted. */
export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly until: bigint;
}

const READ_COMMITTED = 1;
const BYTES_AT_ONCE = 1024 * 1024;
const LONGEST_WAIT_MS = 500;

/**
 * Reads the committed records of a range in order, some at a time, without a group and without a trace; ends early where
 * nothing more can be read. Rejects with an error of kafkajs, or of `onRecords`.
 * @param onRecords false ends the reading
 */
export async function readRecordRange(
  cluster: RangeCluster,
  { topic, partition, from, until }: OffsetRange,
  onRecords: (records: readonly SourceRecord[]) => Promise<boolean>,
): Promise<void> {
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([topic]);
    const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    const broker = await cluster.findBroker({ nodeId });
    await broker.connect();
    let next = from;
    while (next < until) {
      const wanted = { partition, fetchOffset: next.toString(), maxBytes: BYTES_AT_ONCE };
      const { responses } = await broker.fetch({
        isolationLevel: READ_COMMITTED,
        maxWaitTime: LONGEST_WAIT_MS,
        minBytes: 1,
        maxBytes: BYTES_AT_ONCE,
        topics: [{ topic, partitions: [wanted] }],
      });
      const fetched = responses.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages));
      // A batch is answered as a whole, from its first record on.
      const records = fetched.filter(({ offset }) => BigInt(offset) >= next && BigInt(offset) < until);
      const last = fetched.at(-1);
      if (last === undefined || BigInt(last.offset) < next) return;
      next = BigInt(last.offset) + 1n;
      if (!(await onRecords(records.filter(({ isControlRecord }) => isControlRecord !== true)))) return;
    }
  } finally {
    await cluster.disconnect();
  }
}
