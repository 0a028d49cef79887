import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Kafka, logLevel, type PartitionMetadata } from 'kafkajs';
import type { StackState } from '../../deploy/local/stack-control.ts';

const LOGGING = join(import.meta.dirname, '../../deploy/local/log4j2.xml');
const TUNING = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];
const INTERNAL_TOPICS = { group: '__consumer_offsets', transaction: '__transaction_state' } as const;

export interface TopicDescription {
  readonly name: string;
  readonly partitions: readonly PartitionMetadata[];
}

/**
 * Asks a broker that answers for leaders and replicas, on the listeners without the proxy.
 * @param topics all, those of Kafka itself too, unless given
 */
export async function describeTopics(stack: StackState, topics: readonly string[] = []): Promise<TopicDescription[]> {
  const retry = { initialRetryTime: 100, retries: 1 };
  const client = { brokers: [...stack.brokers], logLevel: logLevel.NOTHING, connectionTimeout: 1000, retry };
  const admin = new Kafka({ ...client, requestTimeout: 5000 }).admin();
  try {
    await admin.connect();
    return (await admin.fetchTopicMetadata({ topics: [...topics] })).topics;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

/** Where Kafka keeps the state of a group or of a transactional id; null until something of its kind was kept. */
export async function coordinatingPartition(
  stack: StackState,
  kind: keyof typeof INTERNAL_TOPICS,
  key: string,
): Promise<{ readonly topic: string; readonly partition: number } | null> {
  const topic = INTERNAL_TOPICS[kind];
  const [found] = await describeTopics(stack, [topic]);
  if (!found || found.partitions.length === 0) return null;
  return { topic, partition: positive(javaHash(key)) % found.partitions.length };
}

/** Java's `String.hashCode`. */
function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (31 * hash + text.charCodeAt(index)) | 0;
  return hash;
}

/** Kafka's own absolute value: 0 for the one number that has none. */
function positive(hash: number): number {
  return hash === -(2 ** 31) ? 0 : Math.abs(hash);
}

/** Has Kafka's tool move each partition to its preferred replica. @returns how many it moved */
export async function electPreferredLeaders(stack: StackState): Promise<number> {
  const tool = 'org.apache.kafka.tools.LeaderElectionCommand';
  const logging = [`-Dlog4j2.configurationFile=${LOGGING}`, '-Dsigilo.log.level=OFF'];
  const brokers = ['--bootstrap-server', stack.brokers.join()];
  const options = [...brokers, '--election-type', 'preferred', '--all-topic-partitions'];
  const output = await runJava([...TUNING, ...logging, '-cp', join(stack.libs, '*'), tool, ...options]);
  const moved = /^Successfully completed leader election \(PREFERRED\) for partitions (.*)$/m.exec(output)?.[1];
  return moved ? moved.split(', ').length : 0;
}

function runJava(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('java', args, (error, stdout, stderr) => {
      if (error) reject(new Error(`the leader election failed: ${`${stdout}${stderr}`.slice(0, 2000)}`));
      else resolve(stdout);
    });
  });
}
