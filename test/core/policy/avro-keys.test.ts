import { describe, expect, it } from 'vitest';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import type { EntityType } from '../../../src/core/entity.ts';
import { framed, routeOf, tokenizer } from './route-of-policies.ts';

const VALUE = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'text', type: 'string' },
    { name: 'cpf', type: 'string' },
  ],
};
const KEY_RECORD = {
  type: 'record',
  name: 'K',
  namespace: 'k',
  fields: [
    { name: 'cpf', type: 'long' },
    { name: 'seq', type: 'int' },
  ],
};
const policy = (key: string, more = 'tenant: { const: coop }') =>
  `policy: r\nrecord: R\nprofile: lgpd\n${more}\nkey: ${key}\nfields: { text: { detect: { '*': tokenize } }, cpf: { tokenize: CPF } }\n`;
const value = (text = 'oi', cpf = '111.444.777-35') => framed(1, VALUE, { text, cpf });
const token = (entity: EntityType, text: string, domain: string = entity) =>
  tokenizer.text('field', 'coop', domain, entity, text);
const keyToken = (entity: EntityType, text: string) => tokenizer.forKeys.text('field', 'coop', entity, entity, text);
const CPF = token('CPF', '52998224725');

function routeWithKey(key: string, keySchema: SchemaJson, more = {}) {
  return routeOf({ schemas: { 1: VALUE, 2: keySchema }, policies: [policy(key)], ...more });
}

describe('a tag inside a key', () => {
  const tagged = { type: 'record', name: 'K', fields: [{ name: 'a', type: 'string', 'confluent:tags': ['PII'] }] };
  const send = async (key: string) => {
    const more = 'tenant: { const: coop }\ntags: { PII: { redact: OTHER_ID } }';
    const route = routeOf({ schemas: { 1: VALUE, 2: tagged }, policies: [policy(key, more)] });
    return (await route.send({ value: value(), key: framed(2, tagged, { a: '52998224725' }) })).outcome;
  };

  it.each([
    '{ as: avro, fields: { a: { keep: { pattern: "[a-z]*", max: 20 } } } }',
    '{ as: avro, fields: { b: keep } }',
  ])('lets nothing be kept, and covers nothing, under %s', async (key) => {
    expect(await send(key)).toMatchObject({ kind: 'quarantine', reason: 'uncovered_field' });
  });

  it('lets the field be tokenized', async () => {
    expect((await send('{ as: avro, fields: { a: { tokenize: CPF } } }')).kind).toBe('forward');
  });
});

describe('keys in Avro', () => {
  it.each<[string, SchemaJson, unknown, unknown, SchemaJson]>([
    ['{ as: avro, tokenize: CPF }', 'string', '529.982.247-25', CPF, 'string'],
    ['{ as: avro, tokenize: CPF }', 'long', 52998224725, CPF, 'string'],
    ['{ as: avro, tokenize: CPF }', 'bytes', '52998224725', CPF, 'string'],
    ['{ as: avro, tokenize: CPF }', 'string', '000.000.000-00', keyToken('CPF', '000.000.000-00'), 'string'],
    ['{ as: avro, tokenize: MRN }', 'string', 'A-1', keyToken('MRN', 'A-1'), 'string'],
    ['{ as: avro, tokenize: OTHER_ID }', 'int', 7, token('OTHER_ID', '7'), 'string'],
    [
      '{ as: avro, tokenize: CPF }',
      ['null', 'string', 'long'],
      { long: 52998224725 },
      { string: CPF },
      ['null', 'string'],
    ],
    ['{ as: avro, redact: CPF }', 'long', 52998224725, '[CPF]', 'string'],
    ['{ as: avro, redact: CPF }', KEY_RECORD, { cpf: 52998224725, seq: 1 }, '[CPF]', 'string'],
    ['{ as: avro, keep: digits(3) }', 'string', '123', '123', 'string'],
    ['{ as: avro, keep: }', 'int', 5, 5, 'int'],
    ['{ as: avro, keep: { from: 0, to: 9 } }', 'int', 5, 5, 'int'],
    [
      '{ as: avro, fields: { cpf: { tokenize: CPF }, seq: keep } }',
      KEY_RECORD,
      { cpf: 52998224725, seq: 3 },
      { cpf: CPF, seq: 3 },
      {
        type: 'record',
        name: 'K',
        namespace: 'k.sanitized',
        fields: [
          { name: 'cpf', type: 'string', sigilo: { treatment: 'tokenize' } },
          { name: 'seq', type: 'int', sigilo: { treatment: 'keep' } },
        ],
      },
    ],
    [
      '{ as: avro, types: { k.K: { cpf: { tokenize: { type: OTHER_ID, domain: d } }, seq: drop } } }',
      KEY_RECORD,
      { cpf: 52998224725, seq: 3 },
      { cpf: token('OTHER_ID', '52998224725', 'd') },
      expect.anything() as never,
    ],
  ])('%s of %j makes of %j %j', async (rule, schema, content, expected, sinkSchema) => {
    const route = routeWithKey(rule, schema);
    const { key, outcome } = await route.send({ key: framed(2, schema, content), value: value() });
    expect(outcome.kind).toBe('forward');
    expect(key).toEqual({ subject: 'clean-key', content: expected });
    expect([...route.sinkSchemas.values()].find(({ subject }) => subject === 'clean-key')?.schema).toEqual(sinkSchema);
    const tombstone = await route.send({ key: framed(2, schema, content), value: null });
    expect(tombstone).toMatchObject({ key: { content: expected }, value: null });
    const { headers } = tombstone.outcome.kind === 'forward' ? tombstone.outcome.record : { headers: {} };
    expect(headers).toMatchObject({ 'sigilo-plan': expect.any(String), 'sigilo-source': 'raw/0/0' });
  });

  it('keep as long where the policy says so', async () => {
    const route = routeWithKey('{ as: avro, tokenize: { type: CPF, as: long } }', 'long');
    const { key } = await route.send({ key: framed(2, 'long', 52998224725), value: value() });
    expect(String(key?.content)).toBe(String(tokenizer.long('coop', 'CPF', 'CPF', '52998224725')));
    expect([...route.sinkSchemas.values()].map(({ schema }) => schema)).toContain('long');
  });

  it('are found again in the text of their record, with the token that fields have', async () => {
    const route = routeWithKey('{ as: avro, fields: { cpf: { tokenize: CPF }, seq: keep } }', KEY_RECORD);
    const key = framed(2, KEY_RECORD, { cpf: 191, seq: 3 });
    const { value: treated } = await route.send({ key, value: value('meu cpf é 000.000.001-91') });
    expect(treated?.content.text).toBe(`meu cpf é ${token('CPF', '00000000191')}`);
  });

  it('may be absent, and are planned once a schema', async () => {
    const route = routeWithKey('{ as: avro, tokenize: CPF }', 'string');
    expect(await route.send({ key: null, value: value() })).toMatchObject({ key: null, outcome: { kind: 'forward' } });
    for (let index = 0; index < 3; index++) await route.send({ key: framed(2, 'string', 'x'), value: value() });
    expect(route.asked).toEqual([[1], [2]]);
    expect(route.pipeline.planIds().map(({ schemaId }) => schemaId)).toEqual([1, 2]);
  });

  it('use the same schema id as values without mixing the plans', async () => {
    const both = { type: 'record', name: 'R', fields: [{ name: 'cpf', type: 'string' }] };
    const text =
      'policy: r\nrecord: R\nprofile: lgpd\ntenant: { const: coop }\nkey: { as: avro, fields: { cpf: { tokenize: CPF } } }\nfields: { cpf: { redact: CPF } }\n';
    const route = routeOf({ schemas: { 1: both }, policies: [text] });
    const bytes = framed(1, both, { cpf: '52998224725' });
    const { key, value: treated } = await route.send({ key: bytes, value: bytes });
    expect([key?.content, treated?.content]).toEqual([{ cpf: CPF }, { cpf: '[CPF]' }]);
    const [first, second] = route.pipeline.planIds();
    expect(first?.plan).not.toBe(second?.plan);
  });

  const BAD: readonly [name: string, key: Buffer, headers: Record<string, Buffer> | undefined, reason: string][] = [
    ['no frame', Buffer.from('12345678909'), undefined, 'malformed_avro'],
    ['empty', Buffer.alloc(0), undefined, 'malformed_avro'],
    ['frame alone', Buffer.from([0, 0, 0, 0, 2]), undefined, 'malformed_avro'],
    ['bytes behind it', Buffer.from([0, 0, 0, 0, 2, 2, 0x61, 0]), undefined, 'malformed_avro'],
    ['invalid UTF-8', Buffer.from([0, 0, 0, 0, 2, 2, 0xff]), undefined, 'malformed_avro'],
    ['unknown schema', Buffer.from([0, 0, 0, 0, 9, 2, 0x61]), undefined, 'unknown_schema'],
    ['id in a header', framed(2, 'string', 'a'), { __key_schema_id: Buffer.alloc(17) }, 'unsupported_framing'],
  ];
  it.each(BAD)('with %s are quarantined, tombstones too', async (_, key, headers, reason) => {
    const route = routeWithKey('{ as: avro, tokenize: CPF }', 'string');
    for (const bytes of [value(), null]) {
      const { outcome } = await route.send({ key, value: bytes, headers });
      expect(outcome).toEqual({ kind: 'quarantine', reason, fieldPath: 'key' });
    }
  });

  it.each<[string, SchemaJson, unknown, string, string]>([
    ['{ as: avro, keep: digits(3) }', 'string', '1234', 'unexpected_shape', 'key'],
    ['{ as: avro, keep: { from: 0, to: 9 } }', 'int', 10, 'unexpected_shape', 'key'],
    ['{ as: avro, fields: { cpf: { tokenize: CPF } } }', KEY_RECORD, { cpf: 1, seq: 2 }, 'uncovered_field', 'key.seq'],
    ['{ as: avro, fields: { cpf: { tokenize: CPF } } }', 'string', 'x', 'uncovered_field', 'key'],
    ['{ as: avro, tokenize: CPF }', KEY_RECORD, { cpf: 1, seq: 2 }, 'uncovered_field', 'key'],
  ])('%s of %j quarantines %j: %s at %s', async (rule, schema, content, reason, fieldPath) => {
    const route = routeWithKey(rule, schema);
    const { outcome } = await route.send({ key: framed(2, schema, content), value: value() });
    expect(outcome).toMatchObject({ kind: 'quarantine', reason, fieldPath });
  });

  it('without a registered sink schema are quarantined', async () => {
    const isRegistered = (subject: string) => subject !== 'clean-key';
    const route = routeWithKey('{ as: avro, tokenize: CPF }', 'string', { isRegistered });
    const { outcome } = await route.send({ key: framed(2, 'string', 'a'), value: value() });
    expect(outcome).toEqual({ kind: 'quarantine', reason: 'sink_schema_missing', fieldPath: 'key' });
  });

  it('that hold a known value in a kept field are stopped by the guard', async () => {
    const schema = { type: 'record', name: 'K', fields: [{ name: 'note', type: 'string' }] };
    const key = '{ as: avro, fields: { note: { keep: { pattern: "[^,]*", max: 40 } } } }';
    const route = routeWithKey(key, schema);
    const { outcome } = await route.send({ key: framed(2, schema, { note: 'a 52998224725' }), value: value() });
    expect(outcome).toMatchObject({ kind: 'quarantine', reason: 'leak_blocked', fieldPath: 'key sanitized.K.note' });
    const known = await route.send({ key: framed(2, schema, { note: '98765-4320' }), value: value('oi', '987654320') });
    expect(known.outcome).toMatchObject({ kind: 'quarantine', reason: 'leak_blocked', check: 'known_value' });
  });

  it('of tombstones are quarantined where their token needs a tenant of the value', async () => {
    const text = policy('{ as: avro, fields: { cpf: { tokenize: CPF }, seq: keep } }', 'tenant: { field: cpf }');
    const route = routeOf({ schemas: { 1: VALUE, 2: KEY_RECORD }, policies: [text] });
    const { outcome } = await route.send({ key: framed(2, KEY_RECORD, { cpf: 1, seq: 2 }), value: null });
    expect(outcome).toEqual({ kind: 'quarantine', reason: 'uncovered_schema', fieldPath: 'key' });
  });

  it('take the key version to which they are pinned, and fields the active one', async () => {
    const route = routeWithKey('{ as: avro, tokenize: CPF }', 'long', { keyVersion: 'k9' });
    const { key, value: treated } = await route.send({
      key: framed(2, 'long', 52998224725),
      value: value('52998224725', '52998224725'),
    });
    expect(key?.content).toMatch(/^\[CPF~k9~/);
    expect(treated?.content.cpf).toBe(CPF);
    expect(treated?.content.text).toBe(CPF);
  });
});

describe('keys as text', () => {
  it('take the key version to which they are pinned', async () => {
    const route = routeOf({
      schemas: { 1: VALUE },
      policies: [policy('{ as: utf8, tokenize: CPF }')],
      keyVersion: 'k2',
    });
    const { key } = await route.send({ key: Buffer.from('52998224725'), value: value() });
    expect(key?.content).toMatch(/^\[CPF~k2~/);
    const plain = routeOf({ schemas: { 1: VALUE }, policies: [policy('{ as: utf8, tokenize: CPF }')] });
    expect((await plain.send({ key: Buffer.from('52998224725'), value: value() })).key?.content).toBe(CPF);
    await plain.send({ value: value() });
    expect(plain.pipeline.planIds()[0]?.plan).not.toBe(route.pipeline.planIds()[0]?.plan);
  });
});
