import type { Config, RouteConfig } from './config.ts';
import { createDetector } from './core/detect/detector.ts';
import type { Policy } from './core/policy/policy.ts';
import { createTokenizer } from './core/treat/token.ts';
import { createRoutePipeline } from './create-route-pipeline.ts';
import { SigiloError } from './errors.ts';
import { loadTokenKey, makeDataKey } from './io/key-store.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import { parsePolicies, readPolicies } from './policy-file.ts';
import { isCovered, policyFaults, reportSchemas, subjectSchemas } from './policy-report.ts';
import type { RoutePipeline } from './route-pipeline.ts';

/** About 200 bytes an entry: the patients who write at one time, not all there are. */
const TOKEN_CACHE_ENTRIES = 100_000;

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
  const { limits, region, keys } = config;
  const policies = readAll(config.routes);
  const detector = createDetector();
  const tokenizer = createTokenizer(loadTokenKey(keys.directory, keys.active), {
    region,
    cacheEntries: TOKEN_CACHE_ENTRIES,
  });
  const pipelines = collectFaults(config.routes, (route, index) =>
    createRoutePipeline({
      route: { name: route.name, source: route.source, sink: route.sink, quarantine: route.quarantine },
      policies: policies[index] ?? [],
      settings: {
        uncovered: route.uncovered,
        limits,
        region,
        keyVersion: keys.active,
        detectorId: detector.id,
        canaries: [],
      },
      tokenizer,
      detector,
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

/**
 * Holds the policies against the versions of each source's schema, so that a mistyped path is found before anything is
 * consumed, in one report with all other faults. Without an answer of the registry the start goes on: the policies are
 * enforced record by record anyway.
 */
export async function checkPolicies(
  config: Config,
  registry: Pick<SchemaRegistry, 'versions' | 'schemaOfVersion'>,
): Promise<'checked' | 'registry did not answer'> {
  const { limits, region, keys } = config;
  const parsed = config.routes.map((route) => parsePolicies(route.policies));
  const faults = new Set(parsed.flatMap((each) => each.faults));
  let isAnswered = true;
  for (const [index, route] of config.routes.entries()) {
    const settings = {
      uncovered: route.uncovered,
      limits,
      region,
      keyVersion: keys.active,
      detectorId: '',
      canaries: [],
    };
    try {
      const schemas = await subjectSchemas(registry, `${route.source}-value`);
      for (const fault of policyFaults(parsed[index]?.policies ?? [], schemas, settings)) faults.add(fault);
    } catch (error) {
      if (!(error instanceof SigiloError && error.retryable)) throw error;
      isAnswered = false;
      break;
    }
  }
  if (faults.size > 0) throw new SigiloError('policy.invalid', { faults: [...faults] });
  return isAnswered ? 'checked' : 'registry did not answer';
}

/** A version of a source's schema whose records will be quarantined as things stand. */
export interface BlockedVersion {
  readonly route: string;
  readonly schemaId: number;
  readonly reason: 'uncovered_field' | 'sink_schema_missing';
}

/**
 * Lists the registered versions whose records can only be quarantined: fields without a rule, or a sink schema that
 * nobody registered (`sigilo plan --register`). Empty when the registry does not answer.
 */
export async function blockedVersions(
  config: Config,
  registry: Pick<SchemaRegistry, 'versions' | 'schemaOfVersion' | 'lookupId'>,
): Promise<readonly BlockedVersion[]> {
  const { limits, region, keys } = config;
  const blocked: BlockedVersion[] = [];
  try {
    for (const { name, source, sink, uncovered, policies } of config.routes) {
      const settings = { uncovered, limits, region, keyVersion: keys.active, detectorId: '', canaries: [] };
      const schemas = await subjectSchemas(registry, `${source}-value`);
      for (const report of reportSchemas(readPolicies(policies), schemas, settings).reports) {
        if (report.schemaId === null || report.sinkSchema === null) continue;
        const place = { route: name, schemaId: report.schemaId };
        if (!isCovered(report) && uncovered === 'quarantine') blocked.push({ ...place, reason: 'uncovered_field' });
        else if ((await registry.lookupId(`${sink}-value`, report.sinkSchema)) === null) {
          blocked.push({ ...place, reason: 'sink_schema_missing' });
        }
      }
    }
  } catch (error) {
    if (!(error instanceof SigiloError && error.retryable)) throw error;
  }
  return blocked;
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
