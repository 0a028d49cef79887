import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { javaArguments } from '../oracle/run-java.ts';
import { frameFlush } from './frames.ts';

const SOURCE = join(import.meta.dirname, 'java', 'LoadWriter.java');

/** Kafka's Java client in a process of its own. */
export interface WriterProcess {
  /** Passes frames on; resolves when there is room for more. Rejects when the process has failed. */
  readonly write: (frames: Buffer) => Promise<void>;
  /** Resolves when all records so far are acknowledged, or aborted. */
  readonly flush: () => Promise<void>;
  readonly acknowledged: () => number;
  /** Records in transactions that were aborted, on purpose or not. */
  readonly aborted: () => number;
  readonly failure: () => Error | null;
  /** Ends the process; what is not flushed may be lost. */
  readonly close: () => Promise<void>;
}

/** Starts the writer, which needs about two seconds for its first record. */
export async function startWriter(
  stack: { readonly brokers: readonly string[]; readonly libs: string },
  transactionalId: string,
): Promise<WriterProcess> {
  const args = await javaArguments(stack.libs, [SOURCE], '256m', [stack.brokers.join(), transactionalId]);
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const [closed, gone] = [once(child, 'close'), new AbortController()];
  let [acknowledged, aborted, flushes] = [0, 0, 0];
  let [complaint, isEnding] = ['', false];
  let failure: Error | null = null;
  const waiting = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();

  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, 2_000);
  });
  child.stdin.on('error', () => {});
  child.on('error', () => {});
  child.on('close', (status) => {
    if (isEnding) return;
    failure = new Error(`the writer of the load ended with ${status}: ${complaint}`);
    for (const { reject } of waiting.values()) reject(failure);
    gone.abort();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [kind, first, second] = line.split(' ');
    if (kind === 'a') [acknowledged, aborted] = [Number(first), Number(second)];
    if (kind === 'f') waiting.get(Number(first))?.resolve();
  });

  const write = async (frames: Buffer): Promise<void> => {
    if (failure) throw failure;
    if (child.stdin.write(frames)) return;
    await once(child.stdin, 'drain', { signal: gone.signal }).catch((thrown: unknown) => {
      throw failure ?? thrown;
    });
  };
  return {
    write,
    flush: async () => {
      const number = flushes++;
      const answered = new Promise<void>((resolve, reject) => waiting.set(number, { resolve, reject }));
      answered.catch(() => {});
      await write(frameFlush(number));
      await answered.finally(() => waiting.delete(number));
    },
    acknowledged: () => acknowledged,
    aborted: () => aborted,
    failure: () => failure,
    close: async () => {
      isEnding = true;
      child.kill('SIGKILL');
      await closed.catch(() => {});
    },
  };
}
