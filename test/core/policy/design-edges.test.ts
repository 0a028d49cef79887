import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { SourceHeader } from '../../../src/core/record.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import { runScenario, type Scenario, TEST_KEY } from '../../scenarios/run-scenario.ts';
import { policyOf, recordOf } from './treat-field.ts';

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });
const token = (entity: 'CPF' | 'OTHER_ID', value: string, domain: string = entity) =>
  tokenizer.text('field', 'coop', domain, entity, value);
const keyToken = (entity: 'CPF', value: string) => tokenizer.forKeys.text('field', 'coop', entity, entity, value);
const CPF = token('CPF', '52998224725');

/** Sanitizes a record with the field `f: 1` (or a tombstone) under a policy with these lines. */
function run(policyLines: string, given: Scenario['given']) {
  const given1 = 'record' in given ? given : { ...given, record: { f: 1 } };
  return runScenario({ schema: recordOf('int'), policy: policyOf('f: keep', policyLines), given: given1 });
}

function faultOf(policyLines: string): string {
  try {
    run(policyLines, {});
    return 'no fault';
  } catch (fault) {
    return (fault as Error).message;
  }
}

const millis = (text: string) => String(Date.parse(text));

describe('timestamps', () => {
  it.each([
    ['hour', '2024-02-29T13:45:59.999Z', '2024-02-29T13:00:00Z'],
    ['day', '2024-02-29T13:45:59.999Z', '2024-02-29T00:00:00Z'],
    ['year', '2024-02-29T13:45:59.999Z', '2024-01-01T00:00:00Z'],
    ['hour', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00Z'],
    ['day', '1970-01-01T23:59:59.999Z', '1970-01-01T00:00:00Z'],
    ['year', '1970-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z'],
    ['year', '2000-12-31T23:59:59.999Z', '2000-01-01T00:00:00Z'],
    ['hour', '9999-12-31T23:59:59.999Z', '9999-12-31T23:00:00.000Z'],
  ])('are cut to the %s: %s becomes %s', (granularity, from, to) => {
    const { outcome } = run(`timestamp: ${granularity}`, { timestamp: millis(from) });
    expect(outcome).toMatchObject({ kind: 'forward', record: { timestamp: millis(to) } });
  });

  it.each(['hour', 'day', 'year'])('of -1, which means none, stay with %s', (granularity) => {
    const { outcome } = run(`timestamp: ${granularity}`, { timestamp: '-1' });
    expect(outcome).toMatchObject({ kind: 'forward', record: { timestamp: '-1' } });
  });

  it.each(['-2', '-86400000', '-9223372036854775808', '253402300800000', '9223372036854775807'])(
    'before 1970 or after 9999 are quarantined, also of a tombstone: %s',
    (timestamp) => {
      const quarantined = { kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'timestamp' };
      for (const granularity of ['hour', 'day', 'year']) {
        expect(run(`timestamp: ${granularity}`, { timestamp }).outcome).toMatchObject(quarantined);
        expect(run(`timestamp: ${granularity}`, { timestamp, record: undefined }).outcome).toMatchObject(quarantined);
      }
    },
  );

  it('are cut to the hour when the policy says nothing, also of a tombstone', () => {
    const time = { timestamp: '1700003599999' };
    const cut = { kind: 'forward', record: { timestamp: '1700002800000' } };
    expect(run('', time).outcome).toMatchObject(cut);
    expect(run('', { ...time, record: undefined }).outcome).toMatchObject(cut);
  });

  it.each(['month', 'minute', 'none', '60', '""', '[hour]'])('timestamp: %s is a fault', (word) => {
    expect(faultOf(`timestamp: ${word}`)).toContain('timestamp: one of keep, hour, day, year is needed');
  });
});

describe('headers', () => {
  /** Rule of the header `h`, its value, and what the sink gets: undefined when it is dropped and counted. */
  const HEADERS: readonly [rule: string, value: SourceHeader, expected: string | Buffer | undefined][] = [
    ['{ as: utf8, keep: digits(4) }', '1234', '1234'],
    ['{ keep: digits(4) }', Buffer.from('1234'), '1234'],
    ['{ as: utf8, keep: digits(4) }', '12345', undefined],
    ['{ as: utf8, keep: digits(4) }', '1234\n', undefined],
    ['{ as: utf8, keep: digits(4) }', '', undefined],
    ['{ as: utf8, keep: digits(4) }', null, undefined],
    ['{ as: utf8, keep: digits(4) }', [], undefined],
    ['{ as: utf8, keep: digits(4) }', ['1234', '1234'], undefined],
    ['{ as: utf8, keep: { oneOf: ["é"] } }', Buffer.from('é'), 'é'],
    ['{ as: utf8, keep: { pattern: ".", max: 1 } }', Buffer.from([0xe9]), undefined],
    ['{ as: utf8, keep: { pattern: "(?s).*", max: 6 } }', Buffer.from([0xc3, 0x28]), undefined],
    [
      '{ as: bytes, keep: { pattern: "[\\\\x00-\\\\xff]{2}", max: 2 } }',
      Buffer.from([0, 0xff]),
      Buffer.from([0, 0xff]),
    ],
    ['{ as: bytes, keep: digits(2) }', Buffer.from('12'), Buffer.from('12')],
    ['{ as: bytes, keep: digits(2) }', Buffer.from([0x31, 0xff]), undefined],
    ['{ as: utf8, tokenize: CPF }', '529.982.247-25', CPF],
    ['{ as: bytes, tokenize: CPF }', Buffer.from('52998224725'), CPF],
    ['{ as: utf8, tokenize: CPF }', Buffer.from([0xff]), undefined],
    ['{ as: bytes, tokenize: CPF }', Buffer.from([0xff]), undefined],
    ['{ as: utf8, tokenize: CPF }', ['52998224725'], undefined],
    ['{ as: utf8, tokenize: { type: OTHER_ID, domain: d } }', 'x', token('OTHER_ID', 'x', 'd')],
    ['{ as: utf8, tokenize: CPF }', '', '[CPF]'],
    ['{ as: utf8, redact: PHONE }', 'whatever', '[PHONE]'],
    ['{ as: utf8, redact: PHONE }', null, undefined],
    ['{ as: utf8, drop: }', 'x', undefined],
  ];

  it.each(HEADERS)('%s makes of %j %j', (rule, value, expected) => {
    const { outcome, counts } = run(`headers: { h: ${rule} }`, { headers: { h: value } });
    if (outcome.kind !== 'forward') throw new Error(outcome.reason);
    expect(outcome.record.headers.h).toEqual(expected);
    const dropped = Array.isArray(value) ? value.length : 1;
    expect(counts.headersDropped).toBe(expected === undefined ? dropped : 0);
  });

  it.each([
    ['text', (size: number) => 'x'.repeat(size)],
    ['bytes', (size: number) => Buffer.alloc(size, 'x')],
  ])('of %s may be as long as one text', (_, contentOf) => {
    for (const [size, dropped] of [
      [65_536, 0],
      [65_537, 1],
    ] as const) {
      const { counts } = run('headers: { h: { redact: PHONE } }', { headers: { h: contentOf(size) } });
      expect(counts.headersDropped).toBe(dropped);
    }
  });

  it('come in the order of the policy, then those of Sigilo', () => {
    const rules = 'headers: { b: { redact: CPF }, a: { redact: CPF }, B: { redact: CPF } }';
    const { outcome } = run(rules, { headers: { a: '1', B: '2', b: '3', x: '4' } });
    if (outcome.kind !== 'forward') throw new Error(outcome.reason);
    expect(Object.keys(outcome.record.headers)).toEqual(['b', 'a', 'B', 'sigilo-plan', 'sigilo-source']);
  });

  it('that are not listed, or pretend to be ours, are dropped and counted, also those that break property names', () => {
    const headers = JSON.parse('{"sigilo-plan":"forged","sigilo-source":"raw/0/0","7":"x","__proto__":"y"}');
    const { outcome, counts } = run('', { headers });
    if (outcome.kind !== 'forward') throw new Error(outcome.reason);
    expect(counts.headersDropped).toBe(4);
    expect(Object.keys(outcome.record.headers)).toEqual(['sigilo-plan', 'sigilo-source']);
    expect(outcome.record.headers['sigilo-source']).toBe('raw/3/5');
    expect(outcome.record.headers['sigilo-plan']).not.toBe('forged');
  });

  it.each([
    ['{ "7": { redact: CPF } }', 'integer-like names'],
    ['{ "007": { redact: CPF } }', 'integer-like names'],
    ['{ __proto__: { redact: CPF } }', 'integer-like names and __proto__'],
    ['{ sigilo-plan: { redact: CPF } }', 'names that begin with sigilo- are ours'],
    ['{ sigilo-x: { redact: CPF } }', 'names that begin with sigilo- are ours'],
    ['{ "": { redact: CPF } }', 'a header name is 1 to 255 visible ASCII'],
    ['{ "a b": { redact: CPF } }', 'a header name is 1 to 255 visible ASCII'],
    ['{ "é": { redact: CPF } }', 'a header name is 1 to 255 visible ASCII'],
    [`{ ${'h'.repeat(256)}: { redact: CPF } }`, 'a header name is 1 to 255 visible ASCII'],
    ['{ h: { as: avro, redact: CPF } }', 'as is utf8 or bytes'],
    ['{ h: { as: utf8, keep: } }', 'keep of a string needs a shape'],
    ['{ h: { as: utf8, detect: } }', 'treated by keep, drop, redact, tokenize or generalize'],
    ['{ h: { as: utf8, keep: { from: 0, to: 9 } } }', 'a range is for Avro numbers only'],
    ['{ h: { as: utf8, tokenize: { type: CPF, as: long } } }', 'as: long is for Avro fields only'],
    ['{ h: { as: utf8, tokenize: DATE } }', 'DATE is never tokenized'],
    ['{ h: { as: utf8 } }', 'a treatment is one of'],
    ['{ h: { as: utf8, redact: CPF, drop: } }', 'a treatment is one of'],
    ['{ h: redact }', 'a treatment is one of'],
    ['[h]', 'a mapping of header name to treatment is needed'],
  ])('headers: %s is a fault', (headers, sentence) => {
    expect(faultOf(`headers: ${headers}`)).toContain(sentence);
  });
});

describe('keys', () => {
  const utf8 = (text: string) => Buffer.from(text);
  /** Rule of the key, key in the source, key in the sink, or why the record is quarantined. */
  const KEYS: readonly [rule: string, key: Buffer | null, expected: string | null][] = [
    ['{ as: none }', utf8('52998224725'), null],
    ['{ as: none }', Buffer.from([0xff]), null],
    ['{ as: none }', null, null],
    ['{ as: utf8, tokenize: CPF }', utf8('529.982.247-25'), CPF],
    ['{ as: utf8, tokenize: CPF }', null, null],
    // A key of nobody has a token of its own: two such keys must not become one.
    ['{ as: utf8, tokenize: CPF }', utf8(''), keyToken('CPF', '')],
    ['{ as: utf8, tokenize: CPF }', utf8('000.000.000-00'), keyToken('CPF', '000.000.000-00')],
    ['{ as: utf8, tokenize: CPF }', Buffer.from([0xff]), 'quarantine'],
    ['{ as: utf8, tokenize: { type: OTHER_ID, domain: d } }', utf8('Conv-1'), token('OTHER_ID', 'Conv-1', 'd')],
    ['{ as: utf8, tokenize: { type: OTHER_ID, domain: d } }', utf8('conv-1'), token('OTHER_ID', 'conv-1', 'd')],
    ['{ as: utf8, redact: CPF }', utf8('52998224725'), '[CPF]'],
    ['{ as: utf8, redact: CPF }', null, null],
    ['{ as: utf8, generalize: { DATE: year } }', utf8('29/02/2024'), '2024'],
    ['{ as: utf8, generalize: { LOCATION: zip3 } }', utf8('03601-1234'), '000'],
    ['{ as: utf8, generalize: { AGE: 90+ } }', utf8('97 anos'), '90+'],
    ['{ as: utf8, drop: }', utf8('52998224725'), null],
    ['{ as: utf8, keep: digits(4) }', utf8('1234'), '1234'],
    ['{ as: utf8, keep: digits(4) }', utf8('12345'), 'quarantine'],
    ['{ as: utf8, keep: digits(4) }', utf8(''), 'quarantine'],
    ['{ as: utf8, keep: digits(4) }', null, null],
  ];

  describe.each([
    ['of records', { f: 1 }],
    ['of tombstones', undefined],
  ])('%s', (_, record) => {
    it.each(KEYS)('%s makes of %j %j', (rule, key, expected) => {
      const given = key === null ? { key, record } : { keyHex: key.toString('hex'), record };
      const { outcome } = run(`key: ${rule}`, given);
      if (expected === 'quarantine')
        return expect(outcome).toEqual({ kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'key' });
      if (outcome.kind !== 'forward') throw new Error(outcome.reason);
      expect(outcome.record.key?.toString() ?? null).toBe(expected);
      expect(outcome.record.value === null).toBe(record === undefined);
    });
  });

  it('are not folded: what differs in case gets another token', () => {
    expect(token('OTHER_ID', 'Conv-1', 'd')).not.toBe(token('OTHER_ID', 'conv-1', 'd'));
  });

  it.each([
    ['{ as: none, redact: CPF }', 'as: none takes no treatment'],
    ['{ as: int, redact: CPF }', 'as is utf8'],
    ['{ redact: CPF }', 'as is utf8'],
    ['{ as: utf8 }', 'a treatment is one of'],
    ['{ as: utf8, keep: }', 'keep of a string needs a shape'],
    ['{ as: utf8, detect: }', 'treated by keep, drop, redact, tokenize or generalize'],
    ['{ as: utf8, tokenize: PERSON }', 'a key of PERSON needs a domain'],
    ['{ as: utf8, tokenize: DATE }', 'DATE is never tokenized'],
    ['none', '{ as: none } drops the key'],
  ])('key: %s is a fault', (key, sentence) => {
    expect(faultOf(`key: ${key}`)).toContain(sentence);
  });

  it('of tombstones are told by an id of what holds for all records of the route', () => {
    const planOf = (lines: string) => {
      const { outcome } = run(lines, { key: '1234', record: undefined });
      return outcome.kind === 'forward' ? outcome.record.headers['sigilo-plan'] : outcome.reason;
    };
    const key = 'key: { as: utf8, keep: digits(4) }';
    expect(planOf(key)).toMatch(/^[0-9a-f]{16}$/);
    const others = [key, 'key: { as: utf8, redact: CPF }', `${key}\ntimestamp: day`, `${key}\ntenant: { const: y }`];
    expect(new Set(others.map(planOf)).size).toBe(others.length);
  });

  it('of tombstones are quarantined where their token needs a tenant of the value', () => {
    const { outcome } = run('tenant: { field: f }\nkey: { as: utf8, tokenize: CPF }', { key: 'x', record: undefined });
    expect(outcome).toEqual({ kind: 'quarantine', reason: 'uncovered_schema', fieldPath: 'key' });
    const kept = run('tenant: { field: f }\nkey: { as: utf8, redact: CPF }', { key: 'x', record: undefined });
    expect(kept.outcome).toMatchObject({ kind: 'forward', record: { value: null } });
  });
});
