import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WorkerCommand } from './exactly-once-worker.ts';

/** One line that a worker process printed: `mark`, `pid`, and the fields of the event. */
export interface Mark {
  readonly mark: string;
  readonly [field: string]: unknown;
}

export interface WorkerProcess {
  readonly marks: readonly Mark[];
  /** Resolves with the first mark, also a past one, that fits; rejects when the process ends or the time is over. */
  readonly waitFor: (fits: (mark: Mark) => boolean, what: string, timeoutMs?: number) => Promise<Mark>;
  /** Calls back for each mark as it comes. */
  readonly onMark: (listener: (mark: Mark) => void) => void;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Resolves when the process is gone. */
  readonly exited: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
}

const SCRIPT = join(import.meta.dirname, 'exactly-once-worker.ts');
const running = new Set<ChildProcess>();

/** Starts a worker in a process of its own. */
export function startWorkerProcess(command: WorkerCommand): WorkerProcess {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(command)], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const marks: Mark[] = [];
  const listeners = new Set<(mark: Mark) => void>();
  let complaint = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-2_000);
  });
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const mark = JSON.parse(line) as Mark;
    marks.push(mark);
    for (const listener of listeners) listener(mark);
  });
  const exited = new Promise<{ status: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (status, signal) => {
      running.delete(child);
      resolve({ status, signal });
    });
  });
  const waitFor: WorkerProcess['waitFor'] = (fits, what, timeoutMs = 60_000) => {
    const found = marks.find(fits);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const end = (error: Error | null, mark?: Mark): void => {
        listeners.delete(listener);
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(mark!);
      };
      const listener = (mark: Mark): void => {
        if (fits(mark)) end(null, mark);
      };
      const timer = setTimeout(() => end(new Error(`no ${what} within ${timeoutMs} ms: ${lastOf(marks)}`)), timeoutMs);
      listeners.add(listener);
      exited.then(({ status }) => end(new Error(`the worker ended with ${status} before ${what}: ${complaint}`)));
    });
  };
  return {
    marks,
    waitFor,
    onMark: (listener) => listeners.add(listener),
    signal: (name) => child.kill(name),
    exited,
  };
}

/**
 * Waits until the process has committed the last record of each partition of a route.
 * @param perPartition how many records each partition of the source holds
 */
export async function untilDone(
  worker: WorkerProcess,
  route: string,
  perPartition: number,
  partitions: number,
  timeoutMs?: number,
): Promise<void> {
  for (let partition = 0; partition < partitions; partition += 1) {
    await worker.waitFor(
      (mark) =>
        mark.mark === 'committed' &&
        mark.route === route &&
        mark.partition === partition &&
        Number(mark.lastOffset) === perPartition - 1,
      `last record of ${route} ${partition}`,
      timeoutMs,
    );
  }
}

/** Kills every worker process that still runs; for `afterEach`. */
export async function killWorkerProcesses(): Promise<void> {
  const gone = [...running].map((child) => new Promise((resolve) => child.on('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(gone);
}

function lastOf(marks: readonly Mark[]): string {
  return marks
    .slice(-8)
    .map((mark) => JSON.stringify(mark))
    .join('\n');
}
