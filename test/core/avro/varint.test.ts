import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avscLong } from '../../../src/core/avro/avsc-long.ts';
import { AvroFault } from '../../../src/core/avro/fault.ts';
import { readLong } from '../../../src/core/avro/reader.ts';
import { writeLong, writeVarint } from '../../../src/core/avro/varint.ts';

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const SEED = { seed: 20_261_121, numRuns: 2000 };

describe('varints', () => {
  it('are written as avsc writes them', () => {
    fc.assert(
      fc.property(long, (value) => {
        const out = Buffer.alloc(10);
        const end = writeLong(out, 0, value);
        expect(out.subarray(0, end)).toEqual(
          (avscLong as unknown as { toBuffer(value: bigint): Buffer }).toBuffer(value),
        );
      }),
      SEED,
    );
  });

  it('read back as the same 64-bit number', () => {
    fc.assert(
      fc.property(long, (value) => {
        const out = Buffer.alloc(12, 0xff);
        writeLong(out, 1, value);
        expect(readLong(out, 1)).toBe(value);
      }),
      SEED,
    );
  });

  it('of safe numbers are the same as those of bigints', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const [first, second] = [Buffer.alloc(10), Buffer.alloc(10)];
        expect(writeVarint(first, 0, value)).toBe(writeLong(second, 0, BigInt(value)));
        expect(first).toEqual(second);
      }),
      SEED,
    );
  });

  it.each([
    ['nothing', ''],
    ['a varint that is cut off', 'ffff'],
    ['a zero in two bytes', '8000'],
    ['a one with a needless byte', '828000'],
    ['65 bits', 'ffffffffffffffffff02'],
    ['eleven bytes', 'ffffffffffffffffffff01'],
  ])('refuses %s', (_, hex) => {
    expect(() => readLong(Buffer.from(hex, 'hex'), 0)).toThrow(AvroFault);
  });
});
