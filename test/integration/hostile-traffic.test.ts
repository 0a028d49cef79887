import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { faultsOfHostile } from '../load/hostile-faults.ts';
import { HOSTILE_ROWS } from '../load/hostile-rows.ts';
import { type HostileResult, runHostileTraffic } from '../load/run-hostile.ts';
import { cleanUpRuns } from './worker-run.ts';

/** A slice of `npm run hostile`, with so much garbage that each kind stands in it. */
describe('traffic with garbage of every kind', () => {
  let result: HostileResult;

  beforeAll(async () => {
    result = await runHostileTraffic({ stack: inject('stack'), records: 3_000, garbage: 0.2, seed: 11, say: () => {} });
  }, 240_000);
  afterAll(cleanUpRuns);

  it('comes out whole: each record once, in order, and quarantined for the reason that was planned', () => {
    expect(faultsOfHostile(result)).toEqual([]);
    expect(result.forwarded + result.quarantined).toBe(3_000);
  });

  it('holds each kind of garbage', () => {
    expect(result.kinds).toBeGreaterThan(HOSTILE_ROWS.length);
    expect(Object.keys(result.reasons).length).toBeGreaterThan(8);
  });
});
