import { describe, expect, it } from 'vitest';
import { checkPolicies } from '../src/build-pipelines.ts';
import type { Config } from '../src/config.ts';
import type { SchemaJson } from '../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../src/core/limits.ts';
import { SigiloError } from '../src/errors.ts';
import type { SubjectVersion } from '../src/io/schema-registry.ts';

const POLICY = 'policy: p\nrecord: R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\nfields: { n: keep }\n';
const CONFIG = {
  limits: DEFAULT_LIMITS,
  region: 'BR',
  keys: { directory: '', active: 'k1', check: {} },
  routes: [
    {
      name: 'r',
      source: 'raw',
      sink: 'clean',
      subjects: 'topic',
      quarantine: 'q',
      uncovered: 'quarantine',
      memory: { records: 500 },
      policies: [{ file: 'p.yaml', text: POLICY }],
    },
  ],
} as unknown as Config;

const field = (name: string) => ({ name, type: 'int' });
const version = (id: number, ...fields: string[]): SubjectVersion => ({
  version: id,
  id,
  lookup: {
    kind: 'avro',
    references: [],
    schema: { type: 'record', name: 'R', fields: fields.map(field) } as SchemaJson,
  },
});

function registryOf(versions: readonly SubjectVersion[], sinkId: number | null) {
  return {
    versions: async () => versions.map((each) => each.version),
    schemaOfVersion: async (_: string, wanted: number | 'latest') =>
      versions.find((each) => each.version === wanted) ?? null,
    lookupId: async () => sinkId,
  };
}

describe('versions whose records will be quarantined', () => {
  it('are those with fields without a rule and those without a sink schema', async () => {
    const versions = [version(1, 'n'), version(2, 'n', 'added')];
    expect((await checkPolicies(CONFIG, registryOf(versions, null))).blocked).toEqual([
      { route: 'r', schemaId: 1, reason: 'sink_schema_missing' },
      { route: 'r', schemaId: 2, reason: 'uncovered_field' },
    ]);
    expect(await checkPolicies(CONFIG, registryOf([version(1, 'n')], 7))).toEqual({
      failure: null,
      blocked: [],
      missing: [],
      cut: [],
    });
  });

  it('are looked for among the newest 200 only, and then no rule counts as one without a place', async () => {
    const asked: number[] = [];
    const versions = Array.from({ length: 203 }, (_, index) => version(index + 1, index === 202 ? 'n' : 'other'));
    const registry = registryOf(versions, 7);
    const schemaOfVersion = (subject: string, wanted: number | 'latest') => {
      asked.push(Number(wanted));
      return registry.schemaOfVersion(subject, wanted);
    };
    const { blocked, cut } = await checkPolicies(CONFIG, { ...registry, schemaOfVersion });
    expect([asked.length, asked[0], asked.at(-1)]).toEqual([200, 4, 203]);
    expect([blocked.length, cut]).toEqual([199, [{ route: 'r', subject: 'raw-value', versions: 203 }]]);
    const others = Array.from({ length: 201 }, (_, index) => version(index + 1, 'other'));
    await expect(checkPolicies(CONFIG, registryOf(others.slice(1), 7))).rejects.toThrow('no schema of the route');
    await expect(checkPolicies(CONFIG, registryOf(others, 7))).resolves.toMatchObject({ failure: null });
  });

  it('are none where no schema is registered, which is told', async () => {
    const { blocked, missing } = await checkPolicies(CONFIG, registryOf([], null));
    expect({ blocked, missing }).toEqual({ blocked: [], missing: [{ route: 'r', subject: 'raw-value' }] });
  });

  it('are not known while the registry is away', async () => {
    const away = () => Promise.reject(new SigiloError('registry.unavailable', {}, { retryable: true }));
    const registry = { versions: away, schemaOfVersion: away, lookupId: away };
    expect(await checkPolicies(CONFIG, registry)).toMatchObject({
      failure: { code: 'registry.unavailable' },
      blocked: [],
    });
  });
});
