import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance } from '../../src/core/edit-distance.ts';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['groupId', 'groupId', 0],
    ['brokres', 'brokers', 1],
    ['ab', 'ba', 1],
    ['abc', 'ca', 3],
    ['kitten', 'sitting', 3],
  ])('from %j to %j is %i', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
    expect(editDistance(right, left)).toBe(distance);
  });
});

describe('a suggestion', () => {
  const known = ['brokers', 'clientId', 'groupId', 'key', 'tags', 'types', 'url'];
  it.each([
    ['broker', '; did you mean brokers?'],
    ['brokres', '; did you mean brokers?'],
    ['groupid', '; did you mean groupId?'],
    ['group_id', '; did you mean groupId?'],
    ['kye', '; did you mean key?'],
    ['kex', '; did you mean key?'],
    ['type', '; did you mean types?'],
    ['xyz', ''],
    ['fld', ''],
    ['passthrough', ''],
    ['b'.repeat(100_000), ''],
  ])('for %s', (typed, expected) => expect(didYouMean(typed, known)).toBe(expected));
});
