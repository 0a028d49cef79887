import { describe, expect, it } from 'vitest';
import { planRoutes } from '../../../src/commands/plan/plan-routes.ts';
import type { Config } from '../../../src/config.ts';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { SigiloError } from '../../../src/errors.ts';
import type { SchemaRegistry } from '../../../src/io/schema-registry.ts';

const HEAD = 'policy: p\nrecord: a.R\nprofile: lgpd\ntenant: { const: x }\n';
const POLICY = `${HEAD}key: { as: none }\nfields: { n: keep }\n`;
const record = (name: string, ...fields: string[]): SchemaJson => ({
  ...{ type: 'record', name, namespace: 'a' },
  fields: fields.map((field) => ({ name: field, type: 'int' })),
});

const configOf = (route: object, policies: readonly string[] = [POLICY]) =>
  ({
    ...{ limits: DEFAULT_LIMITS, region: 'BR', keys: { directory: '', active: 'k1' } },
    routes: [
      {
        ...{
          name: 'r',
          source: 'raw',
          sink: 'clean',
          quarantine: 'q',
          uncovered: 'quarantine',
          subjects: 'topic',
          memory: { records: 500 },
        },
        policies: policies.map((text, index) => ({ file: `p${index}.yaml`, text })),
        ...route,
      },
    ],
  }) as unknown as Config;

/** A registry of these subjects; it notes what is registered. */
function registryOf(
  subjects: Readonly<Record<string, readonly SchemaJson[]>>,
  answer: { compatible?: boolean; refuses?: boolean } = {},
) {
  const registered: string[] = [];
  const registry: Partial<SchemaRegistry> = {
    versions: async (subject) => (subjects[subject] ?? []).map((_, index) => index + 1),
    schemaOfVersion: async (subject, version) => ({
      ...{ id: Number(version), version: Number(version) },
      lookup: { kind: 'avro', references: [], schema: subjects[subject]![Number(version) - 1]! },
    }),
    lookupId: async () => null,
    isCompatible: async () => answer.compatible ?? true,
    register: async (subject) => {
      if (answer.refuses) throw new SigiloError('registry.incompatible', { subject });
      return registered.push(subject);
    },
  };
  return { registry: registry as SchemaRegistry, registered };
}

async function statesOf(config: Config, { registry }: ReturnType<typeof registryOf>, register = true) {
  const [plan] = await planRoutes(config, registry, register);
  return plan!.schemas.map(({ sinkState, sinkSubject }) => [sinkState, sinkSubject]);
}

describe('planning routes against a registry', () => {
  it('refuses policies of one route that a start would refuse, before anything is registered', async () => {
    const other = POLICY.replace('a.R', 'a.S').replace('as: none', 'as: utf8, tokenize: CPF');
    const registry = registryOf({ 'raw-value': [record('R', 'n')] });
    await expect(statesOf(configOf({}, [POLICY, other]), registry)).rejects.toMatchObject({
      code: 'policy.invalid',
      context: { faults: [expect.stringContaining('p1.yaml:1: key, headers, timestamp and tenant')] },
    });
    expect(registry.registered).toEqual([]);
  });

  it('registers sink schemas that are covered, and only when asked to', async () => {
    const registry = registryOf({ 'raw-value': [record('R', 'n')] });
    expect(await statesOf(configOf({}), registry, false)).toEqual([['compatible', 'clean-value']]);
    expect(registry.registered).toEqual([]);
    expect(await statesOf(configOf({}), registry)).toEqual([['registered', 'clean-value']]);
    expect(registry.registered).toEqual(['clean-value']);
  });

  it('does not register what is not covered, unless the route drops what no rule names', async () => {
    const registry = registryOf({ 'raw-value': [record('R', 'n', 'm')] });
    expect(await statesOf(configOf({}), registry)).toEqual([['compatible', 'clean-value']]);
    expect(registry.registered).toEqual([]);
    expect(await statesOf(configOf({ uncovered: 'drop' }), registry)).toEqual([['registered', 'clean-value']]);
  });

  it.each([{ compatible: false }, { refuses: true }])(
    'registers nothing that readers cannot follow: %j',
    async (answer) => {
      const registry = registryOf({ 'raw-value': [record('R', 'n')] }, answer);
      expect(await statesOf(configOf({}), registry)).toEqual([['incompatible', 'clean-value']]);
      expect(registry.registered).toEqual([]);
    },
  );

  it('passes an outage on', async () => {
    const { registry } = registryOf({ 'raw-value': [record('R', 'n')] });
    const away = () => Promise.reject(new SigiloError('registry.unavailable', {}, { retryable: true }));
    const plan = planRoutes(configOf({}), { ...registry, register: away }, true);
    await expect(plan).rejects.toMatchObject({ code: 'registry.unavailable' });
  });

  it('plans the schemas of keys in Avro under the subjects of keys', async () => {
    const policy = `${HEAD}key: { as: avro, fields: { id: { tokenize: CPF } } }\nfields: { n: keep }\n`;
    const key = { type: 'record', name: 'K', fields: [{ name: 'id', type: 'long' }] };
    const registry = registryOf({ 'raw-value': [record('R', 'n')], 'raw-key': [key] });
    expect(await statesOf(configOf({}, [policy]), registry)).toEqual([
      ['registered', 'clean-value'],
      ['registered', 'clean-key'],
    ]);
  });

  it.each([
    ['record', ['a.R', 'a.S'], ['a.sanitized.R', 'a.sanitized.S']],
    ['topic-record', ['raw-a.R', 'raw-a.S'], ['clean-a.sanitized.R', 'clean-a.sanitized.S']],
  ])('finds several record types by the strategy %s', async (subjects, sources, sinks) => {
    const [first, second] = sources as [string, string];
    const registry = registryOf({ [first]: [record('R', 'n')], [second]: [record('S', 'n')] });
    const other = POLICY.replace('policy: p', 'policy: s').replace('a.R', 'a.S');
    const states = await statesOf(configOf({ subjects }, [POLICY, other]), registry);
    expect(states).toEqual(sinks.map((sink) => ['registered', sink]));
  });

  it('gives the plan id of the worker, and fingerprints that do not depend on the order of attributes', async () => {
    const { registry } = registryOf({
      'raw-value': [
        record('R', 'n'),
        { fields: [{ type: 'int', name: 'n' }], namespace: 'a', name: 'R', type: 'record' },
      ],
    });
    const [plan] = await planRoutes(configOf({}), registry, false);
    const [first, second] = plan!.schemas;
    expect(first?.planId).toMatch(/^[0-9a-f]{16}$/);
    expect(first?.fingerprint).toBe(second?.fingerprint);
  });
});
