import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treatTimestamp } from '../../src/core/record-edges.ts';
import { RecordFault } from '../../src/core/record-fault.ts';
import { generalizeTime } from '../../src/core/treat/generalize.ts';

describe('times', () => {
  it('are cut by plain numbers exactly as by the calendar', () => {
    const millis = fc.oneof(
      fc.integer({ min: -(2 ** 43), max: 2 ** 43 }),
      fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
      fc.constantFrom(0, -1, 1, -3_600_000, 86_399_999),
    );
    fc.assert(
      fc.property(millis, fc.constantFrom('hour', 'day', 'year'), (time, granularity) => {
        fc.pre(time !== -1);
        expect(treatTimestamp(String(time), granularity)).toBe(
          generalizeTime(BigInt(time), 'millis', granularity).toString(),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('that Kafka does not know stay so', () => {
    expect(treatTimestamp('-1', 'year')).toBe('-1');
  });

  it.each([
    '-62135596800001',
    '253402300800000',
    '-4611686018427387904',
    '9223372036854775807',
    '-9223372036854775808',
  ])('of no calendar are refused: %j', (timestamp) => {
    for (const granularity of ['keep', 'hour', 'day', 'year'] as const)
      expect(() => treatTimestamp(timestamp, granularity)).toThrow(RecordFault);
  });
});
