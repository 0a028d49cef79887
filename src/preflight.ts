import type { logCreator } from 'kafkajs';
import { buildPipelines, checkPolicies } from './build-pipelines.ts';
import type { Config } from './config.ts';
import { SigiloError } from './errors.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import { parsePolicies } from './policy-file.ts';
import { cleanupFindings } from './preflight/cleanup.ts';
import { clockFindings, type ToldTime } from './preflight/clock.ts';
import type { RouteFacts } from './preflight/facts.ts';
import { type Finding, faultOf, faultsOf } from './preflight/finding.ts';
import { gatherFacts } from './preflight/gather-facts.ts';
import { keyVersionFindings } from './preflight/key-version.ts';
import { keyFindings } from './preflight/keys.ts';
import { offsetFindings } from './preflight/offsets.ts';
import { partitionFindings } from './preflight/partitions.ts';
import { permissionFindings } from './preflight/permissions.ts';
import { plaintextFindings } from './preflight/plaintext.ts';
import { recordLimitFindings } from './preflight/record-limits.ts';
import { recordTimeFindings } from './preflight/record-times.ts';
import { replicationFindings } from './preflight/replication.ts';
import { retentionFindings } from './preflight/retention.ts';
import { schemaFindings } from './preflight/schemas.ts';
import { tried } from './preflight/tried.ts';
import type { RoutePipeline } from './route-pipeline.ts';

export interface PreflightParts {
  readonly registry: SchemaRegistry;
  /** The time that the registry told last; null when it told none. */
  readonly toldTime: () => ToldTime | null;
  /** For kafkajs' own messages. */
  readonly createLog: logCreator;
  /** For all routes, whatever their setting. */
  readonly fromStart: boolean;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

export interface Preflight {
  /** Those of the whole first, then route by route. */
  readonly findings: readonly Finding[];
  /** In the order of the routes; empty when there is a fault. */
  readonly pipelines: readonly RoutePipeline[];
}

/**
 * Looks at everything that a start needs and finds all faults at once; `run` and `check` share it. It joins no group,
 * creates nothing and leaves nothing behind, and may run beside a worker.
 */
export async function preflight(config: Config, parts: PreflightParts): Promise<Preflight> {
  const [keys, policies, cluster] = await Promise.all([
    keyFindings(config),
    policyFindings(config, parts.registry),
    clusterFindings(config, parts),
  ]);
  const findings = [...keys, ...plaintextFindings(config), ...clockFindings(parts.toldTime()), ...policies, ...cluster];
  const order = new Map(config.routes.map(({ name }, index) => [name, index]));
  const place = ({ context: { route } }: Finding) => (route === undefined ? -1 : (order.get(route) ?? -1));
  findings.sort((left, right) => place(left) - place(right));
  if (faultsOf(findings).length > 0) return { findings, pipelines: [] };
  const built = await tried(() => buildPipelines(config, parts.registry, parts.now));
  if (built instanceof SigiloError) findings.push(faultOf(built));
  const pipelines = built instanceof SigiloError ? [] : built;
  return { findings, pipelines };
}

async function policyFindings(config: Config, registry: SchemaRegistry): Promise<readonly Finding[]> {
  const checked = await tried(() => checkPolicies(config, registry));
  return checked instanceof SigiloError ? [faultOf(checked)] : schemaFindings(checked, config.registry.url);
}

async function clusterFindings(config: Config, parts: PreflightParts): Promise<readonly Finding[]> {
  const routes = config.routes.map((route) => ({ ...route, fromStart: parts.fromStart || route.fromStart }));
  const facts = await tried(() => gatherFacts(config.kafka, routes, parts.createLog));
  if (facts instanceof SigiloError) return [faultOf(facts)];
  return [
    ...permissionFindings(config.kafka.groupId, routes, facts.permissions),
    ...facts.routes.flatMap((each) => routeFindings(config, each, facts.permissions.brokers)),
  ];
}

function routeFindings(config: Config, facts: RouteFacts, brokers: number): readonly Finding[] {
  const route = config.routes.find(({ name }) => name === facts.route.name);
  const { policies } = parsePolicies(route?.policies ?? []);
  return [
    ...partitionFindings(facts),
    ...recordLimitFindings(facts, config.limits.recordBytes),
    ...cleanupFindings(facts, policies),
    ...keyVersionFindings(facts, policies, route?.keyVersion ?? config.keys.active),
    ...retentionFindings(facts),
    ...recordTimeFindings(facts, policies),
    ...replicationFindings(facts, brokers),
    ...offsetFindings(facts),
  ];
}
