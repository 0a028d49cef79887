import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StackState } from '../../deploy/local/stack-control.ts';
import type { NewRecord } from './topics.ts';

const SOURCE = join(import.meta.dirname, 'java', 'RecordWriter.java');
const LOGGING = join(import.meta.dirname, '../../deploy/local/log4j2.xml');

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** A record to be written by Kafka's own client. */
export interface WrittenRecord extends NewRecord {
  readonly partition: number;
  readonly codec?: Codec;
  /** Instead of the topic that all others go to. */
  readonly topic?: string;
}

/** Writes records in order with Kafka's Java client, which needs about two seconds to start. */
export async function writeByJava(stack: StackState, topic: string, records: Iterable<WrittenRecord>): Promise<void> {
  const tuning = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dsigilo.log.level=OFF'];
  const args = [...tuning, `-Dlog4j2.configurationFile=${LOGGING}`, '-cp', join(stack.libs, '*'), SOURCE];
  const child = spawn('java', [...args, stack.brokers.join()], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2_000);
  });
  child.stdin.on('error', () => {});
  for (const record of records)
    if (!child.stdin.write(lineOf(record.topic ?? topic, record))) await once(child.stdin, 'drain');
  child.stdin.end();
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`the Java writer ended with ${status}: ${complaint}`);
}

function lineOf(
  topic: string,
  { partition, codec = 'none', timestamp, key, value, headers = {} }: WrittenRecord,
): string {
  const pairs = Object.entries(headers).flatMap(([name, content]) => {
    return (Array.isArray(content) ? content : [content]).flatMap((one) => [base64(name), base64(one)]);
  });
  return `${[topic, partition, codec, timestamp ?? '-', base64(key), base64(value), ...pairs].join('\t')}\n`;
}

/** An empty value is an empty field: with a tab behind it, it is one all the same. */
function base64(content: Buffer | string | null | undefined): string {
  if (content === null || content === undefined) return '-';
  return Buffer.from(content as string).toString('base64');
}
