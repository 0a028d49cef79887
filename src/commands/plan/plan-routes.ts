import { planSettings } from '../../build-pipelines.ts';
import type { Config } from '../../config.ts';
import { detectorIdOf } from '../../core/detect/detector.ts';
import type { PlanSettings } from '../../core/policy/compile-plan.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { defaultPlanSettings } from '../../default-plan-settings.ts';
import { SigiloError } from '../../errors.ts';
import type { SchemaRegistry } from '../../io/schema-registry.ts';
import { readKnowledge } from '../../knowledge-files.ts';
import { disagreements } from '../../policy-agreement.ts';
import { readPolicies } from '../../policy-file.ts';
import { type NamedSchema, reportSchemas, type SchemaReport } from '../../policy-report.ts';
import { routeSchemas, sinkSubjectOf } from '../../route-schemas.ts';
import { keptIdentifiers } from './kept-identifiers.ts';
import { placeSinkSchema } from './place-sink.ts';
import type { RoutePlan, SchemaPlan } from './route-plan.ts';

/**
 * Plans every route of a configuration against all versions of its source's subjects, and looks up each sink schema.
 * With `register`, sink schemas that are missing are registered, except those that the sink's readers could not follow
 * (`sinkState: incompatible`) and those of schemas that are not covered.
 * Rejects with `policy.invalid`, `registry.unavailable` or `registry.unauthorized`.
 */
export async function planRoutes(
  config: Config,
  registry: SchemaRegistry,
  register: boolean,
): Promise<readonly RoutePlan[]> {
  const policies = config.routes.map((route) => readPolicies(route.policies));
  requireAgreement(policies);
  const plans: RoutePlan[] = [];
  for (const [index, route] of config.routes.entries()) {
    const own = policies[index] as readonly Policy[];
    const settings = planSettings(config, route);
    const { subjects, schemas } = await routeSchemas(registry, route, own);
    const { reports, unused } = reportSchemas(own, schemas, settings);
    const placed: SchemaPlan[] = [];
    for (const report of reports.map(warned)) {
      // One after the other: an older version is to be registered before a newer one is held against it.
      const drops = route.uncovered === 'drop';
      placed.push(
        report.sinkSchema === null
          ? unplaced(report)
          : await placeSinkSchema(registry, sinkSubjectOf(route, report), report, register, drops),
      );
    }
    plans.push({ route: route.name, subjects, schemas: placed, unused, ...common(settings) });
  }
  return plans;
}

/** Plans policies against schema files, as one route with default settings. */
export function planFiles(policies: readonly Policy[], schemas: readonly NamedSchema[]): RoutePlan {
  const settings = defaultPlanSettings(detectorIdOf(readKnowledge()));
  const { reports, unused } = reportSchemas(policies, schemas, settings);
  const plans = reports.map(warned).map(unplaced);
  return { route: 'offline', subjects: [], schemas: plans, unused, ...common(settings) };
}

/** A start would refuse policies of one route that disagree. */
function requireAgreement(routes: readonly (readonly Policy[])[]): void {
  const faults = [...new Set(routes.flatMap(disagreements))];
  if (faults.length > 0) throw new SigiloError('policy.invalid', { faults });
}

function warned(report: SchemaReport): SchemaReport {
  const { rows, recordRows, warnings } = report;
  return { ...report, warnings: [...warnings, ...keptIdentifiers([...rows, ...recordRows], warnings)] };
}

function unplaced(report: SchemaReport): SchemaPlan {
  return { ...report, sinkSubject: null, sinkState: 'unknown' };
}

function common({ keyVersion, recordKeyVersion, detectorId, uncovered }: PlanSettings) {
  const keyVersions = { active: keyVersion, recordKey: recordKeyVersion ?? keyVersion };
  return { keyVersions, detector: detectorId, uncovered };
}
