import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { processesOf, stopProcesses } from '../../deploy/local/java-process.ts';
import { createRandom } from '../../src/commands/demo/random.ts';
import { openRegistryProxy } from '../integration/registry-proxy.ts';
import type { ChaosRun } from './chaos-run.ts';
import { startCluster } from './cluster.ts';
import { createGate } from './gate.ts';
import { type LoadOptions, type RunningLoad, startLoad } from './load/start-load.ts';
import type { RunOptions } from './run-chaos.ts';
import { trafficOf } from './seen-traffic.ts';
import {
  createKeys,
  createTopics,
  kindOf,
  nameRoutes,
  registerSchemas,
  workerDirectory,
  workerSettings,
} from './set-up.ts';
import { createWorkers, type SupervisedWorkers } from './workers.ts';

const GROUP = 'chaos';
const SHARES: Readonly<Record<string, number>> = { chat: 60, clinical: 38, expiring: 2 };
/** Partitions whose records are written in transactions, some of which are aborted. */
const TRANSACTIONAL: Readonly<Record<string, readonly number[]>> = { chat: [3], clinical: [0] };

/** All that takes part in a run. */
export interface Stage {
  readonly chaos: ChaosRun;
  readonly load: RunningLoad;
  readonly workers: SupervisedWorkers;
  /** Source partitions that are written in transactions, as `topic/partition`. */
  readonly transactional: ReadonlySet<string>;
}

/**
 * Starts cluster, topics, schemas, load and workers; whatever is started is told to `onCleanup`.
 * @param signal ends the start, and every wait of the faults later
 */
export async function setStage(
  options: RunOptions,
  directory: string,
  say: (line: string) => void,
  note: ChaosRun['note'],
  onCleanup: (close: () => Promise<unknown>) => void,
  signal: AbortSignal,
): Promise<Stage> {
  const stackDirectory = join(directory, 'stack');
  // The brokers' data stay: who looks into a failure needs them. They go with the run's directory.
  onCleanup(async () => stopProcesses(await processesOf(stackDirectory), stackDirectory, 'SIGKILL'));
  say('starting three brokers and the registry');
  const cluster = await startCluster({ directory: stackDirectory, onProgress: say });
  onCleanup(cluster.proxy.close);
  signal.throwIfAborted();
  const registry = await openRegistryProxy(cluster.stack().registry);
  onCleanup(registry.close);
  const named = nameRoutes();
  const keys = await createKeys(directory);
  await createTopics(cluster.stack(), named);
  const kafka = { brokers: cluster.proxy.addresses, groupId: GROUP };
  const settings = workerSettings(named, keys, kafka, registry.url);
  const versions = await registerSchemas(directory, cluster.stack().registry, named, settings, options.versions);
  signal.throwIfAborted();

  trafficOf(cluster.proxy);
  cluster.proxy.watch(({ request, clientId, broker }) => {
    if (request === 'JoinGroup') note('joining', { worker: clientId, broker });
  });
  say(`starting ${options.workers} workers and the load`);
  const workers = createWorkers(workerDirectory(directory), settings, note);
  onCleanup(workers.killAll);
  const rate = Math.ceil(options.records / (options.minutes * 60));
  const load = await startLoad({
    stack: cluster.stack(),
    routes: [...named.routes, named.expiring].map((route): LoadOptions['routes'][number] => ({
      route,
      kind: kindOf(route),
      versions: versions.get(route.name)!,
      share: SHARES[route.name]!,
      transactional: TRANSACTIONAL[route.name] ?? [],
      losesRecords: route === named.expiring,
    })),
    // It goes on for as long as the faults do.
    records: Number.MAX_SAFE_INTEGER,
    rate,
    seed: options.seed,
  });
  onCleanup(load.stop);
  await Promise.all(Array.from({ length: options.workers }, () => workers.start()));
  const random = createRandom(options.seed);
  const chaos: ChaosRun = {
    cluster,
    workers,
    load,
    registry,
    groupId: GROUP,
    ...named,
    deleted: [],
    directory,
    gate: createGate(),
    random: (bound) => random.integer(0, bound - 1),
    note,
    sleep: async (ms) => {
      await wait(ms, undefined, { signal });
    },
  };
  const transactional = new Set(
    named.routes.flatMap(({ name, source }) =>
      (TRANSACTIONAL[name] ?? []).map((partition) => `${source}/${partition}`),
    ),
  );
  return { chaos, load, workers, transactional };
}
