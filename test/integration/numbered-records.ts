import { type Isolation, readAllCommitted } from '../../deploy/local/read-committed.ts';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { createTopics, kafkaClient, type NewRecord } from './topics.ts';

/** The topics of one route, created for one test. */
export interface TestRoute {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
}

/** What an independent reader found, compared with what was written; all zero and empty when exactly once held. */
export interface Verdict {
  readonly missing: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly wrongPartition: number;
  /** Values that neither route nor test can have made. */
  readonly strange: number;
}

export const EXACTLY_ONCE: Verdict = { missing: 0, doubled: 0, outOfOrder: 0, wrongPartition: 0, strange: 0 };

/** Creates source, sink and quarantine of a route. */
export async function createRoute(stack: StackState, name: string, partitions: number): Promise<TestRoute> {
  const quarantine = { partitions: 2, config: { 'max.message.bytes': '1100000' } };
  const topics = await createTopics(stack, { source: { partitions }, sink: { partitions }, quarantine });
  return { name, ...topics };
}

/** Records numbered from `first`, one key to each partition; each 50th is one that the pipeline quarantines. */
export function numberedRecords(first: number, count: number, partitions: number): NewRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const partition = number % partitions;
    return { key: `key-${partition}`, value: `${number % 50 === 7 ? 'Q' : ''}${number}:${PADDING}`, partition };
  });
}

const PADDING = 'x'.repeat(80);

/** Writes numbered records to the route's source, in small batches, so that they are fetched in small ones. */
export async function feed(
  stack: StackState,
  route: TestRoute,
  first: number,
  count: number,
  partitions: number,
): Promise<void> {
  // Idempotent: a retry of kafkajs repeats the whole request, and the source itself would hold records twice.
  const options = { allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 };
  const producer = kafkaClient(stack).producer(options);
  await producer.connect();
  const step = partitions * 15;
  for (let done = 0; done < count; done += step) {
    const messages = numberedRecords(first + done, Math.min(step, count - done), partitions);
    await producer.send({ topic: route.source, acks: -1, messages: messages.map((each) => ({ ...each })) });
  }
  await producer.disconnect();
}

/**
 * Reads sink and quarantine with Kafka's Java client and judges them.
 * @param count records were numbered 0 to count - 1
 */
export async function judge(
  stack: StackState,
  route: TestRoute,
  count: number,
  partitions: number,
  isolation: Isolation = 'read_committed',
): Promise<Verdict> {
  const seen = new Uint16Array(count);
  const last = new Map<string, number>();
  let [outOfOrder, wrongPartition, strange] = [0, 0, 0];
  for (const record of await readAllCommitted(stack, [route.sink, route.quarantine], isolation)) {
    const isSink = record.topic === route.sink;
    const match = (isSink ? /^T:(\d+):/ : /^malformed_avro:Q(\d+):/).exec(record.value?.toString() ?? '');
    const number = Number(match?.[1] ?? -1);
    if (number < 0 || number >= count || (number % 50 === 7) === isSink) {
      strange += 1;
      continue;
    }
    seen[number]! += 1;
    const source = number % partitions;
    if (record.partition !== (isSink ? source : source % 2)) wrongPartition += 1;
    const place = `${record.topic} ${source}`;
    if (number <= (last.get(place) ?? -1)) outOfOrder += 1;
    last.set(place, number);
  }
  const missing = seen.filter((times) => times === 0).length;
  const doubled = seen.reduce((sum, times) => sum + Math.max(0, times - 1), 0);
  return { missing, doubled, outOfOrder, wrongPartition, strange };
}
