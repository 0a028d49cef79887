import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/core/limits.ts';
import { createTokenizer } from '../src/core/treat/token.ts';
import { createRoutePipeline } from '../src/create-route-pipeline.ts';
import { createPolicyDetectors } from '../src/policy-detectors.ts';
import { readPolicies } from '../src/policy-file.ts';

const PLANTED = 'joao-529.982.247-25';

const POLICY = `policy: r
record: R
profile: lgpd
tenant: { const: x }
key: { as: utf8, keep: { oneOf: [k] } }
fields:
  word: { keep: { oneOf: [w] } }
  tags{key}: { keep: { oneOf: [t] } }
  tags{value}: { keep: { oneOf: [w] } }
  list[]: { keep: { oneOf: [w] } }
  who<string>: { keep: { oneOf: [w] } }
  nested{key}: { keep: { oneOf: [t] } }
  nested{value}.note: { keep: { oneOf: [w] } }
  text: { detect: { '*': redact } }
`;

const map = (values: object) => ({ type: 'map', values });
const text = { type: 'string' };
const SCHEMA = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'word', type: text },
    { name: 'tags', type: map(text) },
    { name: 'list', type: { type: 'array', items: text } },
    { name: 'who', type: ['null', 'string'] },
    { name: 'nested', type: map({ type: 'record', name: 'N', fields: [{ name: 'note', type: text }] }) },
    { name: 'text', type: text },
  ],
};
const GOOD = { word: 'w', tags: { t: 'w' }, list: ['w'], who: 'w', nested: { t: { note: 'w' } }, text: 'ok' };

async function outcomeOf(change: object, key = 'k') {
  const pipeline = createRoutePipeline({
    route: { name: 'r', source: 'raw', sink: 'clean', quarantine: 'q' },
    policies: readPolicies([{ file: 'p.yaml', text: POLICY }]),
    settings: {
      uncovered: 'quarantine',
      limits: { ...DEFAULT_LIMITS, textBytes: 200 },
      region: 'BR',
      keyVersion: 'k1',
      detectorId: 'd',
      canaries: [],
    },
    tokenizer: createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 1) }, { region: 'BR', cacheEntries: 10 }),
    detectorOf: createPolicyDetectors(null).detectorOf,
    registry: {
      schemasByIds: async (ids) => new Map(ids.map((id) => [id, { kind: 'avro', references: [], schema: SCHEMA }])),
      lookupId: async () => 77,
    },
    makeDataKey: () => Promise.reject(new Error('unused')),
    now: () => 0,
  });
  await pipeline.load([5]);
  const body = avsc.Type.forSchema(SCHEMA as never).toBuffer({ ...GOOD, ...change });
  const value = Buffer.concat([Buffer.from([0, 0, 0, 0, 5]), body]);
  return pipeline.sanitize({ key: Buffer.from(key), value, headers: undefined, timestamp: '1', offset: '0' }, 0);
}

describe('the field path of a quarantined record', () => {
  it.each([
    ['a text', { word: PLANTED }, 'k', 'word'],
    ['a map key', { tags: { [PLANTED]: 'w' } }, 'k', 'tags{key}'],
    ['a map value below a good key', { tags: { t: PLANTED } }, 'k', 'tags{value}'],
    ['a map value below a bad key', { tags: { [PLANTED]: PLANTED } }, 'k', 'tags{key}'],
    ['an item', { list: ['w', PLANTED] }, 'k', 'list[]'],
    ['a union branch', { who: PLANTED }, 'k', 'who'],
    ['a key of a map of records', { nested: { [PLANTED]: { note: 'w' } } }, 'k', 'nested{key}'],
    ['a field in a map of records', { nested: { t: { note: PLANTED } } }, 'k', 'nested{value}.note'],
    ['a text beyond its limit', { text: PLANTED.repeat(20) }, 'k', 'text'],
    ['a map key beyond its limit', { tags: { [PLANTED.repeat(20)]: 'w' } }, 'k', 'tags{key}'],
    ['the record key', {}, PLANTED, 'key'],
  ])('names the place of %s by the schema, and holds no value', async (_name, change, key, fieldPath) => {
    const outcome = await outcomeOf(change, key);
    expect(outcome).toMatchObject({ kind: 'quarantine', fieldPath });
    expect(JSON.stringify(outcome)).not.toMatch(/joao|529/);
  });

  it('is not there for a good record', async () => {
    expect(await outcomeOf({})).toMatchObject({ kind: 'forward' });
  });
});
