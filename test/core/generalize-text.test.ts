import { describe, expect, it } from 'vitest';
import type { CoreState } from '../../src/core/core-state.ts';
import { coarseAge, coarseDate, coarsePlace } from '../../src/core/generalize-text.ts';

const stateIn = (region: string, oldestYear = Number.NEGATIVE_INFINITY) => ({ region, oldestYear }) as CoreState;

describe('dates, ages and places in text', () => {
  it.each([
    ['BR', '03/04/1985', '1985-04'],
    ['ES', '03/04/1985', '1985-04'],
    ['US', '03/04/1985', '1985-03'],
    ['US', '25/04/1985', '1985-04'],
    ['US', 'ontem', '[DATE]'],
  ])('in %s %s is of %s', (region, text, expected) => {
    expect(coarseDate(stateIn(region), text, 'month')).toBe(expected);
  });

  it('become a placeholder where they cannot be read, or tell a great age', () => {
    expect(coarseDate(stateIn('US', 1936), '1936', 'year')).toBe('[DATE]');
    expect(coarseDate(stateIn('US', 1936), '1937', 'year')).toBe('1937');
    expect(() => coarseDate(stateIn('US', Number.NaN), '1937', 'year')).toThrow('unexpected_shape');
    expect([coarseAge('97'), coarseAge('old')]).toEqual(['90+', '[AGE]']);
    expect([coarsePlace('10001', false), coarsePlace('Recife', false)]).toEqual(['100', '[LOCATION]']);
  });
});
