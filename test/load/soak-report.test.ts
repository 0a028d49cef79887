import { describe, expect, it } from 'vitest';
import { judgeSoak, quantilesOf, type SoakMeasured } from './soak-report.ts';
import type { PageSample, ProcessSample } from './watch-process.ts';

const SECONDS = 1_200;
const process = (seconds: number, grown = 0): ProcessSample => {
  return { seconds, rssMb: 500 + (seconds % 20) + grown * seconds, files: 20, sockets: 15, cpuSeconds: seconds * 0.6 };
};
const page = (seconds: number, grown = 0): PageSample => ({
  ...{ seconds, heapMb: 200 + (seconds % 30) + grown * seconds, externalMb: 5, rssMb: 500, handles: 20 },
  ...{ loopLagP99Ms: 20, loopLagMaxMs: 60, majorCollections: Math.floor(seconds / 30) },
  ...{ memoryMb: 128, conversations: 40_000, evicted: seconds },
});
const over = <Sample>(step: number, make: (seconds: number) => Sample): Sample[] =>
  Array.from({ length: SECONDS / step }, (_, index) => make(index * step));

const latencies = (microseconds: (seconds: number) => number) => ({
  atMs: Int32Array.from(over(1, (seconds) => seconds * 1_000)),
  microseconds: Int32Array.from(over(1, microseconds)),
});

const good: SoakMeasured = {
  ...{ minutes: SECONDS / 60, warmUpMinutes: 5, rate: 10, peakRate: 20, status: 0 },
  paced: { paced: 12_000, seconds: SECONDS, latestMs: 3 },
  verdict: { written: 12_000, missing: 0, doubled: 0, outOfOrder: 0, strange: 0, quarantined: 0 },
  samples: over(1, (seconds) => process(seconds)),
  pages: over(5, (seconds) => page(seconds)),
  latencies: latencies((seconds) => 60_000 + (seconds % 100) * 1_000),
};

describe('the judgement of a soak run', () => {
  it('finds nothing where memory stands and records come in time', () => {
    const report = judgeSoak(good);
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({ exit: 0, cpuShare: 0.6, records: 12_000, warmUpMinutes: 5 });
    expect(report.latencyMs).toEqual({ p50: 110, p95: 155, p99: 159, max: 159 });
  });

  it('leaves the warm-up out', () => {
    const slow = latencies((seconds) => (seconds < 290 ? 9_000_000 : 60_000));
    const grown = good.samples.map((each) => (each.seconds < 290 ? { ...each, rssMb: each.seconds } : each));
    expect(judgeSoak({ ...good, latencies: slow, samples: grown }).faults).toEqual([]);
  });

  it.each<[string, Partial<SoakMeasured>]>([
    ['p99 is above', { latencies: latencies(() => 300_000) }],
    ['RSS grows', { samples: over(1, (seconds) => process(seconds, 0.003)) }],
    ['the heap grows', { pages: over(5, (seconds) => page(seconds, 0.003)) }],
    ['handles grow', { pages: good.pages.map((each) => ({ ...each, handles: 20 + Math.floor(each.seconds / 100) })) }],
    ['open files grow', { samples: good.samples.map((each) => ({ ...each, files: Math.floor(each.seconds / 100) })) }],
    ['missing: 1', { verdict: { ...good.verdict, missing: 1 } }],
    ['doubled: 2', { verdict: { ...good.verdict, doubled: 2 } }],
    ['ended with 1', { status: 1 }],
  ])('finds that %s', (words, change) => {
    const report = judgeSoak({ ...good, ...change });
    expect(report.faults.join()).toContain(words);
    expect(report.exit).toBe(1);
  });
});

describe('quantiles', () => {
  it('are those of the sorted list', () => {
    const list = Int32Array.from({ length: 1_000 }, (_, index) => (999 - index) * 1_000);
    expect(quantilesOf(list)).toEqual({ p50: 500, p95: 950, p99: 990, max: 999 });
    expect(quantilesOf(new Int32Array())).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
  });
});
