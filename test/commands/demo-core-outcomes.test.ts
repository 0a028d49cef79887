import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSchemas, SCHEMA_FOLDER, VERSIONS, type Version } from '../../src/commands/demo/schemas.ts';
import { makeTraffic } from '../../src/commands/demo/traffic.ts';
import { ROUTES, type RouteName, type TrafficRecord } from '../../src/commands/demo/traffic-record.ts';
import type { SchemaJson } from '../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Outcome } from '../../src/core/record.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { createRoutePipeline } from '../../src/create-route-pipeline.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { createPolicyDetectors } from '../../src/policy-detectors.ts';
import { readPolicies } from '../../src/policy-file.ts';
import type { RoutePipeline } from '../../src/route-pipeline.ts';

const schemaIds = Object.fromEntries(VERSIONS.map((version, index) => [version, index + 1])) as Record<Version, number>;
const partitions = { chat: 4, clinical: 2 };
const now = Date.UTC(2026, 10, 22, 9, 30);
const traffic = makeTraffic({ records: 2_000, seed: 3, now, schemaIds, partitions });

/** A registry that knows every version, and every sink schema but that of `chatUnplanned`. */
function fakeRegistry() {
  const schemas = loadSchemas();
  const byId = new Map(VERSIONS.map((version) => [schemaIds[version], schemas[version] as unknown as SchemaJson]));
  const fieldsOf = (schema: SchemaJson) =>
    JSON.stringify((schema as { fields: { name: string }[] }).fields.map(({ name }) => name));
  return {
    schemasByIds: async (ids: readonly number[]) =>
      new Map(
        ids.map((id) => {
          const schema = byId.get(id);
          return [id, schema === undefined ? { kind: 'unknown' } : { kind: 'avro', schema, references: [] }] as const;
        }),
      ),
    lookupId: async (_subject: string, schema: SchemaJson) => {
      const isPlanned = fieldsOf(schema).includes('attachments');
      return isPlanned ? 1_000 : null;
    },
  } as unknown as Parameters<typeof createRoutePipeline>[0]['registry'];
}

const POLICIES = { chat: 'chat-message.policy.yaml', clinical: 'clinical-message.policy.yaml' };

function makePipeline(name: RouteName): RoutePipeline {
  const file = SCHEMA_FOLDER + POLICIES[name];
  const { id: detectorId, detectorOf } = createPolicyDetectors(readKnowledge());
  return createRoutePipeline({
    route: { name, source: `${name}.raw`, sink: `${name}.sanitized`, quarantine: `${name}.quarantine` },
    policies: readPolicies([{ file, text: readFileSync(file, 'utf8') }]),
    settings: {
      ...{ uncovered: 'quarantine', limits: DEFAULT_LIMITS, region: 'BR', keyVersion: 'k1' },
      ...{ detectorId, canaries: [] },
    },
    tokenizer: createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 1) }, { region: 'BR', cacheEntries: 1_000 }),
    detectorOf,
    registry: fakeRegistry(),
    makeDataKey: async () => ({ key: Buffer.alloc(32), keyWrap: '', recipients: [], counter: 0 }),
    now: () => performance.now(),
  });
}

const outcomes = new Map<TrafficRecord, Outcome>();

beforeAll(async () => {
  for (const route of ROUTES) {
    const pipeline = makePipeline(route);
    const records = traffic.filter((record) => record.route === route);
    const sources = records.map((record, offset) => ({
      ...{ key: record.key, value: record.value, headers: record.headers },
      ...{ timestamp: String(record.timestamp), offset: String(offset) },
    }));
    await pipeline.load(pipeline.missingSchemas(sources));
    await pipeline.prepare();
    sources.forEach((source, index) => {
      const record = records[index]!;
      outcomes.set(record, pipeline.sanitize(source, record.partition));
    });
  }
});

describe('the core, on the traffic of the demo', () => {
  it('gives every record the outcome that the generator expects', () => {
    const surprises = new Map<string, number>();
    for (const [{ kind, expected }, outcome] of outcomes) {
      const got = outcome.kind === 'forward' ? 'forward' : outcome.reason;
      const place = outcome.kind === 'forward' ? '' : ` at ${outcome.fieldPath} ${outcome.check ?? ''}`;
      const name = `${kind}: ${got}${place}, expected ${expected}`;
      if (got !== expected) surprises.set(name, (surprises.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(surprises)).toEqual({});
  });

  it('never meets a fault of its own', () => {
    const faults = [...outcomes.values()].filter((outcome) => outcome.kind === 'quarantine' && outcome.fault);
    expect(faults).toHaveLength(0);
  });

  it('leaves no declared value in a sink record', () => {
    const leaking = [...outcomes].filter(([{ declared, cpfs }, outcome]) => {
      if (outcome.kind !== 'forward') return false;
      const { key, value, headers } = outcome.record;
      const bytes = Buffer.concat([key ?? '', value ?? '', ...Object.values(headers)].map((part) => Buffer.from(part)));
      // Shorter values stand in other words by chance.
      return [...declared, ...cpfs].some((planted) => planted.length >= 6 && bytes.includes(planted));
    });
    expect(leaking.map(([{ kind }]) => kind)).toEqual([]);
  });
});
