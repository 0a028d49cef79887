import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digitsOf } from '../../src/commands/demo/free-text.ts';
import { loadTypes, VERSIONS, type Version } from '../../src/commands/demo/schemas.ts';
import { SPECIALS } from '../../src/commands/demo/specials.ts';
import { makeTraffic } from '../../src/commands/demo/traffic.ts';
import type { TrafficRecord } from '../../src/commands/demo/traffic-record.ts';

const schemaIds = Object.fromEntries(VERSIONS.map((version, index) => [version, index + 1])) as Record<Version, number>;
const options = { records: 3_000, seed: 7, now: 1_780_000_000_000, schemaIds, partitions: { chat: 4, clinical: 2 } };
const traffic = makeTraffic(options);
const forwarded = traffic.filter((record) => record.expected === 'forward');

function digest(records: readonly TrafficRecord[]): string {
  const hash = createHash('sha256');
  for (const { value, key, partition, expected } of records) {
    hash.update(`${partition} ${expected} ${key?.toString('hex')} ${value?.toString('hex')}\n`);
  }
  return hash.digest('hex');
}

describe('synthetic traffic', () => {
  it('is the same for the same seed and another for another', () => {
    expect(digest(makeTraffic(options))).toBe(digest(traffic));
    expect(digest(makeTraffic({ ...options, seed: 8 }))).not.toBe(digest(traffic));
  });

  it('holds as many records as asked for, and every special kind at least twice', () => {
    expect(traffic).toHaveLength(3_000);
    const counts = new Map<string, number>();
    for (const { kind } of traffic) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = SPECIALS.map(({ kind }) => kind);
    expect(kinds.filter((kind) => (counts.get(kind) ?? 0) < 2)).toEqual([]);
    expect(counts.get('tombstone')).toBeGreaterThan(10);
  });

  it('is nearly all good: quarantined records are a small part', () => {
    expect(forwarded.length / traffic.length).toBeGreaterThan(0.95);
  });

  it('keeps a key in one partition', () => {
    const partitions = new Map<string, number>();
    for (const { route, key, partition } of traffic.filter((record) => record.key !== null)) {
      const name = `${route} ${key}`;
      expect(partitions.get(name) ?? partition).toBe(partition);
      partitions.set(name, partition);
    }
  });

  it('writes every forwarded value so that an Avro library reads back the object', () => {
    const types = loadTypes();
    for (const { value, object } of forwarded) {
      if (value === null) continue;
      const version = VERSIONS[value.readInt32BE(1) - 1]!;
      const { message_id } = types[version].fromBuffer(value.subarray(5)) as { message_id: string };
      expect(message_id === object?.message_id).toBe(true);
    }
  });

  it('plants personal data in keys, headers, map keys, fields and free text', () => {
    const missing = forwarded.filter(({ key, value, headers, declared }) => {
      const headerValues = Object.values(headers).flat();
      const parts = [key ?? '', value ?? '', ...headerValues].map((part) => Buffer.from(part));
      const bytes = Buffer.concat(parts);
      return declared.some((planted) => !bytes.includes(planted));
    });
    expect(missing).toHaveLength(0);
    expect(forwarded.some(({ headers }) => 'x-patient-name' in headers)).toBe(true);
    expect(
      forwarded.filter(({ freeText }) => freeText.some(({ planted }) => planted.length > 0)).length,
    ).toBeGreaterThan(500);
  });

  it('never writes a declared value of one record into the free text of another', () => {
    const declared = new Set(traffic.flatMap((record) => [...record.declared, ...record.cpfs]).map(digitsOf));
    const free = traffic.flatMap(({ freeText }) => freeText.flatMap(({ planted }) => planted));
    const strangers = free.filter((planted) => !planted.declared).map(({ value }) => digitsOf(value));
    expect(strangers.filter((value) => declared.has(value))).toHaveLength(0);
  });
});
