import { describe, expect, it } from 'vitest';
import { checkSink, type Decoded } from '../../src/commands/demo/check-sink.ts';
import { createJoinCount } from '../../src/commands/demo/join-tokens.ts';
import { countLeftovers, emptyFreeTextCount } from '../../src/commands/demo/leftovers.ts';
import type { ReadRecord } from '../../src/commands/demo/local-stack.ts';
import type { TrafficRecord } from '../../src/commands/demo/traffic-record.ts';

const sentAt = Date.UTC(2026, 4, 3, 10, 20);
const hour = Date.UTC(2026, 4, 3, 10);
const token = '[CPF~k1~ABCDEFGHIJKLMNOP]';
const patient = (cpf: unknown, birthDate: number, number: string) => ({
  'br.sigilo.chat.Patient': { cpf, birth_date: birthDate, address: { number }, dependants: [] },
});
const object = {
  ...{ message_id: 'id', channel: 'APP', urgent: false, cooperative_id: 'coop-001', sent_at: sentAt },
  ...{ sender: patient(52998224725, 100, '12'), attachments: [{ thumbnail: null }], metadata: {}, text: 'meu CPF 1' },
};
const treated = {
  ...{ message_id: 'id', channel: 'APP', urgent: false, cooperative_id: 'coop-001', sent_at: hour },
  ...{ sender: patient(token, 0, '[OTHER_ID]'), attachments: [{}], metadata: {}, text: 'meu CPF [CPF]' },
};
const planted = [{ entity: 'CPF', value: '1', declared: false, checkDigit: true }];
const source = {
  ...{ key: Buffer.from('wa-1'), value: Buffer.from('v'), timestamp: sentAt, keptHeaders: ['traceparent'], object },
  ...{ route: 'chat', headers: { traceparent: 'x' }, freeText: [{ text: object.text, planted }] },
} as unknown as TrafficRecord;

const sink = (changes: Partial<ReadRecord> = {}): ReadRecord => ({
  ...{ topic: 's', partition: 0, offset: 0, timestamp: hour, value: Buffer.from('v') },
  key: Buffer.from('[OTHER_ID~k1~ABCDEFGHIJKLMNOP]'),
  headers: ['traceparent', 'sigilo-plan', 'sigilo-source'].map((name) => [name, Buffer.from('x')]),
  ...changes,
});

describe('check of one sink record', () => {
  it('accepts a record that was treated as declared', () => {
    expect(checkSink(sink(), treated, source)).toBeNull();
  });

  it.each<[string, Partial<ReadRecord>, Decoded]>([
    ['a header too many', { headers: [...sink().headers, ['x-patient-name', Buffer.from('n')]] }, treated],
    ['a timestamp in full', { timestamp: sentAt }, treated],
    ['a key in the clear', { key: Buffer.from('wa-1') }, treated],
    ['a key that vanished', { key: null }, treated],
    ['a kept field that changed', {}, { ...treated, channel: 'WEB' }],
    ['a time in full', {}, { ...treated, sent_at: sentAt }],
    ['a date of birth in full', {}, { ...treated, sender: patient(token, 100, '[OTHER_ID]') }],
    ['a house number', {}, { ...treated, sender: patient(token, 0, '12') }],
    ['a thumbnail', {}, { ...treated, attachments: [{ thumbnail: null }] }],
    ['map values in the clear', {}, { ...treated, metadata: { protocol: '12345678' } }],
  ])('reports %s', (_, changes, decoded) => {
    expect(checkSink(sink(changes), decoded, source)).not.toBeNull();
  });
});

describe('tokens of CPFs', () => {
  const add = (joins: ReturnType<typeof createJoinCount>, cpfToken: unknown, cpf = 52998224725) => {
    const from = { ...source, object: { ...object, sender: patient(cpf, 100, '12') } };
    joins.add(sink(), { ...treated, sender: patient(cpfToken, 0, '[OTHER_ID]') }, from);
  };

  it('join when one CPF has one token', () => {
    const joins = createJoinCount();
    add(joins, token);
    add(joins, token);
    expect(joins.count()).toEqual({ cpfs: 1, occurrences: 2, conflicts: 0 });
  });

  it('conflict when one CPF has two tokens, or two CPFs have one', () => {
    const joins = createJoinCount();
    add(joins, token);
    add(joins, '[CPF~k1~PONMLKJIHGFEDCBA]');
    add(joins, token, 11144477735);
    expect(joins.count().conflicts).toBe(2);
  });
});

describe('leftovers in free text', () => {
  it('are none where the value was replaced, and counted where it stands', () => {
    const count = emptyFreeTextCount();
    countLeftovers(count, treated, source);
    expect([count.planted, count.leftover]).toEqual([1, 0]);
    countLeftovers(count, object, source);
    expect([count.planted, count.leftover, count.leftoverWithCheckDigit]).toEqual([2, 1, 1]);
  });
});
