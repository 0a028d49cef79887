import { describe, expect, it } from 'vitest';
import { generalizeZip, SPARSE_ZIP3 } from '../../../src/core/treat/zip3.ts';

describe('ZIP codes', () => {
  it.each([
    ['10001', false, '100'],
    ['10001-1234', false, '100'],
    ['100011234', false, '100'],
    [' 94110 ', false, '941'],
    ['03601', false, '000'],
    ['20500', false, '000'],
    ['2138', false, null],
    ['2138', true, '021'],
    ['3601', true, '000'],
    ['21381234', true, '021'],
    ['0', true, '000'],
    ['1234567890', true, null],
    ['-2138', true, null],
    ['01310-100', false, null],
    ['01310100', false, null],
    ['1000', false, null],
    ['New York', false, null],
    ['', false, null],
    ['10001-12345', false, null],
  ])('%j (number: %s) becomes %j', (text, isNumber, expected) => {
    expect(generalizeZip(text, isNumber)).toBe(expected);
  });

  it('hide nineteen sparse areas', () => {
    expect(SPARSE_ZIP3.size).toBe(19);
    for (const area of SPARSE_ZIP3) expect(generalizeZip(`${area}99`, false)).toBe('000');
  });
});
