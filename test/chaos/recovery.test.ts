import { describe, expect, it } from 'vitest';
import { isDisturbed, recoveredAt, secondsOf, timesOf, watchRecovery } from './recovery.ts';

const at = (...times: [string, number][]) => new Map(times);

describe('recovery', () => {
  it('is over when the last of those that were hit has committed', () => {
    expect(recoveredAt(['a', 'b'], at(['a', 10], ['b', 30], ['c', 90]))).toBe(30);
    expect(recoveredAt(['a', 'b'], at(['a', 10]))).toBeNull();
  });

  it('waits for the first commit of each after the harm', async () => {
    const pages = [at(), at(['a', 20]), at(['a', 20], ['b', 30], ['c', 40])];
    let page = 0;
    const proxy = { firstCommits: (after: number) => (after === 10 ? pages[page]! : at()) };
    const sleep = async () => {
      page = Math.min(page + 1, 2);
    };
    const recovery = { from: 10, of: ['a', 'b'], kind: 'worker' as const };
    expect(await watchRecovery(proxy, recovery, 10_000, sleep)).toEqual({ to: 30, missing: [] });
  });

  it('names those that did not commit in time', async () => {
    const proxy = { firstCommits: () => at(['a', 20]) };
    const recovery = { from: 10, of: ['a', 'b'], kind: 'broker' as const };
    expect(await watchRecovery(proxy, recovery, -1, async () => {})).toEqual({ to: null, missing: ['b'] });
  });

  it('is disturbed by other faults that lie in it, not by its own', () => {
    const own = { from: 10, to: 12 };
    expect(isDisturbed(own, 10, 20, [own])).toBe(false);
    expect(isDisturbed(own, 10, 20, [own, { from: 21, to: 30 }, { from: 1, to: 9 }])).toBe(false);
    expect(isDisturbed(own, 10, 20, [own, { from: 19, to: 30 }])).toBe(true);
    expect(isDisturbed(own, 10, 20, [own, { from: 1, to: null }])).toBe(true);
  });

  it('tells the middle and the longest', () => {
    expect(timesOf([])).toEqual({ count: 0, p50: null, max: null });
    expect(timesOf([3.14, 1, 2])).toEqual({ count: 3, p50: 2, max: 3.1 });
    const recovery = { kind: 'worker' as const, isDisturbed: false, missing: [] };
    expect(
      secondsOf([
        { ...recovery, from: 1_000, to: 3_500 },
        { ...recovery, from: 1, to: null },
      ]),
    ).toEqual([2.5]);
  });
});
