import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Needle, patternsOf } from '../../deploy/local/needle-forms.ts';

const text = fc.string({ minLength: 7, maxLength: 40, unit: 'grapheme' });

function contains(haystack: string | Buffer, needle: Needle): boolean {
  const bytes = typeof haystack === 'string' ? Buffer.from(haystack, 'latin1') : haystack;
  return patternsOf(needle).some((pattern) => bytes.includes(pattern.bytes));
}

describe('patterns of a planted value', () => {
  it('betray the text in each encoding, whatever stands before and after it', () => {
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 5 }), fc.uint8Array({ maxLength: 5 }), (value, before, after) => {
        const around = Buffer.concat([before, Buffer.from(value), after]);
        expect(contains(around, value)).toBe(true);
        expect(contains(around.toString('base64'), value)).toBe(true);
        expect(contains(around.toString('base64url'), value)).toBe(true);
        expect(contains(around.toString('hex'), value)).toBe(true);
        expect(contains(around.toString('hex').toUpperCase(), value)).toBe(true);
        expect(contains(Buffer.concat([before, Buffer.from(value, 'utf16le')]), value)).toBe(true);
        expect(contains(Buffer.concat([before, Buffer.from(value, 'utf16le').swap16()]), value)).toBe(true);
      }),
    );
  });

  it('do not betray another value of equal length', () => {
    for (const form of ['utf8', 'utf16le', 'hex', 'base64'] as const) {
      expect(contains(Buffer.from('52998224725').toString(form), '52998224795')).toBe(false);
    }
  });

  it('hold a long in eight bytes of either order', () => {
    const eight = Buffer.alloc(8);
    eight.writeBigInt64BE(-52998224725n);
    expect(contains(eight, -52998224725n)).toBe(true);
    eight.writeBigInt64LE(-52998224725n);
    expect(contains(eight, -52998224725n)).toBe(true);
  });

  it('hold the zig-zag varint of a long', () => {
    // 52998224725 * 2 = 105996449450, seven bits at a time from the lowest.
    let rest = 105_996_449_450;
    const bytes: number[] = [];
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
    const varint = patternsOf(52998224725n).find((pattern) => pattern.form === 'varint');
    expect(varint?.bytes).toEqual(Buffer.from(bytes));
  });

  it('betray bytes as they are, in base64 and in hex', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7 }), fc.uint8Array({ maxLength: 5 }), (value, before) => {
        const around = Buffer.concat([before, value, Buffer.of(1)]);
        expect(contains(around, value)).toBe(true);
        expect(contains(around.toString('base64'), value)).toBe(true);
        expect(contains(around.toString('hex').toUpperCase(), value)).toBe(true);
      }),
    );
  });

  it('refuse what is too short to mean anything, without naming it', () => {
    expect(() => patternsOf(-1n)).toThrow(RangeError);
    expect(() => patternsOf('abc')).toThrow('a needle needs at least four bytes');
  });
});
