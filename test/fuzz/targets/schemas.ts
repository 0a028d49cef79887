import { readFileSync } from 'node:fs';
import { loadSchemas, SCHEMA_FOLDER } from '../../../src/commands/demo/schemas.ts';
import { parseSchema, type SchemaJson } from '../../../src/core/avro/schema.ts';
import { defaultPlanSettings } from '../../../src/default-plan-settings.ts';
import { SigiloError } from '../../../src/errors.ts';
import { parsePolicies } from '../../../src/policy-file.ts';
import { reportSchemas } from '../../../src/policy-report.ts';
import type { Random } from '../../core/avro/random.ts';
import { randomSchema } from '../../core/avro/random-schema.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold } from '../fuzz-target.ts';

const NAMES = [
  ...ODD_TEXTS,
  ...[
    'a',
    'br.sigilo.chat.ChatMessage',
    'ChatMessage',
    'Patient',
    'type',
    'name',
    'items',
    'hasOwnProperty',
    'é',
    'a-b',
    '1a',
  ],
  ...['.', 'a..b', 'a.', 'null', 'record', 'x\u001b[2J', 'x\ny', 'a'.repeat(70_000)],
];
const TYPES: readonly SchemaJson[] = [
  ...[
    'null',
    'string',
    'long',
    'Patient',
    'ChatMessage',
    'nothing',
    '',
    7,
    null,
    true,
    [],
    {},
    ['null', 'null'],
    [['null']],
  ],
  ...[{ type: 'map' }, { type: 'array', items: 'ChatMessage' }, { type: { type: { type: 'string' } } }],
  { type: 'enum', name: 'Large', symbols: Array.from({ length: 20_000 }, (_, index) => `S${index}`) },
  { type: 'fixed', name: 'Huge', size: 2 ** 40 },
  { type: 'fixed', name: 'Negative', size: -1 },
  { type: 'bytes', logicalType: 'decimal', precision: 1e9, scale: -3 },
  {
    type: 'record',
    name: 'Wide',
    fields: Array.from({ length: 10_000 }, (_, index) => ({ name: `f${index}`, type: 'int' })),
  },
  { type: 'record', name: 'Loop', fields: [{ name: 'next', type: 'Loop' }] },
  JSON.parse(`${'{"type":"array","items":'.repeat(900)}"int"${'}'.repeat(900)}`) as SchemaJson,
  JSON.parse('{"type":"record","name":"P","fields":[],"__proto__":{"type":"x"},"constructor":1}') as SchemaJson,
];

const texts = ['chat-message.policy.yaml', 'clinical-message.policy.yaml'].map((file) => ({
  file,
  text: readFileSync(SCHEMA_FOLDER + file, 'utf8'),
}));
const { policies } = parsePolicies(texts);
const originals = Object.values(loadSchemas()).map((schema) => JSON.stringify(schema));

type Container = Record<string, SchemaJson> | SchemaJson[];

function containers(json: unknown, found: Container[] = []): Container[] {
  if (typeof json !== 'object' || json === null) return found;
  found.push(json as Container);
  for (const part of Object.values(json)) containers(part, found);
  return found;
}

/** One to four parts of a schema are renamed, replaced, doubled or dropped. */
function mutateSchema(json: SchemaJson, random: Random): SchemaJson {
  const all = containers(json);
  for (let edits = 1 + random.below(4); edits > 0 && all.length > 0; edits -= 1) {
    const owner = random.pick(all) as Record<string, SchemaJson>;
    const name = random.pick([...Object.keys(owner), 'type']);
    switch (random.below(6)) {
      case 0:
        delete owner[name];
        break;
      case 1:
        Object.defineProperty(owner, random.pick(['default', '__proto__', 'logicalType', 'aliases', 'namespace']), {
          ...{ value: random.pick([...TYPES, ...NAMES]), enumerable: true, configurable: true, writable: true },
        });
        break;
      case 2:
        if (Array.isArray(owner)) owner.push(structuredClone(random.pick(all)) as SchemaJson);
        break;
      case 3:
        owner[name] = random.pick(NAMES);
        break;
      default:
        owner[name] = structuredClone(random.pick(TYPES)) as SchemaJson;
    }
  }
  // As it comes over the wire: a list without an item has null in its place.
  return JSON.parse(JSON.stringify(json)) as SchemaJson;
}

function runCase(random: Random): void {
  const given = random.chance(0.2) ? randomSchema(random) : (JSON.parse(random.pick(originals)) as SchemaJson);
  const schema = mutateSchema(structuredClone(given) as SchemaJson, random);
  const references = random.chance(0.2) ? [random.pick(TYPES), JSON.parse(random.pick(originals)) as SchemaJson] : [];
  try {
    parseSchema(schema, references);
  } catch (error) {
    if (!(error instanceof SigiloError)) throw error;
    hold(error.code === 'schema.invalid', 'a schema that cannot be read is schema.invalid');
    hold(error.message.length < 2_000, 'the text of a fault is bounded');
  }
  const named = { name: 'hostile', schemaId: 1, schema, references };
  const { reports } = reportSchemas(policies, [named], defaultPlanSettings('d'));
  hold(reports.length === 1, 'a schema has its report, whatever it is');
  for (const fault of reports[0]!.faults)
    hold(!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(fault.replaceAll('\n  - ', '')), 'a fault is printable');
}

/** Schemas as somebody might register them: broken, recursive, wide, deep, with odd names. */
export const schemas: FuzzTarget = { name: 'schemas', boundMs: 10_000, open: () => ({ run: runCase }) };
