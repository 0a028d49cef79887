import { randomBytes } from 'node:crypto';
import type { Config, RouteConfig } from './config.ts';
import { loadConfiguredKey } from './configured-key.ts';
import { DEFAULT_MEMORY_RECORDS } from './core/conversation-memory.ts';
import { detectorIdOf } from './core/detect/detector.ts';
import type { PlanSettings } from './core/policy/compile-plan.ts';
import type { Policy } from './core/policy/policy.ts';
import { createTokenizer, type Tokenizer } from './core/treat/token.ts';
import { createRoutePipeline } from './create-route-pipeline.ts';
import { SigiloError } from './errors.ts';
import { makeDataKey } from './io/key-store.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import { readKnowledge } from './knowledge-files.ts';
import { createPolicyDetectors } from './policy-detectors.ts';
import { inLineOrder, parsePolicies, readPolicies } from './policy-file.ts';
import { isCovered, policyFaults, reportSchemas, type SchemaReport } from './policy-report.ts';
import type { RoutePipeline } from './route-pipeline.ts';
import { routeSchemas, sinkSubjectOf } from './route-schemas.ts';

/** About 200 bytes an entry: the patients who write at one time, not all there are. */
const TOKEN_CACHE_ENTRIES = 100_000;

/** So many versions of a subject are looked at before a start, the newest: each is a request, and a plan to compile. */
export const CHECKED_VERSIONS = 200;

/**
 * Makes the pipeline of each route, and its first quarantine data key.
 * Rejects with `policy.invalid` (the faults of all policies of all routes at once) or `keys.*`.
 * @param now milliseconds, never going back
 */
export async function buildPipelines(
  config: Config,
  registry: Pick<SchemaRegistry, 'schemasByIds' | 'lookupId'>,
  now: () => number,
): Promise<readonly RoutePipeline[]> {
  const { region, keys } = config;
  const policies = readAll(config.routes);
  const { detectorOf } = createPolicyDetectors(readKnowledge());
  const conversationSecret = randomBytes(32);
  const tokenizers = new Map<string, Tokenizer>();
  const tokenizerOf = (version: string): Tokenizer => {
    const made =
      tokenizers.get(version) ??
      createTokenizer(loadConfiguredKey(keys, version).key, { region, cacheEntries: TOKEN_CACHE_ENTRIES });
    tokenizers.set(version, made);
    return made;
  };
  const tokenizer = tokenizerOf(keys.active);
  const pipelines = collectFaults(config.routes, (route, index) =>
    createRoutePipeline({
      route: {
        name: route.name,
        source: route.source,
        sink: route.sink,
        quarantine: route.quarantine,
        subjects: route.subjects,
      },
      policies: policies[index] ?? [],
      settings: planSettings(config, route),
      tokenizer,
      keyTokenizer: tokenizerOf(route.keyVersion ?? keys.active),
      detectorOf,
      conversationSecret,
      memoryRecords: route.memory.records,
      registry,
      makeDataKey: () => makeDataKey(config.quarantine.recipients),
      now,
    }),
  );
  await Promise.all(pipelines.map((pipeline) => pipeline.prepare()));
  return pipelines;
}

function readAll(routes: readonly RouteConfig[]): readonly (readonly Policy[])[] {
  return collectFaults(routes, (route) => readPolicies(route.policies));
}

/** A version of a source's schema whose records will be quarantined as things stand. */
export interface BlockedVersion {
  readonly route: string;
  readonly schemaId: number;
  readonly reason: 'uncovered_field' | 'sink_schema_missing';
}

/** What the registered schemas say of a configuration whose policies have no fault. */
export interface PolicyCheck {
  /** Why the registry did not answer, so that the policies were not held against all schemas; null when it did. */
  readonly failure: SigiloError | null;
  readonly blocked: readonly BlockedVersion[];
  /** Subjects of sources without any schema. */
  readonly missing: readonly { readonly route: string; readonly subject: string }[];
  /** Subjects with more versions than were looked at. */
  readonly cut: readonly { readonly route: string; readonly subject: string; readonly versions: number }[];
}

/**
 * Holds the policies against the versions of each source's schema, so that a mistyped path is found before anything is
 * consumed, in one report with all other faults; lists the versions whose records can only be quarantined. Of very many
 * versions only the newest are looked at, and rules that none of these has a place for are then no fault. Without an
 * answer of the registry the start goes on: the policies are enforced record by record anyway.
 */
export async function checkPolicies(
  config: Config,
  registry: Pick<SchemaRegistry, 'versions' | 'schemaOfVersion' | 'lookupId'>,
): Promise<PolicyCheck> {
  const parsed = config.routes.map((route) => parsePolicies(route.policies));
  const faults = new Set(parsed.flatMap((each) => each.faults));
  const reports: { readonly route: RouteConfig; readonly reports: readonly SchemaReport[] }[] = [];
  const missing: PolicyCheck['missing'][number][] = [];
  const cut: PolicyCheck['cut'][number][] = [];
  const unread = await failureOf(async () => {
    for (const [index, route] of config.routes.entries()) {
      const policies = parsed[index]?.policies ?? [];
      const { subjects, schemas, cut: own } = await routeSchemas(registry, route, policies, CHECKED_VERSIONS);
      cut.push(...own.map((each) => ({ route: route.name, ...each })));
      if (!schemas.some(({ part }) => part === 'value'))
        missing.push({ route: route.name, subject: subjects.join(',') });
      const report = reportSchemas(policies, schemas, planSettings(config, route));
      for (const fault of policyFaults(own.length > 0 ? { ...report, unused: [] } : report)) faults.add(fault);
      reports.push({ route, reports: report.reports });
    }
  });
  if (faults.size > 0) throw new SigiloError('policy.invalid', { faults: inLineOrder([...faults]) });
  const blocked: BlockedVersion[] = [];
  const unplaced = await failureOf(async () => {
    for (const each of reports) await collectBlocked(each.route, each.reports, registry, blocked);
  });
  return { failure: unread ?? unplaced, blocked, missing, cut };
}

/** Fields without a rule, or a sink schema that nobody registered (`sigilo plan --register`). */
async function collectBlocked(
  route: RouteConfig,
  reports: readonly SchemaReport[],
  registry: Pick<SchemaRegistry, 'lookupId'>,
  blocked: BlockedVersion[],
): Promise<void> {
  for (const report of reports) {
    const { name, uncovered } = route;
    const { schemaId, sinkSchema } = report;
    if (schemaId === null || sinkSchema === null) continue;
    if (!isCovered(report) && (uncovered === 'quarantine' || report.part === 'key')) {
      blocked.push({ route: name, schemaId, reason: 'uncovered_field' });
    } else if ((await registry.lookupId(sinkSubjectOf(route, report), sinkSchema)) === null) {
      blocked.push({ route: name, schemaId, reason: 'sink_schema_missing' });
    }
  }
}

/** Why the registry did not answer what was asked, or null when it did. */
async function failureOf(ask: () => Promise<void>): Promise<SigiloError | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    if (error instanceof SigiloError && error.retryable) return error;
    throw error;
  }
}

/** What a route's plans depend on besides policy and schema. */
export function planSettings(
  config: Config,
  { uncovered, keyVersion: recordKeyVersion, memory }: Pick<RouteConfig, 'uncovered' | 'keyVersion' | 'memory'>,
): PlanSettings {
  const { limits, region, keys } = config;
  return {
    uncovered,
    limits,
    region,
    keyVersion: keys.active,
    ...(recordKeyVersion !== undefined && { recordKeyVersion }),
    detectorId: detectorIdOf(readKnowledge()),
    ...(memory.records !== DEFAULT_MEMORY_RECORDS && { memoryRecords: memory.records }),
    canaries: [],
  };
}

/** Does it for every route, so that the faults of all routes come in one report; each fault once. */
function collectFaults<Made>(
  routes: readonly RouteConfig[],
  make: (route: RouteConfig, index: number) => Made,
): readonly Made[] {
  const faults = new Set<string>();
  const made: Made[] = [];
  for (const [index, route] of routes.entries()) {
    try {
      made.push(make(route, index));
    } catch (error) {
      if (!(error instanceof SigiloError && error.code === 'policy.invalid')) throw error;
      for (const fault of error.context.faults ?? []) faults.add(fault);
    }
  }
  if (faults.size > 0) throw new SigiloError('policy.invalid', { faults: [...faults] });
  return made;
}
