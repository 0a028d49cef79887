import type { Admin, Message, Producer, RecordMetadata, TopicMessages, Transaction } from 'kafkajs';
import { SigiloError } from '../errors.ts';
import { askForStable } from './kafka-sink/stable-offsets.ts';

/** A source partition as the group knows it. */
export interface SourcePlace {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

/** One source partition's producer, fenced against earlier owners if it has transactions, and the certain position. */
export interface SinkSession {
  readonly producer: Producer;
  /** A begun transaction in which nothing was sent yet; always null without transactions. */
  transaction: Transaction | null;
  /** The next offset to process. */
  expected: bigint;
  /** False when the group had no offset here, and `expected` is the beginning of the log. */
  readonly isCommitted: boolean;
  /** The value of `expected` that was sought already: a batch above it is then a real gap. */
  sought: bigint | null;
  /** Set when the session was given up; nothing may be sent or committed any more. */
  dead: boolean;
}

export type SinkMessage = Message & { readonly partition: number };

/** Messages for one topic, with the size of its largest record batch. */
export interface Outgoing {
  readonly topic: string;
  readonly limit: number;
  readonly messages: readonly SinkMessage[];
}

/** The same in every process, so that a new owner fences the old one; no topic's name can hold a colon. */
export function transactionalIdOf(place: SourcePlace): string {
  return `sigilo:${place.groupId}:${place.topic}:${place.partition}`;
}

/**
 * Opens a partition: first the fence, which ends or finishes whatever an earlier owner had open, then the committed
 * offset. The other way round, a commit of the earlier owner between the two would be processed twice.
 * Rejects with an error of kafkajs; the producer is then disconnected.
 */
export async function openSession(
  ports: { readonly admin: Admin; readonly createProducer: (transactionalId: string) => Producer },
  place: SourcePlace,
): Promise<SinkSession> {
  const producer = ports.createProducer(transactionalIdOf(place));
  try {
    await producer.connect();
    const transaction = await producer.transaction();
    // What the fence has ended may still be on its way to the group.
    const position = await askForStable(place, () => readPosition(ports.admin, place));
    return { producer, transaction, ...position, sought: null, dead: false };
  } catch (error) {
    closeProducer(producer);
    throw error;
  }
}

/**
 * Opens a partition without a transaction. There is no fence: what an earlier owner still sends may come twice, but
 * its offsets are refused once the group has a new generation. Rejects with an error of kafkajs.
 */
export async function openPlainSession(
  ports: { readonly admin: Admin; readonly createPlainProducer: () => Producer },
  place: SourcePlace,
): Promise<SinkSession> {
  const producer = ports.createPlainProducer();
  try {
    await producer.connect();
    return { producer, transaction: null, ...(await readPosition(ports.admin, place)), sought: null, dead: false };
  } catch (error) {
    closeProducer(producer);
    throw error;
  }
}

/** Gives a session up without abort: the next owner's fence aborts what is open, and refuses what is under way. */
export function closeSession(session: SinkSession): void {
  session.dead = true;
  closeProducer(session.producer);
}

/** Disconnects, without waiting and whatever comes of it. */
function closeProducer(producer: Producer): void {
  producer.disconnect().catch(() => {});
}

/** Where to begin: the group's offset, or the start of the log when it has none. */
async function readPosition(admin: Admin, place: SourcePlace): Promise<Pick<SinkSession, 'expected' | 'isCommitted'>> {
  const committed = await readCommittedOffset(admin, place);
  return { expected: committed ?? (await readLogStart(admin, place)), isCommitted: committed !== null };
}

/** The group's offset, or null when it has none (-1, or -2 as kafkajs writes for "earliest"). */
export async function readCommittedOffset(admin: Admin, place: SourcePlace): Promise<bigint | null> {
  const [topic] = await admin.fetchOffsets({ groupId: place.groupId, topics: [place.topic] });
  const offset = BigInt(partitionIn(topic?.partitions ?? [], place).offset);
  return offset < 0n ? null : offset;
}

/** The first offset that the partition still holds. */
export async function readLogStart(admin: Admin, place: SourcePlace): Promise<bigint> {
  const partitions = await admin.fetchTopicOffsets(place.topic);
  return BigInt(partitionIn(partitions, place).low);
}

/** A broker that has not heard of an assigned partition yet says nothing of its offsets: that is not to have none. */
function partitionIn<Found extends { readonly partition: number }>(
  answer: readonly Found[],
  place: SourcePlace,
): Found {
  const { topic, partition } = place;
  const found = answer.find((each) => each.partition === partition);
  if (!found) throw new SigiloError('kafka.unavailable', { topic, partition }, { retryable: true });
  return found;
}

/** Steps of one transaction, in the order that exactly-once needs. */
export type CommitStage = 'send' | 'offsets' | 'commit';

/**
 * Sends all messages, then the source's offset, then commits, in one transaction. After a rejection the outcome is
 * unknown and the session must be closed: only the committed offset after the next fence tells.
 * @param sends each a request of its own, to one partition
 * @param next the offset after the batch
 * @param before called before each stage; a throw of it ends the transaction there
 */
export async function commitBatch(
  session: SinkSession,
  place: SourcePlace,
  sends: readonly TopicMessages[],
  next: bigint,
  before: (stage: CommitStage) => void,
): Promise<void> {
  const transaction = session.transaction ?? (await session.producer.transaction());
  session.transaction = null;
  for (const sent of sends) {
    before('send');
    requireAll(sent, await transaction.sendBatch({ acks: -1, topicMessages: [sent] }));
  }
  before('offsets');
  const partitions = [{ partition: place.partition, offset: next.toString() }];
  await transaction.sendOffsets({ consumerGroupId: place.groupId, topics: [{ topic: place.topic, partitions }] });
  before('commit');
  await transaction.commit();
  session.expected = next;
}

/**
 * Sends all messages, waits for all replicas in sync, and only then commits the source's offset as a member of the
 * group. A crash in between sends them again; nothing is lost. After a rejection the session must be closed.
 * @param sends each a request of its own, to one partition
 * @param next the offset after the batch
 * @param commitOffset commits an offset of this partition, in the current generation of the group
 * @param before called before each stage; a throw of it ends the batch there
 */
export async function sendThenCommit(
  session: SinkSession,
  sends: readonly TopicMessages[],
  next: bigint,
  commitOffset: (offset: bigint) => Promise<void>,
  before: (stage: CommitStage) => void,
): Promise<void> {
  for (const sent of sends) {
    before('send');
    requireAll(sent, await session.producer.sendBatch({ acks: -1, topicMessages: [sent] }));
  }
  before('offsets');
  await commitOffset(next);
  session.expected = next;
}

/**
 * kafkajs drops messages without an error when its metadata lack their partition. What is not acknowledged was not sent.
 * @throws SigiloError sink.unavailable
 */
function requireAll({ topic, messages }: TopicMessages, acknowledged: readonly RecordMetadata[]): void {
  const answered = new Set(acknowledged.map(({ topicName, partition }) => `${topicName}:${partition}`));
  for (const partition of new Set(messages.map((message) => message.partition!))) {
    if (!answered.has(`${topic}:${partition}`)) {
      throw new SigiloError('sink.unavailable', { topic, partition }, { retryable: true });
    }
  }
}

/** Bounds the time for which encoding one request holds the event loop. */
const MESSAGES_OF_A_SEND = 4_000;

/**
 * Packs messages into as few sends as the topics' limits allow, each of one record batch for one partition. The order
 * within a partition is kept.
 *
 * Never two partitions in one send: when one broker refuses its part of a send while another has the other part under
 * way, or when a leader moves in between, kafkajs sends that part again under new sequence numbers. The broker takes it
 * for new records, and one transaction then commits them twice.
 */
export function packSends(topics: readonly Outgoing[]): TopicMessages[] {
  const sends: TopicMessages[] = [];
  for (const { topic, limit, messages } of topics) {
    let current: SinkMessage[] = [];
    let bytes = 0;
    for (const message of messages) {
      const size = encodedSize(message);
      const isFull = bytes + size > limit || current.length === MESSAGES_OF_A_SEND;
      if (current.length === 0 || isFull || message.partition !== current[0]!.partition) {
        current = [];
        sends.push({ topic, messages: groupedAlready(current, message.partition) });
        bytes = BATCH_OVERHEAD;
      }
      current.push(message);
      bytes += size;
    }
  }
  return sends;
}

/**
 * kafkajs groups messages by partition through the array's `reduce`, copying its list for each message: quadratic work.
 * All messages of a send go to one partition, so the answer is known.
 */
function groupedAlready(messages: SinkMessage[], partition: number): SinkMessage[] {
  return Object.defineProperty(messages, 'reduce', { value: () => ({ [partition]: messages }) });
}

/** Bytes of a record batch's header, and a margin. */
export const BATCH_OVERHEAD = 61 + 64;

/** The most bytes that a message can take inside a record batch: all lengths and deltas at their longest. */
export function encodedSize(message: Pick<Message, 'key' | 'value' | 'headers'>): number {
  let size = 36 + byteLength(message.key) + byteLength(message.value);
  for (const name in message.headers) {
    size += 10 + Buffer.byteLength(name);
    const value = message.headers[name];
    if (Array.isArray(value)) for (const each of value) size += 10 + Buffer.byteLength(name) + byteLength(each);
    else size += byteLength(value);
  }
  return size;
}

function byteLength(value: Buffer | string | null | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}
