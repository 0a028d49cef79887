import { describe, expect, it } from 'vitest';
import { isEligible } from '../../../src/core/detect/detector.ts';
import { ORDINARY_WORDS } from '../../../src/core/detect/ordinary-words.ts';
import { createFoldedValue, foldValue } from '../../../src/core/guard/known-fold.ts';

describe('isEligible', () => {
  it.each(['Ana Lima', 'Bruno', 'JUCILENE', '123456', '12.34-56', 'ap 12', 'D’Ávila', 'covid19', '王小明 李'])(
    'searches for %j',
    (value) => {
      expect(isEligible(value)).toBe(true);
    },
  );

  it.each([
    '',
    ' ',
    'Ana',
    'rosa',
    'Vitória',
    'CLARA',
    'GRACE',
    'Mercedes',
    '12345',
    '12/03',
    'H1N1',
    '😊😊😊',
    '王小明',
  ])('does not search for %j', (value) => {
    expect(isEligible(value)).toBe(false);
  });
});

describe('the ordinary words', () => {
  it('are a few hundred, folded and each only once', () => {
    expect(ORDINARY_WORDS.length).toBeGreaterThan(300);
    expect(new Set(ORDINARY_WORDS).size).toBe(ORDINARY_WORDS.length);
    for (const word of ORDINARY_WORDS) expect(word).toMatch(/^[a-z]{5,}$/);
  });

  it('are ordinary for the guard too, which would block what the detector leaves', () => {
    const folded = createFoldedValue();
    expect(ORDINARY_WORDS.filter((word) => foldValue(folded, word) !== 0)).toEqual([]);
  });
});
