import { readFileSync } from 'node:fs';
import { loadSchemas, SCHEMA_FOLDER } from '../../../src/commands/demo/schemas.ts';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { defaultPlanSettings } from '../../../src/default-plan-settings.ts';
import { parsePolicies } from '../../../src/policy-file.ts';
import { reportSchemas } from '../../../src/policy-report.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold } from '../fuzz-target.ts';
import { mutateText } from '../mutate-text.ts';

const FILE = 'p.policy.yaml';

/** What has a meaning in YAML or in a policy. */
export const YAML_WORDS = [
  ...[
    '- ',
    '? ',
    ': ',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '!tag ',
    '|',
    '>-',
    '---',
    '...',
    '%YAML 1.1',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    '"',
    "'",
    '#',
    '\t',
    '\\',
    '@',
    '`',
    ',',
    '~',
    'null',
    'true',
    'yes',
    '0x1f',
    '1e400',
    '.nan',
    '-.inf',
    '2020-01-01',
  ],
  ...[
    '{ a: &a [*a] }',
    '[[[[[[[[[[',
    '{ x: { x: { x: {',
    '1'.repeat(400),
    '? [a]\n: b',
    '"\\u0000"',
    '"\\ud800"',
    '!!js/function x',
  ],
] as const;

const POLICY_WORDS = [
  ...YAML_WORDS,
  ...ODD_TEXTS,
  ...[
    'keep',
    'drop',
    'redact',
    'tokenize',
    'generalize',
    'encrypt',
    'detect',
    'uuid',
    'ulid',
    'digits(11)',
    'digits(1e9)',
  ],
  ...[
    '{ keep: { pattern: "(a+)+$", max: 99999999 } }',
    '{ keep: { pattern: "[", max: 5 } }',
    '{ oneOf: [] }',
    '{ keep: uuid }',
  ],
  ...[
    '{ tokenize: { type: CPF, as: long, domain: x } }',
    '{ generalize: { DATE: hour } }',
    "{ detect: { '*': redact } }",
  ],
  ...['hipaa-safe-harbor', 'gdpr', 'lgpd', 'CPF', 'PERSON', 'tenant', 'fields:', 'types:', 'tags:', 'headers:', 'key:'],
  ...[
    'metadata{key}',
    'metadata{value}',
    'attachments[]',
    'sender<br.sigilo.chat.Bot>',
    'a<b',
    'a[]{key}',
    '..',
    'a.b.c.d',
  ],
  ...[
    'sigilo-plan',
    'timestamp: year',
    'conversation: text',
    '{ from: 5, to: 1 }',
    '{ field: sender }',
    '{ const: "" }',
  ],
];

const policies = ['chat-message.policy.yaml', 'clinical-message.policy.yaml'].map((name) =>
  readFileSync(SCHEMA_FOLDER + name, 'utf8'),
);
const schemas = Object.values(loadSchemas()).map((schema, index) => ({
  ...{ name: `schema ${index}`, schemaId: index, references: [] },
  schema: schema as unknown as SchemaJson,
}));

/** The same policy as JSON, which YAML holds. */
function asJson(text: string): string {
  const rows = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return `{"policy": ${JSON.stringify(rows.slice(0, 40).join(' '))}, "fields": {"a": "keep"}}`;
}

function runCase(random: Random): void {
  const original = random.pick(policies);
  const text = mutateText(random.chance(0.05) ? asJson(original) : original, POLICY_WORDS, random);
  const parsed = parsePolicies([{ file: FILE, text }]);
  for (const fault of parsed.faults) hold(/^p\.policy\.yaml:[1-9]\d*: ./s.test(fault), 'a fault has its file and line');
  hold(parsed.faults.length > 0 || parsed.policies.length === 1, 'a text is a policy or has faults');
  if (parsed.policies.length === 0 || parsed.faults.length > 0) return;
  const { reports, unused } = reportSchemas(parsed.policies, schemas, defaultPlanSettings('d'));
  hold(reports.length === schemas.length, 'each schema has its report');
  for (const fault of [...reports.flatMap((report) => report.faults), ...unused])
    hold(typeof fault === 'string' && fault !== '', 'a fault is a sentence');
}

/** Policies in YAML and JSON: read, and compiled against all example schemas. */
export const policyFiles: FuzzTarget = { name: 'policies', boundMs: 5_000, open: () => ({ run: runCase }) };
