import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treatTimestamp } from '../../src/core/record-edges.ts';
import { generalizeTime } from '../../src/core/treat/generalize.ts';

describe('times', () => {
  it('are cut by plain numbers exactly as by the calendar', () => {
    const millis = fc.oneof(
      fc.integer({ min: -(2 ** 43), max: 2 ** 43 }),
      fc.maxSafeInteger(),
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
});
