import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { loadConfig } from '../config.ts';
import { parseSchema, type SchemaJson } from '../core/avro/schema.ts';
import { PROFILES, type Profile } from '../core/policy/profiles.ts';
import { SigiloError } from '../errors.ts';
import { openRegistry } from '../open-registry.ts';
import { counted } from './counted.ts';
import { type FirstPolicy, firstPolicy, type InitSchema } from './init/first-policy.ts';
import { parseJson } from './read-input.ts';

interface InitOptions {
  readonly references?: readonly string[];
  readonly subject?: string;
  readonly config?: string;
  readonly profile: Profile;
  readonly tenant?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** The command `sigilo init`: reads a schema, looks at no record. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a first policy for an Avro schema: each field by name, type, doc and tags; doubts say REVIEW')
    .argument('[schema]', 'Avro schema file (.avsc)')
    .option('--references <file...>', 'schema files that the schema refers to')
    .option('--subject <subject>', "take the newest version of this subject from the configuration's registry")
    .option('--config <file>', 'configuration, for --subject')
    .addOption(new Option('--profile <profile>', 'legal floor').choices(PROFILES).default('lgpd'))
    .option('--tenant <tenant>', 'field path of the tenant, or its name where all records belong to one')
    .option('--output <file>', 'write the policy here; an existing file is never overwritten')
    .option('--json', 'print one JSON object: the policy and its rules with their reasons')
    .addHelpText(
      'after',
      '\nExit code: 0 when the policy was written, also with REVIEW lines; 2 when the schema cannot be used or the file exists.\n\nExamples:\n  $ sigilo init claim.avsc --output claim.policy.yaml\n  $ sigilo init --subject claims-value --config sigilo.yaml --profile gdpr',
    )
    .action(async (file: string | undefined, options: InitOptions) => {
      const schema = await readSchema(file, options);
      const policy = firstPolicy(schema, options.profile, options.tenant ?? null);
      if (options.output !== undefined) writeNew(options.output, policy.text);
      if (options.json) console.log(JSON.stringify(describe(policy, options.output ?? null)));
      else if (options.output === undefined) process.stdout.write(policy.text);
      else console.log(summary(policy, options.output));
    });
}

async function readSchema(file: string | undefined, options: InitOptions): Promise<InitSchema> {
  const { subject, config, references = [] } = options;
  if ((file === undefined) === (subject === undefined)) {
    throw new SigiloError('input.invalid', { faults: ['name a schema file, or --subject and --config'] });
  }
  if (file !== undefined) return resolve(parseJson(file), references.map(parseJson));
  if (config === undefined) {
    throw new SigiloError('input.invalid', { faults: ['--subject needs --config, which names the registry'] });
  }
  const found = await openRegistry(loadConfig(config).registry).schemaOfVersion(subject as string, 'latest');
  if (found?.lookup.kind !== 'avro') {
    const fault = found === null ? 'the registry has no such subject' : 'its newest schema is not Avro';
    throw new SigiloError('input.invalid', { subject: subject as string, faults: [fault] });
  }
  return resolve(found.lookup.schema, found.lookup.references);
}

function resolve(schema: SchemaJson, references: readonly SchemaJson[]): InitSchema {
  const node = parseSchema(schema, references);
  if (node.kind !== 'record') {
    throw new SigiloError('schema.invalid', { faults: [`a policy is for a record; the schema is ${node.kind}`] });
  }
  return { node, schema, references };
}

/** Creates the file; one that exists may hold decisions that somebody took. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new SigiloError(exists ? 'output.exists' : 'output.unwritable', { file });
  }
}

function reviews({ text }: FirstPolicy): number {
  return text.split('\n').filter((line) => line.includes('# REVIEW: ')).length;
}

function summary(policy: FirstPolicy, file: string): string {
  return `${file}: ${policy.rules.size} rules for ${policy.record}, ${counted(reviews(policy), 'line')} to REVIEW`;
}

function describe(policy: FirstPolicy, file: string | null) {
  const rules = [...policy.rules].map(([line, { path, type, treatment, isSure, reason }]) => ({
    line,
    type,
    path,
    treatment,
    review: !isSure,
    reason,
  }));
  return { record: policy.record, file, review: reviews(policy), policy: policy.text, rules };
}
