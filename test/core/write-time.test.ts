import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treatTimestamp } from '../../src/core/record-edges.ts';
import { RecordFault } from '../../src/core/record-fault.ts';
import { generalizeTime } from '../../src/core/treat/generalize.ts';

const GRANULARITIES = ['keep', 'hour', 'day', 'year'] as const;

describe('times', () => {
  it('are cut by plain numbers exactly as by the calendar', () => {
    const millis = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 43 }),
      fc.integer({ min: 0, max: 253_402_300_799_999 }),
      fc.constantFrom(0, 1, 3_600_000, 86_399_999),
    );
    fc.assert(
      fc.property(millis, fc.constantFrom('hour', 'day', 'year'), (time, granularity) => {
        const treated = treatTimestamp(String(time), granularity);
        expect(treated).toBe(generalizeTime(BigInt(time), 'millis', granularity).toString());
        expect(Number(treated)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that Kafka does not know stay so', () => {
    for (const granularity of GRANULARITIES) expect(treatTimestamp('-1', granularity)).toBe('-1');
  });

  it.each([
    '-2',
    '-1000',
    '-86400000',
    '-62135596800001',
    '-4611686018427387904',
    '-9223372036854775808',
    '253402300800000',
    '9223372036854775807',
  ])('before 1970 or of no calendar are refused: %j', (timestamp) => {
    for (const granularity of GRANULARITIES) expect(() => treatTimestamp(timestamp, granularity)).toThrow(RecordFault);
  });
});
