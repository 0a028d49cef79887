import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { SCHEMA_FOLDER } from '../../src/commands/demo/schemas.ts';
import { generateKeys } from '../../src/commands/keys.ts';
import { planRoutes } from '../../src/commands/plan/plan-routes.ts';
import { loadConfig } from '../../src/config.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { withAdmin } from '../integration/topics.ts';
import type { ChaosRoute } from './chaos-run.ts';
import { type RouteKind, type RouteVersions, registerVersions } from './load/register-versions.ts';
import type { SharedSettings } from './workers.ts';

const REPLICAS = 3;
const SOURCE_BYTES = 2 << 20;
const QUARANTINE_PARTITIONS = 3;
const LEADERS_MS = 60_000;
/** The least that the settings of a worker allow. */
const SESSION_MS = 6_000;

/** The routes of a run: two that all faults harm, and a small one that loses records on purpose. */
export interface Routes {
  readonly routes: readonly ChaosRoute[];
  readonly expiring: ChaosRoute;
}

/** Names the topics of a run. */
export function nameRoutes(): Routes {
  const route = (name: string, partitions: number): ChaosRoute => ({
    name,
    source: `${name}.raw`,
    sink: `${name}.sanitized`,
    quarantine: `${name}.quarantine`,
    partitions,
  });
  return { routes: [route('chat', 5), route('clinical', 4)], expiring: route('expiring', 2) };
}

/** Creates the topics of all routes: three replicas, of which two must have a record before it is acknowledged. */
export async function createTopics(stack: StackState, { routes, expiring }: Routes): Promise<void> {
  const topic = (name: string, numPartitions: number, limit: number) => ({
    topic: name,
    numPartitions,
    replicationFactor: REPLICAS,
    configEntries: [
      { name: 'min.insync.replicas', value: '2' },
      { name: 'max.message.bytes', value: String(limit) },
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'retention.ms', value: '-1' },
    ],
  });
  const all = [...routes, expiring].flatMap(({ source, sink, quarantine, partitions }) => [
    topic(source, partitions, SOURCE_BYTES),
    topic(sink, partitions, SOURCE_BYTES),
    topic(quarantine, QUARANTINE_PARTITIONS, 2 * SOURCE_BYTES),
  ]);
  await withAdmin(stack, async (admin) => {
    await admin.createTopics({ waitForLeaders: false, topics: all });
    const until = performance.now() + LEADERS_MS;
    for (;;) {
      const found = await admin.fetchTopicMetadata({ topics: all.map(({ topic: name }) => name) }).catch(() => null);
      if (found?.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      if (performance.now() > until) throw new Error('the topics of the run have no leaders');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
}

/** Keys of a run, and what opens its quarantines. */
export interface Keys {
  readonly directory: string;
  readonly recipient: string;
  readonly check: string;
  /** Opens what the workers seal; in real life it is far away from them. */
  readonly identity: string;
}

/** Makes a token key and a quarantine identity in a directory of their own. */
export async function createKeys(directory: string): Promise<Keys> {
  const identityFile = join(directory, 'quarantine.identity');
  const made = await generateKeys({ directory: join(directory, 'keys'), identity: identityFile }, new Date());
  const lines = readFileSync(identityFile, 'utf8').split('\n');
  return {
    directory: join(directory, 'keys'),
    recipient: made.quarantine!.recipient,
    check: made.tokenKey!.check,
    identity: lines.find((line) => line.startsWith('AGE-SECRET-KEY-'))!,
  };
}

/** What stands in `sigilo.yaml` of every worker. */
export function workerSettings(
  { routes, expiring }: Routes,
  keys: Keys,
  kafka: { readonly brokers: readonly string[]; readonly groupId: string },
  registry: string,
): SharedSettings {
  return {
    kafka: { ...kafka, sessionTimeoutMs: SESSION_MS },
    registry: { url: registry },
    keys: { directory: keys.directory, active: 'k1', check: { k1: keys.check } },
    quarantine: { recipients: [keys.recipient] },
    http: { port: 0, adminPort: 0 },
    log: { level: 'debug' },
    routes: [...routes, expiring].map((route) => ({
      name: route.name,
      source: route.source,
      sink: route.sink,
      quarantine: route.quarantine,
      policies: [join(SCHEMA_FOLDER, `${kindOf(route)}-message.policy.yaml`)],
    })),
  };
}

/**
 * Registers what the sources are written with, and the sink schemas that follow, as an operator does.
 * @param versions of each route besides the first, for faults that need a schema which no worker has seen
 */
export async function registerSchemas(
  directory: string,
  registry: string,
  { routes, expiring }: Routes,
  settings: SharedSettings,
  versions: number,
): Promise<ReadonlyMap<string, RouteVersions>> {
  const registered = new Map<string, RouteVersions>();
  for (const route of [...routes, expiring]) {
    const count = route === expiring ? 0 : versions;
    registered.set(route.name, await registerVersions(registry, route, kindOf(route), count));
  }
  const configFile = join(directory, 'operator.yaml');
  writeFileSync(configFile, stringify({ ...settings, registry: { url: registry } }), { mode: 0o600 });
  const config = loadConfig(configFile);
  await planRoutes(config, openRegistry(config.registry), true);
  return registered;
}

/** Which records a route carries. */
export function kindOf({ name }: Pick<ChaosRoute, 'name'>): RouteKind {
  return name === 'clinical' ? 'clinical' : 'chat';
}

/** Makes the folder of the workers. */
export function workerDirectory(directory: string): string {
  const made = join(directory, 'workers');
  mkdirSync(made, { recursive: true, mode: 0o700 });
  return made;
}
