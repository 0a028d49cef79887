import { describe, expect, it } from 'vitest';
import { countNow, createMinuteCounts, isRecentTime, recentSum } from '../../src/worker/minute-counts.ts';

const MINUTE = 60_000;
const START = 28_333_333 * MINUTE;

describe('counts by minute', () => {
  it('sum up the last 15 minutes and forget what was before', () => {
    const counts = createMinuteCounts();
    expect(recentSum(counts, START)).toBe(0);
    countNow(counts, 5, START);
    countNow(counts, 2, START + 59_999);
    countNow(counts, 1, START + MINUTE);
    expect(recentSum(counts, START + 14 * MINUTE + 59_999)).toBe(8);
    expect(recentSum(counts, START + 15 * MINUTE)).toBe(1);
    expect(recentSum(counts, START + 16 * MINUTE)).toBe(0);
    countNow(counts, 3, START + 15 * MINUTE);
    expect(recentSum(counts, START + 15 * MINUTE)).toBe(4);
    expect(counts.counts.length).toBeLessThanOrEqual(15);
  });

  it('know a recent time', () => {
    expect(isRecentTime(START, START + 14 * MINUTE + 59_999)).toBe(true);
    expect(isRecentTime(START, START + 15 * MINUTE)).toBe(false);
  });
});
