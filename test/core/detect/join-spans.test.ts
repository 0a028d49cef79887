import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/core/detect/detector.ts';
import { joinSpans } from '../../../src/core/detect/join-spans.ts';
import type { EntityType } from '../../../src/core/entity.ts';

const span = (start: number, end: number, known = -1, entity: EntityType = 'PERSON'): Span => ({
  start,
  end,
  entity,
  known,
});

/** The record has two known values of its own, so that remembered ones count from 2. */
const join = (found: readonly Span[], recalled: readonly Span[], kept: { start: number; end: number }[] = []) =>
  joinSpans(found, recalled, 2, kept);

describe('joinSpans', () => {
  it.each<[string, Span[], Span[], Span[]]>([
    ['nothing', [], [], []],
    ['what only the memory knows', [], [span(3, 8, 0)], [span(3, 8, 2)]],
    [
      'both, in order',
      [span(10, 12)],
      [span(3, 8, 1), span(20, 24, 0)],
      [span(3, 8, 3), span(10, 12), span(20, 24, 2)],
    ],
    ['the remembered value of a new finding', [span(3, 8)], [span(3, 8, 0)], [span(3, 8, 2)]],
    ['the own value before a remembered one', [span(3, 8, 1)], [span(3, 8, 0)], [span(3, 8, 1)]],
    ['a remembered value around a finding', [span(5, 8)], [span(3, 8, 0)], [span(3, 8, 2)]],
    ['a remembered value that begins alike', [span(3, 5)], [span(3, 8, 0)], [span(3, 8, 2)]],
    ['a finding around a remembered value', [span(3, 20, -1, 'EMAIL')], [span(5, 8, 0)], [span(3, 20, -1, 'EMAIL')]],
    [
      'one range of two that overlap, named by the longer',
      [span(0, 6, 0)],
      [span(4, 20, 0, 'LOCATION')],
      [span(0, 20, -1, 'LOCATION')],
    ],
    ['one range over several', [span(0, 4), span(6, 9)], [span(3, 7, 0)], [span(0, 9)]],
    ['neighbours as they are', [span(0, 4)], [span(4, 8, 0)], [span(0, 4), span(4, 8, 2)]],
    ['a value that is none of those remembered', [], [span(0, 4, -1)], [span(0, 4)]],
  ])('gives %s', (_, found, recalled, expected) => {
    expect(join(found, recalled)).toEqual(expected);
  });

  it('leaves alone what a policy keeps', () => {
    const kept = [{ start: 6, end: 7 }];
    expect(join([], [span(3, 8, 0), span(10, 12, 0)], kept)).toEqual([span(10, 12, 2)]);
  });

  it('gives the same list when nothing is added', () => {
    const found = [span(3, 8)];
    expect(join(found, [])).toBe(found);
  });

  it('loses nothing, and its ranges are sorted and disjoint', () => {
    const lists = fc
      .uniqueArray(fc.nat(60), { maxLength: 16 })
      .map((edges) => edges.sort((one, other) => one - other))
      .map((edges) =>
        Array.from({ length: edges.length >> 1 }, (_, place) => span(edges[place * 2]!, edges[place * 2 + 1]!)),
      );
    fc.assert(
      fc.property(lists, lists, (found, recalled) => {
        const joined = join(found, recalled);
        const covers = (spans: readonly Span[], at: number) => spans.some(({ start, end }) => start <= at && at < end);
        for (let at = 0; at < 60; at++) expect(covers(joined, at)).toBe(covers(found, at) || covers(recalled, at));
        for (const [place, { start, end }] of joined.entries()) {
          expect(start).toBeGreaterThanOrEqual(joined[place - 1]?.end ?? 0);
          expect(end).toBeGreaterThan(start);
        }
      }),
    );
  });
});
