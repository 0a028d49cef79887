import { describe, expect, it } from 'vitest';
import { faultsOfHostile } from './hostile-faults.ts';
import type { HostileResult } from './run-hostile.ts';

const good: HostileResult = {
  ...{ written: 100, garbage: 5, kinds: 5, forwarded: 97, quarantined: 3, reasons: { malformed_avro: 3 } },
  ...{ missing: 0, doubled: 0, outOfOrder: 0, strange: 0, wrongOutcomes: 0, wrongKinds: [] },
  metrics: { consumed: 100, forwarded: 97, quarantined: 3 },
  reasonsInMetrics: { malformed_avro: 3 },
  ...{ blocked: 0, restarts: 0, exitStatus: 0, stderrBytes: 0, peakRssMb: 500, recordsPerSecond: 5_000 },
};

describe('the judgement of a hostile run', () => {
  it('finds nothing in one where all is well', () => expect(faultsOfHostile(good)).toEqual([]));

  it.each<[string, Partial<HostileResult>]>([
    ['missing', { missing: 1 }],
    ['doubled', { doubled: 1 }],
    ['outOfOrder', { outOfOrder: 1 }],
    ['strange', { strange: 1 }],
    ['wrongOutcomes', { wrongOutcomes: 1 }],
    ['blocked', { blocked: 1 }],
    ['restarts', { restarts: 1 }],
    ['stderrBytes', { stderrBytes: 1 }],
    ['came out', { forwarded: 96, metrics: { consumed: 100, forwarded: 96, quarantined: 3 } }],
    ['metrics count', { metrics: { consumed: 100, forwarded: 98, quarantined: 2 } }],
    ['metrics count 99', { metrics: { consumed: 99, forwarded: 97, quarantined: 3 } }],
    ['other reasons', { reasonsInMetrics: { malformed_avro: 2, internal: 1 } }],
    ['ended with', { exitStatus: null }],
    ['at its peak', { peakRssMb: 2_000 }],
  ])('finds %s', (words, change) => {
    expect(faultsOfHostile({ ...good, ...change }).join()).toContain(words);
  });
});
