import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { ChaosRun, ChaosWorker, StartWorker, Workers } from './chaos-run.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
/** A start needs its coordinator: with a broker down it takes as long as the broker does. */
const START_MS = 90_000;
const POLL_MS = 50;
const REPLACE_MS = 1_000;
/** A worker that lived so long has worked: its end is no continuation of the ends before it. */
const LONG_LIFE_MS = 60_000;
/** Who starts while it may not write to the quarantine, or while no broker answers, ends again. */
const MOST_IN_A_ROW = 30;
const MOST_WAITS = 5;
const STOP_MS = 30_000;

/** Sections of `sigilo.yaml` that all workers share. */
export type SharedSettings = Readonly<Record<string, object>>;

/** The end of a worker that nobody had asked for. */
export interface UnexpectedExit {
  readonly worker: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Of the last fatal line in its log; null when there is none. */
  readonly code: string | null;
}

/** The workers with what the driver alone may do with them. */
export interface SupervisedWorkers extends Workers {
  readonly unexpected: readonly UnexpectedExit[];
  /** Rejects when workers end by themselves again and again. */
  readonly hopeless: Promise<never>;
  /** SIGTERM to all; resolves with those that did not end with 0 in time. */
  readonly stopAll: () => Promise<readonly string[]>;
  /** Kills what is left; for every way out. */
  readonly killAll: () => Promise<void>;
}

/**
 * Keeps the workers of the group: one that ends without a fault's doing is noted and replaced.
 * @param directory holds configurations and logs of all workers
 * @param settings `kafka.clientId` and a port are added for each
 */
export function createWorkers(directory: string, settings: SharedSettings, note: ChaosRun['note']): SupervisedWorkers {
  const everyone: ChaosWorker[] = [];
  const children = new Set<ChildProcess>();
  const unexpected: UnexpectedExit[] = [];
  const hopeless = Promise.withResolvers<never>();
  hopeless.promise.catch(() => {});
  let inARow = 0;
  let isOver = false;
  const logs = join(directory, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });

  const start = async (options: StartWorker = {}): Promise<ChaosWorker> => {
    if (isOver) throw new Error('the run is over: no worker is started any more');
    const name = `worker-${everyone.length + 1}`;
    const configFile = join(directory, `${name}.yaml`);
    writeFileSync(configFile, stringify(configOf(name, settings, options.settings)), { mode: 0o600 });
    const startedAt = Date.now();
    const { worker, child } = spawnWorker(name, configFile, options.logDirectory ?? logs, logs, options);
    everyone.push(worker);
    children.add(child);
    note('worker started', { worker: name, pid: worker.pid });
    void worker.exited.then(({ status, signal }) => {
      children.delete(child);
      note('worker ended', { worker: name, status, signal, expected: worker.isTaken || isOver });
      if (worker.isTaken || isOver) return;
      inARow = Date.now() - startedAt > LONG_LIFE_MS ? 1 : inARow + 1;
      const code = lastFatalCode(worker);
      unexpected.push({ worker: name, status, signal, code });
      note('worker ended by itself', { worker: name, status, signal, code });
      if (inARow > MOST_IN_A_ROW) {
        hopeless.reject(new Error(`${inARow} workers ended by themselves one after the other, the last by ${code}`));
        return;
      }
      void sleep(REPLACE_MS * Math.min(MOST_WAITS, inARow))
        .then(() => (isOver ? null : start()))
        .catch(hopeless.reject);
    });
    await untilStarted(worker);
    return worker;
  };

  const stopAll = async (): Promise<readonly string[]> => {
    isOver = true;
    const living = everyone.filter((worker) => !worker.hasExited());
    for (const worker of living) worker.signal('SIGTERM');
    const late = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, STOP_MS);
    const exits = await Promise.all(living.map(async (worker) => ({ worker, exit: await worker.exited })));
    clearTimeout(late);
    return exits.filter(({ exit }) => exit.status !== 0).map(({ worker }) => worker.name);
  };

  return {
    all: () => everyone,
    free: () => everyone.filter((worker) => !worker.hasExited() && !worker.isTaken),
    start,
    unexpected,
    hopeless: hopeless.promise,
    stopAll,
    killAll: async () => {
      isOver = true;
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(everyone.map(({ exited }) => exited));
    },
  };
}

function configOf(name: string, settings: SharedSettings, own: StartWorker['settings'] = {}): Record<string, unknown> {
  const config: Record<string, object> = { ...settings, kafka: { ...settings.kafka, clientId: name } };
  for (const [section, given] of Object.entries(own)) {
    config[section] = Array.isArray(given) ? given : { ...config[section], ...given };
  }
  return config;
}

function spawnWorker(
  name: string,
  configFile: string,
  logDirectory: string,
  errorDirectory: string,
  options: StartWorker,
) {
  const logFile = join(logDirectory, `${name}.log`);
  const errorFile = join(errorDirectory, `${name}.stderr.log`);
  const [stdout, stderr] = [logFile, errorFile].map((file) => openSync(file, 'a', 0o600)) as [number, number];
  const command = [...(options.prefix ?? []), process.execPath, CLI, 'run', '--config', configFile];
  const child = spawn(command[0]!, [...command.slice(1), ...(options.options ?? [])], {
    stdio: ['ignore', stdout, stderr],
    env: { ...process.env, ...options.environment },
  });
  closeSync(stdout);
  closeSync(stderr);
  const exited = new Promise<{ status: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('error', () => resolve({ status: -1, signal: null }));
    child.on('exit', (status, signal) => resolve({ status, signal }));
  });
  let isGone = false;
  void exited.then(() => {
    isGone = true;
  });
  const logLines = (from = 0) => readLines(logFile, from);
  const worker: ChaosWorker = {
    name,
    pid: child.pid ?? -1,
    logFile,
    isTaken: false,
    signal: (signal) => void child.kill(signal),
    exited,
    hasExited: () => isGone || child.exitCode !== null || child.signalCode !== null,
    metrics: async () => {
      const line = logLines().find(({ msg }) => String(msg).startsWith('metrics are'));
      if (!line) throw new Error(`${name} has no metrics page yet`);
      return (await fetch(`http://${line.host}:${line.port}/metrics`, { signal: AbortSignal.timeout(5_000) })).text();
    },
    logLines,
  };
  return { worker, child };
}

/** Until it says that it works, or has ended; a time beyond which it is left to itself. */
async function untilStarted(worker: ChaosWorker): Promise<void> {
  const until = performance.now() + START_MS;
  while (!worker.hasExited() && performance.now() < until) {
    if (worker.logLines().some(({ msg }) => msg === 'worker started')) return;
    await sleep(POLL_MS);
  }
}

function lastFatalCode(worker: ChaosWorker): string | null {
  const line = worker.logLines().findLast(({ level, code }) => level === 'fatal' && code !== undefined);
  return line ? String(line.code) : null;
}

/** Whole lines from a byte on; none where the file is gone. */
function readLines(file: string, from: number): readonly Readonly<Record<string, unknown>>[] {
  let text: string;
  try {
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(handle).size - from));
      text = bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, from));
    } finally {
      closeSync(handle);
    }
  } catch {
    return [];
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => parsed(line));
}

function parsed(line: string): Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}
