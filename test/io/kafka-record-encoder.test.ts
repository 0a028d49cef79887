import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRecord, type RecordToEncode } from '../../src/io/kafka-record-encoder.ts';

const require = createRequire(import.meta.url);
const kafkajs = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: object) => {
  buffer: Buffer;
};

const bytes = fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content));
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const name = text.filter((each) => each !== '__proto__');

describe('record encoder', () => {
  it('writes the bytes that kafkajs writes', () => {
    const record = fc.record({
      offsetDelta: fc.nat(5_000),
      timestampDelta: fc.integer({ min: -86_400_000, max: 2 ** 40 }),
      key: fc.option(fc.oneof(bytes, text)),
      value: fc.option(bytes),
      headers: fc.dictionary(name, fc.oneof(bytes, text, fc.array(fc.oneof(bytes, text), { maxLength: 3 })), {
        maxKeys: 4,
      }),
    });
    fc.assert(
      fc.property(record, (each) => {
        expect(encodeRecord(each as RecordToEncode).buffer.equals(kafkajs(each).buffer)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('writes a null header value, which kafkajs cannot', () => {
    const { buffer } = encodeRecord({ headers: { a: null } });
    expect([...buffer]).toEqual([18, 0, 0, 0, 1, 1, 2, 2, 97, 1]);
  });
});
