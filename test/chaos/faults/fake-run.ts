import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosRun, ChaosWorker } from '../chaos-run.ts';
import { createGate } from '../gate.ts';

/** A run without brokers: one worker whose log and commits a test writes itself. */
export interface FakeRun {
  readonly run: ChaosRun;
  readonly worker: ChaosWorker;
  /** Adds a line to the log of the worker. */
  readonly say: (line: Readonly<Record<string, unknown>>) => void;
  /** Notes a commit of each partition of the route, from now on at each look. */
  readonly commitAlways: () => void;
  readonly notes: readonly (readonly [event: string, fields: unknown])[];
  readonly remove: () => void;
}

/** Makes the run, with one route of two partitions; `changes` replaces parts of it. */
export function fakeRun(changes: Partial<ChaosRun> = {}): FakeRun {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-fake-run-'));
  const logFile = join(directory, 'worker-1.log');
  writeFileSync(logFile, '');
  const notes: [string, unknown][] = [];
  let commits = false;
  const worker = { name: 'worker-1', logFile, isTaken: false, hasExited: () => false } as unknown as ChaosWorker;
  const route = { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held', partitions: 2 };
  const proxy = {
    lastCommits: () => new Map(commits ? ['0', '1'].map((each) => [`sigilo:g:raw:${each}`, Date.now()]) : []),
  };
  const run = {
    groupId: 'g',
    routes: [route],
    cluster: { proxy },
    workers: { all: () => [worker], free: () => [worker] },
    directory,
    random: () => 0,
    gate: createGate(),
    note: (event: string, fields: unknown) => void notes.push([event, fields]),
    sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5))),
    ...changes,
  } as unknown as ChaosRun;
  return {
    run,
    worker,
    say: (line) => appendFileSync(logFile, `${JSON.stringify(line)}\n`),
    commitAlways: () => {
      commits = true;
    },
    notes,
    remove: () => rmSync(directory, { recursive: true }),
  };
}
