import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { uniqueName } from './topics.ts';

const SOURCE = join(import.meta.dirname, 'java', 'TransactionWriter.java');
const LOGGING = join(import.meta.dirname, '../../deploy/local/log4j2.xml');

/** What one of several producers does next; one that never begins writes outside of transactions. */
export type WriterStep =
  | { readonly by: string; readonly does: 'begin' | 'commit' | 'abort' }
  | {
      readonly by: string;
      readonly does: 'send';
      readonly topic: string;
      readonly partition: number;
      readonly key?: Buffer | null;
      readonly value: string;
    };

/** Producers of Kafka's Java client in one process, which takes about two seconds to start. */
export interface TransactionWriter {
  /** Takes the steps in order; resolves when the brokers have acknowledged the last. */
  readonly take: (steps: readonly WriterStep[]) => Promise<void>;
  /** Ends the process; transactions that are open stay so until the brokers abort them. */
  readonly end: () => Promise<void>;
}

/** Starts the producers' process. */
export function startTransactionWriter(stack: StackState): TransactionWriter {
  const tuning = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dsigilo.log.level=OFF'];
  const args = [...tuning, `-Dlog4j2.configurationFile=${LOGGING}`, '-cp', join(stack.libs, '*'), SOURCE];
  const child = spawn('java', [...args, stack.brokers.join(), `${uniqueName('writer')}-`]);
  let [done, complaint] = [0, ''];
  const closed = once(child, 'close');
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2_000);
  });
  child.stdin.on('error', () => {});
  const answers = createInterface({ input: child.stdout }).on('line', () => {
    done += 1;
  });
  return {
    take: async (steps) => {
      const until = done + steps.length;
      child.stdin.write(steps.map(lineOf).join(''));
      while (done < until) {
        await Promise.race([once(answers, 'line'), closed]);
        if (child.exitCode !== null) throw new Error(`the Java writer ended with ${child.exitCode}: ${complaint}`);
      }
    },
    end: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

function lineOf(step: WriterStep): string {
  const place = step.does === 'send' ? [step.topic, step.partition, base64(step.key), base64(step.value)] : [];
  return `${[step.by, step.does, ...place].join('\t')}\n`;
}

function base64(content: Buffer | string | null | undefined): string {
  return content === null || content === undefined ? '-' : Buffer.from(content as string).toString('base64');
}
