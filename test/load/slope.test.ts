import { describe, expect, it } from 'vitest';
import { lowestOf, type Point, slopeOf } from './slope.ts';

const minutes = (count: number, value: (minute: number) => number): Point[] =>
  Array.from({ length: count }, (_, minute) => [minute * 60, value(minute)]);

describe('the slope of a series', () => {
  it('is what it grows by in ten minutes', () => {
    const { per10Minutes, plusMinus } = slopeOf(minutes(20, (minute) => 200 + 0.3 * minute))!;
    expect(per10Minutes).toBeCloseTo(3, 6);
    expect(plusMinus).toBeCloseTo(0, 6);
  });

  it('is zero of a series that stands, and below it of one that falls', () => {
    expect(slopeOf(minutes(20, () => 5))).toEqual({ per10Minutes: 0, plusMinus: 0 });
    expect(slopeOf(minutes(20, (minute) => -minute))!.per10Minutes).toBeCloseTo(-10, 6);
  });

  it('is as uncertain as the series is restless', () => {
    const calm = slopeOf(minutes(20, (minute) => (minute % 2) * 0.1))!;
    const restless = slopeOf(minutes(20, (minute) => (minute % 2) * 10))!;
    expect(restless.plusMinus / calm.plusMinus).toBeCloseTo(100, 3);
    expect(Math.abs(restless.per10Minutes)).toBeLessThan(restless.plusMinus);
  });

  it('cannot be told from two points, or from one moment', () => {
    expect(slopeOf(minutes(2, (minute) => minute))).toBeNull();
    expect(slopeOf([[1, 1] as const, [1, 2] as const, [1, 3] as const])).toBeNull();
  });
});

describe('the lowest points', () => {
  it('are one a window', () => {
    const points: Point[] = [
      [0, 5],
      [29, 3],
      [30, 9],
      [61, 8],
      [62, 7],
    ];
    expect(lowestOf(points, 30)).toEqual([
      [29, 3],
      [30, 9],
      [62, 7],
    ]);
  });

  it('show a leak below the garbage that comes and goes', () => {
    const saw = Array.from({ length: 1_200 }, (_, second): Point => [second, 100 + (second % 25) * 4 + second / 600]);
    expect(slopeOf(lowestOf(saw, 60))!.per10Minutes).toBeCloseTo(1, 1);
  });
});
