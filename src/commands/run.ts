import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { Registry } from 'prom-client';
import { type Config, loadConfig } from '../config.ts';
import { SigiloError, thrownName } from '../errors.ts';
import { createLog, errorFields, type LogOptions, openProcessLog } from '../io/log.ts';
import { createTelemetry } from '../io/telemetry.ts';
import type { RoutePipeline } from '../route-pipeline.ts';
import { packageVersion } from '../version.ts';
import { startWorker, type Worker } from '../worker.ts';
import { checkStart } from './run/check-start.ts';
import { openListeners } from './run/listeners.ts';
import { statusOf } from './run/status-page.ts';

/** Orchestrators kill after 30 seconds by default: what remains is for closing and for the log. */
const STOP_MS = 20_000;
/** For a worker that has failed, or that was still starting: its partitions should move on soon. */
const LATE_STOP_MS = 5_000;

/** SIGHUP comes when the terminal is closed; without us it would end the process in the midst of a batch. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** The command `sigilo run`. */
export function runCommand(): Command {
  return new Command('run')
    .description('sanitize the configured routes until it is told to stop (SIGTERM, SIGINT, SIGHUP)')
    .option('--config <file>', 'configuration', 'sigilo.yaml')
    .option(
      '--from-start',
      'begin at the start of sources without a committed offset, although their sinks hold records',
    )
    .option(
      '--accept-loss <routes...>',
      'go on at the oldest record that is left where records of these routes expired before they were read',
    )
    .addHelpText(
      'after',
      '\nLogs are JSON lines on standard output; a full disk or a reader that is gone loses lines, which are counted,\nand no records. Exit code: 0 after a clean stop, 2 when a person must mend\nsomething (configuration, keys, topics, permissions), 1 after any other fatal error.\n\nExample:\n  $ sigilo run --config sigilo.yaml',
    )
    .action(async (options: { config: string; fromStart?: boolean; acceptLoss?: string[] }) => {
      const config = loadConfig(options.config);
      const acceptLoss = options.acceptLoss ?? [];
      refuseUnknownRoutes(config, acceptLoss);
      await run(config, { fromStart: options.fromStart ?? false, acceptLoss });
    });
}

function refuseUnknownRoutes(config: Config, chosen: readonly string[]): void {
  const names = config.routes.map(({ name }) => name);
  if (chosen.every((name) => names.includes(name))) return;
  const faults = [`--accept-loss takes names of routes: ${names.join(', ')}`];
  throw new SigiloError('config.invalid', { file: config.file, faults });
}

export interface RunOptions {
  /** For all routes, whatever their setting. */
  readonly fromStart: boolean;
  /** Names of routes whose records may be skipped where they had expired unread at the start. */
  readonly acceptLoss?: readonly string[];
  /** Of the log; standard output unless given. */
  readonly destination?: LogOptions['destination'];
  /** Ends the run as SIGTERM does. */
  readonly signal?: AbortSignal;
}

/**
 * Builds every part, runs the worker until a signal or its own end, and closes in reverse order.
 * Rejects with the SigiloError that prevented the start or ended the worker; resolves after a clean stop.
 */
export async function run(config: Config, options: RunOptions): Promise<void> {
  const { level } = config.log;
  const { destination } = options;
  const { log, lost } = destination
    ? { log: createLog({ level, destination }), lost: () => ({}) }
    : openProcessLog(level);
  const dying = (thrown: unknown) =>
    log('fatal', 'process ends by an unexpected fault', { thrown: thrownName(thrown) });
  process.on('uncaughtExceptionMonitor', dying);
  const stopping = listenForStop(options.signal, (signal) => log('info', 'asked to stop', { signal }));
  const pipelines: RoutePipeline[] = [];
  const prometheus = new Registry();
  const telemetry = createTelemetry({
    registry: prometheus,
    log,
    routes: config.routes.map(({ name }) => name),
    version: packageVersion(),
    plans: () => pipelines.flatMap(({ name, planIds }) => planIds().map((plan) => ({ route: name, ...plan }))),
    linesLost: lost,
    now: () => Date.now(),
  });
  const closers: (() => Promise<unknown>)[] = [];
  const startedAt = new Date();
  try {
    let worker: Pick<Worker, 'health'> | null = null;
    let joining: Worker['health'] | null = null;
    const opened = await openListeners({
      http: config.http,
      telemetry,
      prometheus,
      health: () => worker?.health() ?? null,
      status: () => {
        const health = worker?.health() ?? joining?.() ?? null;
        return statusOf({ config, startedAt, pipelines, prometheus, health });
      },
    });
    closers.push(...opened.listeners.map((listener) => listener.close));
    const checking = checkStart(config, { fromStart: options.fromStart, telemetry, findings: opened.faults });
    const checked = await Promise.race([checking, stopping.requested]);
    if (checked === null) return;
    pipelines.push(...checked);
    const starting = startWorker({
      kafka: config.kafka,
      routes: pipelines.map((pipeline, index) => ({
        pipeline,
        fromStart: options.fromStart || (config.routes[index]?.fromStart ?? false),
        mode: config.routes[index]?.mode ?? 'exactly_once',
        payloads: config.quarantine.budget,
        acceptLoss: options.acceptLoss?.includes(pipeline.name) ?? false,
      })),
      telemetry,
      onJoining: (health) => {
        joining = health;
      },
    });
    closers.push(() => Promise.race([starting.then((late) => late.stop(LATE_STOP_MS)), sleep(LATE_STOP_MS)]));
    const started = await Promise.race([starting, stopping.requested]);
    if (started === null) return;
    worker = started;
    telemetry.log('info', 'worker started');
    const asked = stopping.requested.then(() => started.stop(STOP_MS)).then(() => started.finished);
    const reason = await Promise.race([started.finished, asked]);
    if (reason.kind === 'fatal') throw reason.error;
    telemetry.log('info', 'worker stopped');
  } catch (error) {
    log('fatal', 'run failed', errorFields(error));
    throw error;
  } finally {
    for (const close of closers.reverse()) await close().catch(() => {});
    stopping.forget();
    process.off('uncaughtExceptionMonitor', dying);
  }
}

/** Resolves with null at the first signal; the second one ends the process at once, as it does without us. */
function listenForStop(
  signal: AbortSignal | undefined,
  onSignal: (name: NodeJS.Signals) => void,
): { requested: Promise<null>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<null>();
  const stop = () => {
    forget();
    resolve(null);
  };
  const stopBySignal = (name: NodeJS.Signals) => {
    stop();
    onSignal(name);
  };
  const forget = () => {
    for (const name of STOP_SIGNALS) process.off(name, stopBySignal);
    signal?.removeEventListener('abort', stop);
  };
  for (const name of STOP_SIGNALS) process.on(name, stopBySignal);
  signal?.addEventListener('abort', stop);
  return { requested: promise, forget };
}
