import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../src/core/limits.ts';
import { SigiloError } from '../src/errors.ts';
import type { SchemaLookup } from '../src/io/schema-registry.ts';
import { createPlanCache } from '../src/plan-cache.ts';
import { readPolicies } from '../src/policy-file.ts';

const POLICY = 'policy: p\nrecord: a.R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\nfields: { n: keep }\n';
const SCHEMA: SchemaJson = { type: 'record', name: 'R', namespace: 'a', fields: [{ name: 'n', type: 'int' }] };
const SETTINGS = {
  uncovered: 'quarantine',
  limits: DEFAULT_LIMITS,
  region: 'BR',
  keyVersion: 'k1',
  detectorId: 'd',
  canaries: [],
} as const;

/** A cache over a registry that is a table; `sinkId` is what it answers for the sink schema. */
function cacheOver(lookups: Record<number, SchemaLookup>, sinkId: () => Promise<number | null>) {
  const clock = { now: 0 };
  const asked: number[] = [];
  const cache = createPlanCache({
    policies: readPolicies([{ file: 'p.yaml', text: POLICY }]),
    sink: 'clean',
    settings: SETTINGS,
    registry: {
      schemasByIds: async (ids) => {
        asked.push(...ids);
        return new Map(ids.map((id) => [id, lookups[id] ?? { kind: 'unknown' }]));
      },
      lookupId: sinkId,
    },
    now: () => clock.now,
  });
  return { cache, clock, asked };
}

const avro = (schema: SchemaJson): SchemaLookup => ({ kind: 'avro', schema, references: [] });

describe('plan cache', () => {
  it('keeps a plan for good', async () => {
    const { cache, clock } = cacheOver({ 1: avro(SCHEMA) }, async () => 9);
    expect(cache.get(1)).toBeUndefined();
    expect(cache.isMissing(1)).toBe(true);
    await cache.load([1]);
    clock.now = 1e9;
    expect(cache.isMissing(1)).toBe(false);
    expect(cache.get(1)).toMatchObject({ schemaId: 1, sinkSchemaId: 9, policy: 'p' });
  });

  it.each([
    ['an id that nobody knows', { kind: 'unknown' }, 9, 'unknown_schema'],
    ['a schema that is not Avro', { kind: 'unsupported' }, 9, 'uncovered_schema'],
    ['a record type without policy', avro({ type: 'record', name: 'Other', fields: [] }), 9, 'uncovered_schema'],
    ['a schema that is no record', avro('string'), 9, 'uncovered_schema'],
    ['a schema that does not parse', avro({ type: 'recrod' }), 9, 'uncovered_schema'],
    [
      'a type that changed under its rule',
      avro({ ...(SCHEMA as object), fields: [{ name: 'n', type: 'string' }] } as SchemaJson),
      9,
      'uncovered_field',
    ],
    ['a sink schema that is not registered', avro(SCHEMA), null, 'sink_schema_missing'],
  ] as const)('refuses %s, and asks again after 30 s', async (_, lookup, sinkId, reason) => {
    const { cache, clock } = cacheOver({ 1: lookup as SchemaLookup }, async () => sinkId);
    await cache.load([1]);
    expect(cache.get(1)).toMatchObject({ reason });
    expect(cache.isMissing(1)).toBe(false);
    clock.now = 30_001;
    expect(cache.isMissing(1)).toBe(true);
  });

  it('knows the reason of a refusal until it has another answer: a batch may take longer than 30 s', async () => {
    const lookups: Record<number, SchemaLookup> = { 1: { kind: 'unsupported' } };
    const { cache, clock } = cacheOver(lookups, async () => 9);
    await cache.load([1]);
    clock.now = 1e9;
    expect(cache.get(1)).toEqual({ reason: 'uncovered_schema' });
    lookups[1] = avro(SCHEMA);
    await cache.load([1]);
    expect(cache.get(1)).toMatchObject({ schemaId: 1 });
  });

  it('forgets the oldest refusal when a stranger has sent 10,000 other ids', async () => {
    const { cache } = cacheOver({}, async () => 9);
    const ids = Array.from({ length: 10_001 }, (_, index) => index + 1);
    await cache.load(ids);
    expect(cache.get(1)).toBeUndefined();
    expect([2, 10_001].map((id) => cache.get(id))).toEqual([
      { reason: 'unknown_schema' },
      { reason: 'unknown_schema' },
    ]);
  });

  it('passes a failure of the registry on and remembers nothing', async () => {
    const failure = new SigiloError('registry.unavailable', {}, { retryable: true });
    const { cache } = cacheOver({ 1: avro(SCHEMA) }, () => Promise.reject(failure));
    await expect(cache.load([1])).rejects.toBe(failure);
    expect(cache.get(1)).toBeUndefined();
  });
});
