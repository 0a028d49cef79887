import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { Registry } from 'prom-client';
import { buildPipelines, checkPolicies } from '../build-pipelines.ts';
import { type Config, loadConfig } from '../config.ts';
import { SigiloError, thrownName } from '../errors.ts';
import { adminPages, type Listener, openListener, publicPages } from '../io/http-server.ts';
import { createLog, errorFields, type LogOptions } from '../io/log.ts';
import { createTelemetry } from '../io/telemetry.ts';
import { openRegistry } from '../open-registry.ts';
import type { RoutePipeline } from '../route-pipeline.ts';
import type { Telemetry } from '../telemetry-events.ts';
import { packageVersion } from '../version.ts';
import { startWorker, type Worker } from '../worker.ts';

/** Orchestrators kill after 30 seconds by default: what remains is for closing and for the log. */
const STOP_MS = 20_000;
/** For a worker that has failed, or that was still starting: its partitions should move on soon. */
const LATE_STOP_MS = 5_000;

/** The command `sigilo run`. */
export function runCommand(): Command {
  return new Command('run')
    .description('sanitize the configured routes until it is told to stop (SIGTERM, SIGINT)')
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
      '\nLogs are JSON lines on standard output. Exit code: 0 after a clean stop, 1 after a fatal error, 2 when the configuration is at fault.\n\nExample:\n  $ sigilo run --config sigilo.yaml',
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
  const log = createLog({
    level: config.log.level,
    ...(options.destination ? { destination: options.destination } : {}),
  });
  const dying = (thrown: unknown) =>
    log('fatal', 'process ends by an unexpected fault', { thrown: thrownName(thrown) });
  process.on('uncaughtExceptionMonitor', dying);
  const stopping = listenForStop(options.signal);
  const pipelines: RoutePipeline[] = [];
  const prometheus = new Registry();
  const telemetry = createTelemetry({
    registry: prometheus,
    log,
    routes: config.routes.map(({ name }) => name),
    version: packageVersion(),
    plans: () => pipelines.flatMap(({ name, planIds }) => planIds().map((plan) => ({ route: name, ...plan }))),
    now: () => Date.now(),
  });
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const registry = openRegistry(config.registry, telemetry.registryRequest);
    const { isAnswered, blocked } = await checkPolicies(config, registry);
    if (!isAnswered) telemetry.log('warn', 'policies were not held against the schemas: no answer of the registry');
    for (const { route, schemaId, reason } of blocked) {
      telemetry.log('warn', 'records of this schema version will be quarantined', { route, schemaId, reason });
    }
    pipelines.push(...(await buildPipelines(config, registry, () => performance.now())));
    let worker: Worker | null = null;
    const listeners = await openListeners(config, telemetry, prometheus, pipelines, () => worker);
    closers.push(...listeners.map((listener) => listener.close));
    const starting = startWorker({
      kafka: config.kafka,
      routes: pipelines.map((pipeline, index) => ({
        pipeline,
        fromStart: options.fromStart || (config.routes[index]?.fromStart ?? false),
        mode: config.routes[index]?.mode ?? 'exactly_once',
        acceptLoss: options.acceptLoss?.includes(pipeline.name) ?? false,
      })),
      telemetry,
    });
    closers.push(() => Promise.race([starting.then((late) => late.stop(LATE_STOP_MS)), sleep(LATE_STOP_MS)]));
    worker = await Promise.race([starting, stopping.requested]);
    if (worker === null) return;
    const started = worker;
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

/** Opens what orchestrator, Prometheus and operator ask; liveness and readiness never depend on the brokers alone. */
async function openListeners(
  config: Config,
  telemetry: Telemetry,
  prometheus: Registry,
  pipelines: readonly RoutePipeline[],
  worker: () => Worker | null,
): Promise<Listener[]> {
  const { host, port, adminPort, adminToken } = config.http;
  const startedAt = new Date().toISOString();
  const health = () => worker()?.health() ?? null;
  const status = () => ({
    version: packageVersion(),
    startedAt,
    routes: pipelines.map(({ name, source, sink, quarantine, planIds }) => {
      return { name, source, sink, quarantine, plans: planIds() };
    }),
    worker: health(),
  });
  const pages = publicPages({
    metrics: async () => ({ contentType: prometheus.contentType, body: await prometheus.metrics() }),
    live: () => health()?.isFatal !== true,
    ready: () => health()?.isJoined === true && health()?.isStopping !== true && health()?.isFatal !== true,
    started: () => health() !== null,
  });
  const listeners = [await openListener({ host, port, setting: 'http.port', pages })];
  telemetry.log('info', 'metrics are at this address, path /metrics', { host, port: listeners[0]?.port ?? port });
  if (adminToken === null) return listeners;
  try {
    const admin = { host: '127.0.0.1', port: adminPort, setting: 'http.adminPort', token: adminToken };
    listeners.push(await openListener({ ...admin, pages: adminPages(status) }));
    telemetry.log('info', 'status is at this address, path /status', {
      host: admin.host,
      port: listeners[1]?.port ?? adminPort,
    });
    return listeners;
  } catch (error) {
    await listeners[0]?.close();
    throw error;
  }
}

/** Resolves with null at the first signal; the second one ends the process at once, as it does without us. */
function listenForStop(signal: AbortSignal | undefined): { requested: Promise<null>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<null>();
  const stop = () => {
    forget();
    resolve(null);
  };
  const forget = () => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.off(name, stop);
    signal?.removeEventListener('abort', stop);
  };
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, stop);
  signal?.addEventListener('abort', stop);
  return { requested: promise, forget };
}
