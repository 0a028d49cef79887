import { describe, expect, it } from 'vitest';
import { createBreaker, isOpen, recordHit } from '../../../src/core/guard/breaker.ts';

describe('the breaker', () => {
  it('is closed at first', () => {
    expect(isOpen(createBreaker())).toBe(false);
  });

  it('opens at the first fault and keeps it', () => {
    const breaker = createBreaker();
    expect(isOpen(recordHit(breaker, { check: 'untreated', fieldPath: 'A.b', fault: true }, 1000))).toBe(true);
    recordHit(breaker, { check: 'structure', fieldPath: 'C.d', fault: true }, 2000);
    recordHit(breaker, { check: 'email', fieldPath: 'C.d', fault: false }, 3000);
    expect(breaker).toEqual({ openedAt: 1000, check: 'untreated', fieldPath: 'A.b' });
    expect(isOpen(breaker)).toBe(true);
  });

  it('opens at a fault that names neither check nor place, and at time 0', () => {
    expect(recordHit(createBreaker(), { fault: true }, 0)).toEqual({ openedAt: 0, check: null, fieldPath: null });
  });

  it('stays closed under a flood of hits that data can provoke', () => {
    const breaker = createBreaker();
    for (let record = 0; record < 100_000; record++) {
      recordHit(breaker, { check: 'identifier', fieldPath: 'A.text', fault: false }, record);
      recordHit(breaker, { check: 'known_value', fieldPath: 'A.text' }, record);
    }
    expect(isOpen(breaker)).toBe(false);
  });
});
