import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createCleanup } from '../../src/commands/demo/cleanup.ts';
import { hideNegativeTimeoutWarning } from '../../src/io/kafka-client.ts';
import type { ChaosRun, Fault } from './chaos-run.ts';
import { unmountBelow } from './faults/small-disk.ts';
import type { RunningLoad } from './load/start-load.ts';
import type { ChaosOptions } from './options.ts';
import { type ChaosReport, type Outcome, reportOf } from './report.ts';
import { runLanes, type Struck } from './run-lanes.ts';
import { leastCounts, makeSchedule, type Planned, type Schedule } from './schedule.ts';
import { setStage } from './set-stage.ts';
import { workerDirectory } from './set-up.ts';
import { type Lag, waitUntilDrained } from './settle.ts';
import { judgeStage, saveMetrics } from './verdict.ts';

export interface RunOptions extends Pick<ChaosOptions, 'seed' | 'records' | 'workers' | 'directory' | 'keep'> {
  /** May be a part of one. */
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly planned: readonly Planned[];
  /** Instead of one made of the table, in which the time shapes what is planned. */
  readonly schedule?: Schedule;
  /** Beyond the minutes, for strikes that must be tried again or that take longer on a slow machine. */
  readonly overtimeMs?: number;
  /** Versions of each schema besides the first, for faults that need one which no worker has seen. */
  readonly versions: number;
}

const OVERTIME_MS = 240_000;
const OVERTIME_SHARE = 0.5;
const ENDING_MS = 5_000;
const PROGRESS_MS = 10_000;
type Say = (line: string) => void;

/**
 * Starts everything, lets the faults strike under load, settles, and judges.
 * The directory of the run stays after a failure, with the journal, the logs and the brokers' data.
 * @param signal ends the run at once; nothing is then left running
 */
export async function runChaos(options: RunOptions, say: Say, signal: AbortSignal): Promise<ChaosReport> {
  hideNegativeTimeoutWarning();
  const began = performance.now();
  mkdirSync(options.directory, { recursive: true });
  const directory = mkdtempSync(join(options.directory, 'sigilo-chaos-'));
  const cleanup = createCleanup();
  cleanup.add(async () => unmountBelow(directory));
  const ending = new AbortController();
  const steps = run(options, directory, say, cleanup.add, AbortSignal.any([signal, ending.signal]));
  let isKept = true;
  try {
    const outcome = await Promise.race([steps, rejection(signal)]);
    const ok = reportOf({ ...outcome, directory: null }).ok;
    isKept = options.keep || !ok;
    const seconds = { ...outcome.seconds, total: secondsSince(began) };
    return reportOf({ ...outcome, seconds, directory: isKept ? directory : null });
  } catch (error) {
    say(`files of the run: ${directory}`);
    throw error;
  } finally {
    ending.abort();
    // A fault that is at work sees the end at its next wait; whatever it still does to a broker comes before the clean-up.
    await Promise.race([steps.catch(() => {}), wait(ENDING_MS)]);
    await cleanup.run();
    if (!isKept) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function run(
  options: RunOptions,
  directory: string,
  say: Say,
  onCleanup: (close: () => Promise<unknown>) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { seed, minutes } = options;
  const note = journalIn(directory);
  const stage = await setStage(options, directory, say, note, onCleanup, signal);
  const { chaos, load, workers } = stage;
  const schedule = options.schedule ?? makeSchedule(options.planned, minutes, seed);
  note('begins', { seed, minutes, planned: schedule.least });
  say(`${countOf(schedule.least)} strikes of ${Object.keys(schedule.least).length} kinds in ${minutes} minutes`);

  const struckFrom = performance.now();
  const progress = { bitten: 0 };
  const telling = setInterval(() => {
    say(`${Math.round(secondsSince(struckFrom))} s: ${progress.bitten} faults bit, ${load.written()} records written`);
  }, PROGRESS_MS);
  let struck: Struck;
  try {
    const overtimeMs = options.overtimeMs ?? Math.max(OVERTIME_MS, minutes * 60_000 * OVERTIME_SHARE);
    const deadlineMs = minutes * 60_000 + overtimeMs;
    const lanes = runLanes(chaos, options.faults, schedule, deadlineMs, progress);
    struck = await Promise.race([lanes, workers.hopeless, load.finished.then(() => lanes)]);
    await writeTheRest(load, options.records, deadlineMs, chaos.sleep);
  } finally {
    clearInterval(telling);
  }
  await load.stop();
  const faultSeconds = secondsSince(struckFrom);

  say('faults and load are over: waiting until the group has worked on every record');
  const settledFrom = performance.now();
  const sources = [...chaos.routes, chaos.expiring].map(({ source }) => source);
  const lag: Lag = await Promise.race([
    waitUntilDrained(chaos.cluster.stack(), chaos.groupId, sources, stage.transactional, chaos.sleep),
    workers.hopeless,
  ]);
  note('settled', { lag });
  const settling = secondsSince(settledFrom);
  await saveMetrics(workers.free(), workerDirectory(directory));
  const dirtyStops = await workers.stopAll();
  note('workers stopped', { dirtyStops });

  say('judging every record and every byte');
  const verdict = await judgeStage(stage, directory, lag);
  return {
    verdict,
    seed,
    minutes,
    least: schedule.least,
    ...struck,
    unexpected: workers.unexpected,
    dirtyStops,
    seconds: { faults: faultSeconds, settling, total: 0 },
    directory,
  };
}

/** The load goes on until as many records are written as were asked for, or the time is over. */
async function writeTheRest(
  load: RunningLoad,
  records: number,
  timeoutMs: number,
  sleep: ChaosRun['sleep'],
): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (load.written() < records && performance.now() < until) await sleep(200);
}

/** Lines of `journal.jsonl`: what was done when, and what came of it. */
function journalIn(directory: string): ChaosRun['note'] {
  const file = join(directory, 'journal.jsonl');
  return (event, fields = {}) => {
    appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`, { mode: 0o600 });
  };
}

function countOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}

/** How many schema versions the faults of a run may need. */
export function versionsFor(planned: readonly Planned[], minutes: number): number {
  const least = leastCounts(planned, minutes);
  return 2 + 3 * countOf(Object.fromEntries(Object.entries(least).filter(([kind]) => kind.startsWith('registry'))));
}
