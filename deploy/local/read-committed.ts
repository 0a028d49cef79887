import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SigiloError } from '../../src/errors.ts';
import { compileJava } from './compile-java.ts';
import type { StackState } from './stack-state.ts';

const SOURCE = join(import.meta.dirname, 'java', 'TopicReader.java');

export type Isolation = 'read_committed' | 'read_uncommitted';

/** What is needed of a stack: a read works against any cluster that Kafka's Java client can reach. */
export type ReadableStack = Pick<StackState, 'brokers' | 'libs'>;

/** A record as Kafka's own client returned it. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

/** First offset, and the offset after the last record that the isolation level shows. */
export interface TopicExtent {
  readonly topic: string;
  readonly partition: number;
  readonly begin: number;
  readonly end: number;
}

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

interface RecordLine extends Omit<TopicRecord, 'key' | 'value' | 'headers'> {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

/**
 * Reads all committed records of topics, partition by partition in order, with Kafka's Java client; ends at the
 * last stable offset of the moment when it began.
 * @throws SigiloError stack.requirements without a JDK, stack.failed when a topic is missing or the brokers are silent
 */
export async function* readCommitted(
  stack: ReadableStack,
  topics: readonly string[],
  isolation: Isolation = 'read_committed',
): AsyncGenerator<TopicRecord, void, undefined> {
  for await (const line of linesOf(stack, ['records', isolation, ...topics])) {
    const { key, value, headers, ...place } = JSON.parse(line) as RecordLine;
    yield {
      ...place,
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers.map(([name, content]) => [Buffer.from(name, 'base64').toString(), bytesOf(content)] as const),
    };
  }
}

/** Like `readCommitted`, as an array. */
export async function readAllCommitted(stack: ReadableStack, topics: readonly string[], isolation?: Isolation) {
  const records: TopicRecord[] = [];
  for await (const record of readCommitted(stack, topics, isolation)) records.push(record);
  return records;
}

/** Counts the records of each partition without passing them on; aborted ones count only when read uncommitted. */
export async function countRecords(
  stack: ReadableStack,
  topics: readonly string[],
  isolation: Isolation = 'read_committed',
): Promise<(TopicExtent & { readonly count: number })[]> {
  return parseAll(linesOf(stack, ['counts', isolation, ...topics]));
}

/** The extent of each partition; an open transaction ends it when read committed. */
export async function readExtents(
  stack: ReadableStack,
  topics: readonly string[],
  isolation: Isolation = 'read_committed',
): Promise<TopicExtent[]> {
  return parseAll(linesOf(stack, ['ends', isolation, ...topics]));
}

/** The committed offsets of a consumer group; partitions without one are absent. */
export async function committedOffsets(stack: ReadableStack, group: string): Promise<GroupOffset[]> {
  return parseAll(linesOf(stack, ['group', group]));
}

async function parseAll<Line>(lines: AsyncIterable<string>): Promise<Line[]> {
  const parsed: Line[] = [];
  for await (const line of lines) parsed.push(JSON.parse(line) as Line);
  return parsed;
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}

async function* linesOf(stack: ReadableStack, command: readonly string[]): AsyncGenerator<string, void, undefined> {
  const classes = await compileJava(stack.libs, [SOURCE]);
  const classPath = [classes, join(stack.libs, '*')].join(':');
  const tuning = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dsigilo.log.level=OFF'];
  const logging = `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.xml')}`;
  const args = [...tuning, logging, '-cp', classPath, 'TopicReader', stack.brokers.join(','), ...command];
  const child: ChildProcess = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  let complaint = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2000);
  });
  try {
    yield* createInterface({ input: child.stdout!, crlfDelay: Number.POSITIVE_INFINITY });
    const [status] = await ended;
    if (status !== 0) {
      const faults = complaint.split('\n').filter((line) => line.startsWith('Exception') || line.startsWith('Caused'));
      throw new SigiloError('stack.failed', { setting: 'TopicReader', status: status ?? -1, faults });
    }
  } finally {
    child.kill('SIGKILL');
  }
}
