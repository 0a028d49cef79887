import { describe, expect, it } from 'vitest';
import { lagOf, withoutInvisible } from './settle.ts';

describe('lag at the end of a run', () => {
  const end = { topic: 'a', partition: 0, low: 0, high: 10 };

  it.each([
    ['nothing committed', 0, undefined, { 'a/0': 10 }],
    ['half committed', 0, 5, { 'a/0': 5 }],
    ['all committed', 0, 10, {}],
    ['records deleted below the log start', 8, 3, { 'a/0': 2 }],
    ['all of them deleted', 10, -1, {}],
  ])('%s', (_name, low, committed, expected) => {
    const offsets = new Map(committed === undefined ? [] : [['a/0', committed]]);
    expect(lagOf([{ ...end, low }], offsets)).toEqual(expected);
  });

  it('leaves out the end of an aborted transaction, and nothing more', () => {
    const lag = { 'a/0': 7, 'a/1': 7, 'a/2': 5_000 };
    expect(withoutInvisible(lag, new Set(['a/0', 'a/2']))).toEqual({ 'a/1': 7, 'a/2': 5_000 });
  });
});
