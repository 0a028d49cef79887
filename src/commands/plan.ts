import { Command } from 'commander';
import { planSettings } from '../build-pipelines.ts';
import { type Config, loadConfig } from '../config.ts';
import { createDetector } from '../core/detect/detector.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import type { PlanSettings } from '../core/policy/compile-plan.ts';
import { sinkSubject, sourceSubjects } from '../core/subject-names.ts';
import { SigiloError } from '../errors.ts';
import type { SchemaRegistry } from '../io/schema-registry.ts';
import { openRegistry } from '../open-registry.ts';
import { readPolicies } from '../policy-file.ts';
import { isCovered, type NamedSchema, reportSchemas, type SchemaReport, subjectSchemas } from '../policy-report.ts';
import { incompleteness, type RoutePlan } from './plan/incomplete.ts';
import { printCoverage } from './plan/plan-text.ts';
import { parseJson, readInput } from './read-input.ts';

/**
 * Plans every route of a configuration against all versions of its source subject, and looks up each sink schema.
 * With `register`, sink schemas that are missing are registered after a compatibility check.
 * Rejects with `registry.incompatible` before it registers anything that the sink's readers could not follow.
 */
export async function planRoutes(
  config: Config,
  registry: SchemaRegistry,
  register: boolean,
): Promise<readonly RoutePlan[]> {
  const plans: RoutePlan[] = [];
  for (const route of config.routes) {
    const policies = readPolicies(route.policies);
    const records = policies.map(({ record }) => record);
    const subjects = sourceSubjects(route.subjects, route.source, records);
    const { reports, unused } = reportSchemas(
      policies,
      await subjectSchemas(registry, subjects),
      planSettings(config, route),
    );
    const schemas: SchemaReport[] = [];
    for (const report of reports) {
      const placed =
        isCovered(report) || report.sinkSchema !== null
          ? await placeSinkSchema(
              registry,
              sinkSubject(route.subjects, route.sink, report.sinkSchema),
              report,
              register,
            )
          : report;
      schemas.push(placed);
    }
    plans.push({ route: route.name, subjects, schemas, unused });
  }
  return plans;
}

/** The command `sigilo plan`. */
export function planCommand(): Command {
  return new Command('plan')
    .description(
      'show what each field gets, for every version of every schema; exit 1 when a field is uncovered or a rule unused',
    )
    .option('--config <file>', 'configuration: plans all routes against the registry')
    .option(
      '--register',
      'register missing sink schemas after a compatibility check (needs write access to the registry)',
    )
    .option('--schema <file...>', 'Avro schema files: plan offline, without registry')
    .option('--policy <file...>', 'policy files for --schema')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ sigilo plan --schema schemas/chat-message.avsc schemas/chat-message.v2.avsc --policy schemas/chat-message.policy.yaml\n  $ sigilo plan --config sigilo.yaml --register',
    )
    .action(async (options: PlanOptions) => {
      const plans =
        options.config === undefined
          ? [planOffline(options)]
          : await planOnline(options.config, options.register ?? false);
      const faults = incompleteness(plans, options.config !== undefined && options.register === true);
      const complete = faults.length === 0;
      if (options.json) console.log(JSON.stringify({ complete, routes: plans }));
      else printCoverage(plans);
      if (!complete) throw new SigiloError('policy.incomplete', { faults });
    });
}

interface PlanOptions {
  readonly config?: string;
  readonly register?: boolean;
  readonly schema?: readonly string[];
  readonly policy?: readonly string[];
  readonly json?: boolean;
}

async function planOnline(file: string, register: boolean): Promise<readonly RoutePlan[]> {
  const config = loadConfig(file);
  return planRoutes(config, openRegistry(config.registry), register);
}

function planOffline({ schema = [], policy = [] }: PlanOptions): RoutePlan {
  if (schema.length === 0 || policy.length === 0) {
    throw new SigiloError('input.invalid', { faults: ['name --config, or both --schema and --policy'] });
  }
  const policies = readPolicies(policy.map((file) => ({ file, text: readInput(file) })));
  const schemas = schema.map(
    (file): NamedSchema => ({ name: file, schemaId: null, schema: parseJson(file), references: [] }),
  );
  const settings: PlanSettings = {
    uncovered: 'quarantine',
    limits: DEFAULT_LIMITS,
    region: 'BR',
    keyVersion: 'k1',
    detectorId: createDetector().id,
    canaries: [],
  };
  const { reports, unused } = reportSchemas(policies, schemas, settings);
  return { route: 'offline', subjects: [], schemas: reports, unused };
}

async function placeSinkSchema(
  registry: SchemaRegistry,
  subject: string,
  report: SchemaReport,
  register: boolean,
): Promise<SchemaReport> {
  const known = await registry.lookupId(subject, report.sinkSchema);
  if (known !== null || !register || !isCovered(report)) return { ...report, sinkSchemaId: known };
  if (!(await registry.isCompatible(subject, report.sinkSchema)))
    throw new SigiloError('registry.incompatible', { subject });
  return { ...report, sinkSchemaId: await registry.register(subject, report.sinkSchema) };
}
