import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEligible } from '../../../src/core/detect/detector.ts';
import { ORDINARY_WORDS } from '../../../src/core/detect/ordinary-words.ts';
import { compileGuard } from '../../../src/core/guard/leak-check.ts';

const guard = compileGuard('string', new Map(), { canaries: [] });

const isFound = (value: string): boolean => {
  const hit = guard.checkText(value, 'text', [{ entity: 'PERSON', text: value, domain: null }], 'text');
  return hit?.check === 'known_value';
};

// The two share no code. A value that only the guard searched for would block good records for nothing.
describe('a known value that the guard searches for', () => {
  it('is none of the words that the detector leaves alone', () => {
    expect(ORDINARY_WORDS.filter((word) => isFound(word))).toEqual([]);
  });

  it('is one that the detector searches for as well', () => {
    const part = fc.constantFrom('a', 'Ana', 'Kelly', 'vitória', 'é', '1', '0', '22', '123', '٣', '½', 'Ж', '山');
    const gap = fc.constantFrom('', '', ' ', '.', '-', '/', '\u00a0', '\u200b', '\u0301', '😷', '@', '  ');
    const value = fc.array(fc.tuple(part, gap), { maxLength: 8 }).map((pairs) => pairs.flat().join(''));
    fc.assert(
      fc.property(value, (text) => !isFound(text) || isEligible(text)),
      { numRuns: 5_000 },
    );
  });
});
