import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { SigiloError } from '../errors.ts';
import { openRegistry } from '../open-registry.ts';
import { readPolicies } from '../policy-file.ts';
import type { NamedSchema } from '../policy-report.ts';
import { compareLocks } from './plan/compare-locks.ts';
import { countWeakened, printChanges } from './plan/diff-text.ts';
import { incompleteness } from './plan/incomplete.ts';
import { LOCK_FILE, lockPlans, readLock, writeLock } from './plan/lock-file.ts';
import { planFiles, planRoutes } from './plan/plan-routes.ts';
import { printCoverage } from './plan/plan-text.ts';
import type { RoutePlan } from './plan/route-plan.ts';
import { parseJson, readInput } from './read-input.ts';

const CONFIGURATION_FILE = 'sigilo.yaml';

interface PlanOptions {
  readonly config?: string;
  readonly register?: boolean;
  readonly schema?: readonly string[];
  readonly references?: readonly string[];
  readonly policy?: readonly string[];
  /** True: the file of the usual name. */
  readonly lock?: string | true;
  readonly diff?: string | true;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** The command `sigilo plan`. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show what each field gets, for every version of every schema; needs no records')
    .option('--config <file>', 'configuration: plans all routes against the registry (sigilo.yaml without --schema)')
    .option(
      '--register',
      'register missing sink schemas after a compatibility check (needs write access to the registry)',
    )
    .option('--schema <file...>', 'Avro schema files: plan offline, without registry')
    .option('--references <file...>', 'schema files that those of --schema refer to')
    .option('--policy <file...>', 'policy files for --schema')
    .option('--lock [file]', `write the plan to a file to commit (${LOCK_FILE})`)
    .option('--diff [file]', `show only what has changed against that file (${LOCK_FILE}), weakened treatments marked`)
    .option('--strict', 'end with 1 when anything is warned of')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Exit code: 0 when all is covered (with --diff, and nothing has changed); 1 when a field is uncovered, a rule unused, a sink
schema incompatible, with --diff when anything has changed (not where --lock writes it), with --strict when anything is
warned of; 2 when a file cannot be used.

Examples:
  $ sigilo plan --schema schemas/chat-message.avsc schemas/chat-message.v2.avsc --policy schemas/chat-message.policy.yaml
  $ sigilo plan --config sigilo.yaml --register --lock
  $ sigilo plan --config sigilo.yaml --diff --strict`,
    )
    .action(async (options: PlanOptions) => {
      const before = options.diff === undefined ? null : readLock(fileOf(options.diff));
      const isOffline = options.config === undefined && (options.schema ?? options.policy) !== undefined;
      const plans = isOffline ? planOffline(options) : await planOnline(options.config ?? CONFIGURATION_FILE, options);
      const lock = lockPlans(plans);
      const changes = before && compareLocks(before, lock);
      const faults = incompleteness(plans, !isOffline && options.register === true);
      const complete = faults.length === 0;
      if (options.json) {
        const diff = changes && { diff: { weakened: countWeakened(changes), changes } };
        console.log(JSON.stringify({ complete, routes: plans, ...diff }));
      } else if (changes) printChanges(fileOf(options.diff), changes);
      else printCoverage(plans);
      if (options.lock !== undefined) writeLock(fileOf(options.lock), lock);
      if (!complete) throw new SigiloError('policy.incomplete', { faults });
      if (changes && changes.length > 0 && options.lock === undefined) {
        throw new SigiloError('plan.changed', { file: fileOf(options.diff), actual: changes.length });
      }
      const warnings = options.strict ? warningsOf(plans) : [];
      if (warnings.length > 0) throw new SigiloError('plan.warned', { actual: warnings.length, faults: warnings });
    });
}

/** Each once: versions of one schema share them. */
function warningsOf(plans: readonly RoutePlan[]): readonly string[] {
  return [...new Set(plans.flatMap(({ schemas }) => schemas.flatMap(({ warnings }) => warnings)))];
}

function fileOf(option: string | true | undefined): string {
  return typeof option === 'string' ? option : LOCK_FILE;
}

async function planOnline(
  file: string,
  { register = false, schema, policy }: PlanOptions,
): Promise<readonly RoutePlan[]> {
  if (schema !== undefined || policy !== undefined) {
    throw new SigiloError('input.invalid', { faults: ['name either --config, or --schema and --policy'] });
  }
  const config = loadConfig(file);
  return planRoutes(config, openRegistry(config.registry), register);
}

function planOffline({ schema = [], policy = [], references = [], register }: PlanOptions): readonly RoutePlan[] {
  if (schema.length === 0 || policy.length === 0) {
    throw new SigiloError('input.invalid', {
      faults: ['name both --schema and --policy, or neither: then sigilo.yaml is planned'],
    });
  }
  if (register)
    throw new SigiloError('input.invalid', { faults: ['--register needs --config, which names the registry'] });
  const policies = readPolicies(policy.map((file) => ({ file, text: readInput(file) })));
  const parts = references.map(parseJson);
  const schemas = schema.map(
    (file): NamedSchema => ({ name: file, schemaId: null, schema: parseJson(file), references: parts }),
  );
  return [planFiles(policies, schemas)];
}
