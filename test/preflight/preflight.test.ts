import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import { keyCheckValue } from '../../src/core/treat/token.ts';
import { SigiloError } from '../../src/errors.ts';
import { createIdentity, createTokenKey } from '../../src/io/key-create.ts';
import { loadTokenKey } from '../../src/io/key-store.ts';
import type { SchemaRegistry } from '../../src/io/schema-registry.ts';
import type { ToldTime } from '../../src/preflight/clock.ts';
import type { RouteFacts } from '../../src/preflight/facts.ts';
import { gatherFacts } from '../../src/preflight/gather-facts.ts';
import { preflight } from '../../src/preflight.ts';

vi.mock('../../src/preflight/gather-facts.ts', () => ({ gatherFacts: vi.fn() }));

const POLICY = 'policy: p\nrecord: R\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\nfields: { n: keep }\n';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-preflight-'));
  createTokenKey(join(directory, 'keys'), 'k1');
  vi.mocked(gatherFacts).mockResolvedValue({
    permissions: {
      brokers: 1,
      topics: new Map(),
      group: new Set(['Read']),
      refusedTransactions: new Set(),
    },
    routes: [],
  });
});
afterEach(() => rmSync(directory, { recursive: true }));

async function configure(change: { active?: string; policy?: string; pin?: string | null } = {}): Promise<Config> {
  const pin = change.pin === undefined ? keyCheckValue(loadTokenKey(join(directory, 'keys'), 'k1')) : change.pin;
  const recipient = await createIdentity(join(directory, 'identity'), new Date(0));
  writeFileSync(join(directory, 'p.yaml'), change.policy ?? POLICY);
  writeFileSync(
    join(directory, 'sigilo.yaml'),
    `kafka: { brokers: ["127.0.0.1:1"], groupId: sigilo }
registry: { url: "http://127.0.0.1:1" }
keys: { directory: keys, active: ${change.active ?? 'k1'}${pin === null ? '' : `, check: { k1: '${pin}' }`} }
quarantine: { recipients: [${recipient}] }
routes:
  - { name: chat, source: raw, sink: clean, quarantine: held, policies: [p.yaml] }
`,
  );
  return loadConfig(join(directory, 'sigilo.yaml'), {});
}

const schema = { type: 'record', name: 'R', fields: [{ name: 'n', type: 'int' }] };
const REGISTRY = {
  versions: async () => [1],
  schemaOfVersion: async () => ({ version: 1, id: 4, lookup: { kind: 'avro', schema, references: [] } }),
  lookupId: async () => 5,
} as unknown as SchemaRegistry;

function look(config: Config, registry: SchemaRegistry = REGISTRY, told: ToldTime | null = null) {
  const parts = { registry, toldTime: () => told, createLog: () => () => {}, fromStart: true, now: () => 0 };
  return preflight(config, parts);
}

describe('the start checks', () => {
  it('give the pipelines when there is no fault, and tell --from-start to those who ask the brokers', async () => {
    const { findings, pipelines } = await look(await configure());
    expect(findings).toEqual([]);
    expect(pipelines.map(({ name }) => name)).toEqual(['chat']);
    expect(vi.mocked(gatherFacts).mock.lastCall?.[1]).toMatchObject([{ name: 'chat', fromStart: true }]);
  });

  it('find the faults of keys, policies and brokers at once, and make no pipeline then', async () => {
    vi.mocked(gatherFacts).mockRejectedValueOnce(new SigiloError('kafka.unavailable', {}, { retryable: true }));
    const { findings, pipelines } = await look(await configure({ active: 'k7', policy: `${POLICY}bogus: 1\n` }));
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
      ['fault', 'keys.unreadable'],
      ['fault', 'policy.invalid'],
      ['fault', 'kafka.unavailable'],
    ]);
    expect(pipelines).toEqual([]);
  });

  it('refuse another key under the name of the one that is pinned', async () => {
    const config = await configure();
    rmSync(join(directory, 'keys', 'k1.key'));
    createTokenKey(join(directory, 'keys'), 'k1');
    const { findings, pipelines } = await look(config);
    expect(findings).toMatchObject([{ severity: 'fault', code: 'keys.mismatch' }]);
    expect(findings[0]?.context.faults?.[0]).toMatch(/^its check value is [0-9a-f]{8}, and keys\.check expects/);
    expect(pipelines).toEqual([]);
  });

  it('warn of a key that nothing pins, with the line to add', async () => {
    const { findings, pipelines } = await look(await configure({ pin: null }));
    const faults = [expect.stringMatching(/^keys: \{ check: \{ k1: '[0-9a-f]{8}' \} \}$/)];
    expect(findings).toMatchObject([{ severity: 'warning', code: 'keys.unpinned', context: { faults } }]);
    expect(pipelines).toHaveLength(1);
  });

  it.each<[string, Partial<SchemaRegistry>, string]>([
    ['no schema of the source', { versions: async () => [] }, 'source.schema_missing'],
    ['no sink schema', { lookupId: async () => null }, 'sink.schema_missing'],
    [
      'no answer of the registry',
      { versions: () => Promise.reject(new SigiloError('registry.unauthorized', {}, { retryable: true })) },
      'registry.unauthorized',
    ],
  ])('go on with a warning: %s', async (_, change, code) => {
    const { findings, pipelines } = await look(await configure(), { ...REGISTRY, ...change });
    expect(findings).toMatchObject([{ severity: 'warning', code }]);
    expect(pipelines).toHaveLength(1);
  });

  it('warn of a schema version that the policy does not cover', async () => {
    const wider = { ...schema, fields: [...schema.fields, { name: 'added', type: 'int' }] };
    const lookup = { kind: 'avro', schema: wider, references: [] } as const;
    const registry = { ...REGISTRY, schemaOfVersion: async () => ({ version: 1, id: 9, lookup }) as never };
    const { findings } = await look(await configure(), registry);
    expect(findings).toMatchObject([
      { severity: 'warning', code: 'source.schema_uncovered', context: { route: 'chat', schemaId: 9 } },
    ]);
  });

  it('ask each of the checks of a route, and look at the clock', async () => {
    const topic = (name: string, partitions: number, settings: Record<string, string>) => ({
      name,
      partitions,
      replicas: 2,
      settings: new Map(Object.entries({ 'max.message.bytes': '2000000', 'min.insync.replicas': '2', ...settings })),
    });
    const quarantine = topic('held', 1, {
      'cleanup.policy': 'compact',
      'retention.ms': '1',
      'min.insync.replicas': '3',
    });
    const route: RouteFacts = {
      route: { name: 'chat', source: 'raw', sink: 'clean', quarantine: 'held', mode: 'exactly_once', fromStart: false },
      source: topic('raw', 2, { 'retention.ms': '-1' }),
      sink: topic('clean', 1, { 'cleanup.policy': 'compact', 'message.timestamp.after.max.ms': '1000' }),
      quarantine,
      offsets: { sink: new Map([[0, { low: 0n, high: 9n }]]), committed: new Map([[0, null]]), source: new Map() },
      sinkKeyVersion: 'k9',
    };
    const { permissions } = await vi.mocked(gatherFacts)({} as never, [], () => () => {});
    vi.mocked(gatherFacts).mockResolvedValueOnce({ permissions, routes: [route] });
    const tokenized = POLICY.replace('{ as: none }', '{ as: utf8, tokenize: CPF }');
    const told = { date: new Date(0).toUTCString(), at: 3_600_000 };
    const { findings } = await look(await configure({ policy: tokenized }), REGISTRY, told);
    expect(findings.map(({ severity, code, context }) => [severity, code, context.setting].join(' ').trim())).toEqual([
      'warning clock.skew',
      'warning sink.too_few_partitions',
      'fault quarantine.unfit max.message.bytes',
      'fault quarantine.unfit cleanup.policy',
      'fault sink.key_version routes[].keyVersion',
      'warning source.retention retention.ms',
      'warning quarantine.retention retention.ms',
      'warning sink.times message.timestamp.after.max.ms',
      'fault topic.replication min.insync.replicas',
      'fault source.no_offset',
    ]);
  });
});
