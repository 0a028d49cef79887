import type { SourceRecord } from '../core/record.ts';

/** The part of kafkajs' cluster that reads records without a group. */
interface ReadingCluster<Fetched> {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(wanted: { readonly nodeId: string }): Promise<{
    connect(): Promise<void>;
    fetch(wanted: object): Promise<{ readonly responses: readonly FetchedTopic<Fetched>[] }>;
  }>;
}

interface FetchedTopic<Fetched> {
  /** `refusal` is the broker's error where our own decoder of fetch responses has kept it from kafkajs. */
  readonly partitions: readonly { readonly messages: readonly Fetched[]; readonly refusal?: Error | null }[];
}

/** How much is asked for at once, and how long a broker may wait for it. */
interface FetchSettings {
  /** 0: read uncommitted, 1: read committed. */
  readonly isolationLevel: 0 | 1;
  readonly maxWaitTime: number;
  readonly maxBytes: number;
}

/** Reads a batch of records from an offset on, control records among them. */
type FetchFrom<Fetched> = (offset: bigint) => Promise<readonly Fetched[]>;

/** Connects to the leader of a partition, has `work` read from it, and disconnects. Rejects with an error of kafkajs, or of `work`. */
async function withLeader<Fetched, Result>(
  cluster: ReadingCluster<Fetched>,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  settings: FetchSettings,
  work: (fetchFrom: FetchFrom<Fetched>) => Promise<Result>,
): Promise<Result> {
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([topic]);
    const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    const broker = await cluster.findBroker({ nodeId });
    await broker.connect();
    return await work(async (offset) => {
      const wanted = { partition, fetchOffset: offset.toString(), maxBytes: settings.maxBytes };
      const request = { ...settings, minBytes: 1, topics: [{ topic, partitions: [wanted] }] };
      const { responses } = await broker.fetch(request);
      return responses.flatMap(({ partitions }) =>
        partitions.flatMap(({ messages, refusal }) => {
          if (refusal) throw refusal;
          return messages;
        }),
      );
    });
  } finally {
    await cluster.disconnect();
  }
}

interface FetchedKey {
  readonly key?: Buffer | null;
  readonly isControlRecord?: boolean;
}

/** The part of kafkajs' cluster that reads keys. */
export type KeyCluster = ReadingCluster<FetchedKey>;

/** Offsets at the end of a partition among which a record is looked for: the last of them mostly ends a transaction. */
const LAST_OFFSETS = 20n;
const READ_UNCOMMITTED = 0;
const FETCH_KEYS = { isolationLevel: READ_UNCOMMITTED, maxWaitTime: 100, maxBytes: 256 * 1024 } as const;

/**
 * Reads the keys of the last records of one partition, newest first, without a group and without a trace.
 * Rejects with an error of kafkajs when we may not read the topic.
 * @param high the end of the partition
 */
export async function readLastKeys(
  cluster: KeyCluster,
  place: { readonly topic: string; readonly partition: number; readonly low: bigint; readonly high: bigint },
): Promise<readonly Buffer[]> {
  const { low, high } = place;
  return withLeader(cluster, place, FETCH_KEYS, async (fetchFrom) => {
    const records = await fetchFrom(high - LAST_OFFSETS > low ? high - LAST_OFFSETS : low);
    return records.flatMap(({ key, isControlRecord }) => (key && isControlRecord !== true ? [key] : [])).reverse();
  });
}

/** True of an offset that holds nothing for a reader of committed records. */
type FetchedRecord = SourceRecord & { readonly isControlRecord?: boolean };

/** The part of kafkajs' cluster that reads whole records. */
export type RangeCluster = ReadingCluster<FetchedRecord>;

/** Offsets of one partition, `until` is the first that is not wanted. */
export interface OffsetRange {
  readonly from: bigint;
  readonly until: bigint;
}

/** Reads a range in order, some records at a time; ends early where nothing more can be read. @param onRecords false ends it */
export type ReadRange = (
  range: OffsetRange,
  onRecords: (records: readonly SourceRecord[]) => Promise<boolean>,
) => Promise<void>;

/** What stands for a batch that cannot be read is none. */
function isRecord({ isControlRecord, unreadable }: FetchedRecord): boolean {
  return isControlRecord !== true && unreadable === undefined;
}

const READ_COMMITTED = 1;
const FETCH_RECORDS = { isolationLevel: READ_COMMITTED, maxWaitTime: 500, maxBytes: 1024 * 1024 } as const;

/**
 * Has `work` read committed records of one partition, without a group and without a trace. Rejects with an error of
 * kafkajs, or of `work`.
 */
export async function readRecordRanges(
  cluster: RangeCluster,
  place: { readonly topic: string; readonly partition: number },
  work: (read: ReadRange) => Promise<void>,
): Promise<void> {
  await withLeader(cluster, place, FETCH_RECORDS, (fetchFrom) =>
    work(async ({ from, until }, onRecords) => {
      let next = from;
      while (next < until) {
        const fetched = await fetchFrom(next);
        // A batch is answered as a whole, from its first record on.
        const records = fetched.filter(({ offset }) => BigInt(offset) >= next && BigInt(offset) < until);
        const last = fetched.at(-1);
        if (last === undefined || BigInt(last.offset) < next) return;
        next = BigInt(last.offset) + 1n;
        if (!(await onRecords(records.filter(isRecord)))) return;
      }
    }),
  );
}
