import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/core/limits.ts';
import { readQuarantineMetadata } from '../src/core/quarantine.ts';
import { createTokenizer } from '../src/core/treat/token.ts';
import { createRoutePipeline } from '../src/create-route-pipeline.ts';
import { createPolicyDetectors } from '../src/policy-detectors.ts';
import { readPolicies } from '../src/policy-file.ts';

const policy = (record: string, more = '') =>
  `policy: ${record.toLowerCase()}\nrecord: ${record}\nprofile: lgpd\ntenant: { const: x }\nkey: { as: none }\n${more}fields: { n: keep }\n`;

const LIMITS = { valueBytes: 1 << 20, payloadBytes: 1 << 20 };

/** @param sealedBefore how many records each new data key has sealed already */
function pipelineOf(texts: readonly string[], sealedBefore = 0) {
  const clock = { now: 0 };
  let dataKeys = 0;
  const pipeline = createRoutePipeline({
    route: { name: 'r', source: 'raw', sink: 'clean', quarantine: 'q' },
    policies: readPolicies(texts.map((text, index) => ({ file: `p${index}.yaml`, text }))),
    settings: {
      uncovered: 'quarantine',
      limits: DEFAULT_LIMITS,
      region: 'BR',
      keyVersion: 'k1',
      detectorId: 'd',
      canaries: [],
    },
    tokenizer: createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 1) }, { region: 'BR', cacheEntries: 10 }),
    detectorOf: createPolicyDetectors(null).detectorOf,
    registry: {
      schemasByIds: async (ids) =>
        new Map(
          ids.map((id) => [
            id,
            {
              kind: 'avro',
              references: [],
              schema: { type: 'record', name: 'R', fields: [{ name: 'n', type: 'int' }] },
            },
          ]),
        ),
      lookupId: async () => 77,
    },
    makeDataKey: async () => ({
      key: Buffer.alloc(32, ++dataKeys),
      keyWrap: 'wrapped',
      recipients: ['age1x'],
      counter: sealedBefore,
    }),
    now: () => clock.now,
  });
  return { pipeline, clock, dataKeys: () => dataKeys };
}

const record = (value: Buffer | null, offset = '0') => ({
  key: null,
  value,
  headers: undefined,
  timestamp: '1',
  offset,
});

describe('route pipeline', () => {
  it('tells which schemas it needs, once each, and none for tombstones and malformed frames', async () => {
    const { pipeline } = pipelineOf([policy('R')]);
    const framed = Buffer.from([0, 0, 0, 0, 5, 2]);
    const records = [record(framed), record(framed), record(null), record(Buffer.from([1])), record(Buffer.alloc(0))];
    expect(pipeline.missingSchemas(records)).toEqual([5]);
    await pipeline.load([5]);
    expect(pipeline.missingSchemas(records)).toEqual([]);
    expect(pipeline.sanitize(record(framed), 3)).toMatchObject({ kind: 'forward' });
    expect(pipeline.planIds()).toMatchObject([{ policy: 'r', schemaId: 5 }]);
  });

  it('quarantines what it has no plan for, instead of passing it', () => {
    const { pipeline } = pipelineOf([policy('R')]);
    expect(pipeline.sanitize(record(Buffer.from([0, 0, 0, 0, 5, 2])), 0)).toMatchObject({
      kind: 'quarantine',
      reason: 'unknown_schema',
    });
  });

  it('names the same reason when the refusal grows old in the midst of a batch', async () => {
    const { pipeline, clock } = pipelineOf([policy('Other')]);
    const framed = record(Buffer.from([0, 0, 0, 0, 5, 2]));
    await pipeline.load(pipeline.missingSchemas([framed]));
    clock.now = 1e9;
    expect(pipeline.sanitize(framed, 0)).toMatchObject({ kind: 'quarantine', reason: 'uncovered_schema' });
    expect(pipeline.missingSchemas([framed])).toEqual([5]);
  });

  it('seals coordinates and reason, and renews the data key after an hour', async () => {
    const { pipeline, clock, dataKeys } = pipelineOf([policy('R')]);
    const outcome = { kind: 'quarantine', reason: 'malformed_avro', fieldPath: 'n' } as const;
    expect(() => pipeline.seal(record(Buffer.from([9])), outcome, 2, 1, new Date(0), LIMITS)).toThrow('internal');
    await pipeline.prepare();
    const sealed = pipeline.seal(record(Buffer.from([9]), '41'), outcome, 2, 1, new Date(0), LIMITS);
    expect(sealed.key).toBe('raw/2/41');
    expect(readQuarantineMetadata(sealed.value)).toMatchObject({
      reason: 'malformed_avro',
      fieldPath: 'n',
      route: 'r',
      source: { topic: 'raw', partition: 2, offset: '41' },
    });
    // One byte is no frame: it tells no schema.
    expect(sealed.schemaId).toBe(null);
    const framed = pipeline.seal(record(Buffer.from([0, 0, 0, 0, 5, 9])), outcome, 2, 1, new Date(0), LIMITS);
    expect(framed.schemaId).toBe(5);
    const text = pipeline.seal(record(Buffer.from('\0João')), outcome, 2, 1, new Date(0), LIMITS);
    expect(text.schemaId).toBe(null);
    await pipeline.prepare();
    expect(dataKeys()).toBe(1);
    clock.now = 3_600_001;
    await pipeline.prepare();
    expect(dataKeys()).toBe(2);
  });

  it('renews the data key after 100,000 records', async () => {
    const { pipeline, dataKeys } = pipelineOf([policy('R')], 99_999);
    const outcome = { kind: 'quarantine', reason: 'malformed_avro' } as const;
    await pipeline.prepare();
    await pipeline.prepare();
    expect(dataKeys()).toBe(1);
    pipeline.seal(record(Buffer.from([9])), outcome, 0, 1, new Date(0), LIMITS);
    await pipeline.prepare();
    expect(dataKeys()).toBe(2);
  });

  it('quarantines a record with too many headers without looking at them', async () => {
    const { pipeline } = pipelineOf([policy('R')]);
    const headers = new Proxy(
      {},
      { get: () => expect.unreachable('a header was read'), ownKeys: () => expect.unreachable('headers were listed') },
    );
    const flooded = { ...record(Buffer.from([0, 0, 0, 0, 5, 2])), headers, headerOverflow: true } as const;
    expect(pipeline.missingSchemas([flooded])).toEqual([]);
    expect(pipeline.sanitize(flooded, 0)).toEqual({
      kind: 'quarantine',
      reason: 'limit_exceeded',
      fieldPath: 'headers',
    });
  });

  it('seals a batch that cannot be read as a reference under its first offset, and asks for no schema', async () => {
    const { pipeline } = pipelineOf([policy('R')]);
    await pipeline.prepare();
    const unreadable = { firstOffset: '3', bytes: Buffer.alloc(200_000, 'CPF 123') };
    const batch = { key: null, value: null, headers: {}, timestamp: '-1', offset: '9', unreadable };
    expect(pipeline.missingSchemas([batch])).toEqual([]);
    const outcome = { kind: 'quarantine', reason: 'unreadable_batch' } as const;
    const sealed = pipeline.seal(batch, outcome, 0, 1, new Date(0), LIMITS);
    const { source } = pipeline;
    expect(sealed).toMatchObject({ key: `${source}/0/3`, omitted: null, payloadBytes: 0, schemaId: null });
    expect(sealed.value.length).toBeLessThan(2_000);
    const reference = { payload: 'omitted', length: 200_000, lastOffset: '9', reason: 'unreadable_batch' };
    expect(readQuarantineMetadata(sealed.value)).toMatchObject({
      ...reference,
      source: { topic: source, partition: 0, offset: '3' },
    });
  });

  it('refuses policies of one topic that treat its keys differently', () => {
    expect(() => pipelineOf([policy('R'), policy('S', 'timestamp: day\n')])).toThrow(
      'p1.yaml:1: key, headers, timestamp and tenant, and what the profile makes of them, must be those of p0.yaml',
    );
  });
});
