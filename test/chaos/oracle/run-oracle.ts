import { join } from 'node:path';
import type { ChaosRoute, Deleted } from '../chaos-run.ts';
import { javaArguments, runJava } from './run-java.ts';

const DIRECTORY = join(import.meta.dirname, 'java');
const SOURCES = [
  join(DIRECTORY, 'RunOracle.java'),
  ...['MessageId.java', 'SourcePlace.java', 'TopicPass.java', 'OpenTransactions.java'].map((name) =>
    join(DIRECTORY, name),
  ),
] as const;

/** What Kafka's own client finds in the topics of a run, when all is settled. */
export interface RunVerdict {
  /** Committed records of the sources. */
  readonly records: number;
  readonly sinkRecords: number;
  readonly quarantineRecords: number;
  /** In the sink, and in the quarantine, is no trace of them; also what is gone from the source without a word. */
  readonly lost: number;
  /** Arrivals after the first, in sink or quarantine. */
  readonly doubled: number;
  /** First arrivals after one of a later offset of the same partition, or of a later number of the same key. */
  readonly outOfOrder: number;
  /** Sink and quarantine records that name an offset whose record is another one, aborted or absent, and wrong partitions. */
  readonly wrongPlace: number;
  /** Sink and quarantine records that name no place, and offsets beyond the end. */
  readonly strange: number;
  /** Records that the source itself holds twice or out of order: then the load is at fault. */
  readonly sourceRepeated: number;
  /** Committed source records at or beyond the group's offsets. */
  readonly lag: number;
  readonly hangingTransactions: number;
  /** Records that arrived although their source record was deleted on purpose. */
  readonly excused: number;
  /** Quarantine records by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Good records in the quarantine by reason, and under `sink` bad ones in a sink. */
  readonly unexpected: Readonly<Record<string, number>>;
}

export interface OracleOptions {
  /** Addresses of the brokers, not of the proxy. */
  readonly stack: { readonly brokers: readonly string[]; readonly libs: string };
  readonly groupId: string;
  readonly routes: readonly Pick<ChaosRoute, 'source' | 'sink' | 'quarantine'>[];
  readonly deleted?: readonly Deleted[];
}

/** Reads sources, sinks and quarantines, and judges record by record. Rejects when a topic cannot be read to its end. */
export async function runOracle({ stack, groupId, routes, deleted = [] }: OracleOptions): Promise<RunVerdict> {
  const places = deleted.map(({ topic, partition, before }) => `deleted=${topic}/${partition}/${before}`);
  const names = routes.map(({ source, sink, quarantine }) => [source, sink, quarantine].join());
  const args = [stack.brokers.join(), groupId, ...names, ...places];
  return JSON.parse(await runJava(await javaArguments(stack.libs, SOURCES, '512m', args))) as RunVerdict;
}
