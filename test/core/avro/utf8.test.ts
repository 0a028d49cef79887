import { Buffer, isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUtf8Range } from '../../../src/core/avro/utf8.ts';
import { createRandom } from './random.ts';

describe('isUtf8Range', () => {
  it.each([
    ['nothing', '', true],
    ['ASCII', '41424344 45', true],
    ['two bytes', 'c3a9', true],
    ['the first and last code point of each length', '00 7f c280 dfbf e0a080 efbfbf f0908080 f48fbfbf', true],
    ['code points around the surrogates', 'ed9fbf ee8080', true],
    ['a lone continuation', '80', false],
    ['a lead without continuation', 'c3', false],
    ['a lead before ASCII', 'c341', false],
    ['an overlong slash', 'c0af', false],
    ['an overlong of three bytes', 'e08080', false],
    ['an overlong of four bytes', 'f0808080', false],
    ['a high surrogate', 'eda080', false],
    ['a low surrogate', 'edbfbf', false],
    ['a code point above U+10FFFF', 'f4908080', false],
    ['a lead above f4', 'f5808080', false],
    ['three of four bytes', 'f09f9880'.slice(0, 6), false],
    ['ff', '41ff', false],
  ])('judges %s', (_, hex, expected) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const padded = Buffer.concat([Buffer.from([0xff, 0x80]), bytes, Buffer.from([0x80, 0xff])]);
    expect(isUtf8Range(padded, 2, 2 + bytes.length)).toBe(expected);
    const long = Buffer.concat([bytes, Buffer.from('é'.repeat(200)), bytes]);
    expect(isUtf8Range(long, 0, long.length)).toBe(expected);
  });

  it('agrees with Node on text with random damage', () => {
    const random = createRandom(7);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.nat(3), (text, edits) => {
        const bytes = Buffer.from(text);
        for (let edit = 0; edit < edits && bytes.length > 0; edit++) {
          bytes[random.below(bytes.length)] = 0x60 + random.below(0xa0);
        }
        expect(isUtf8Range(bytes, 0, bytes.length)).toBe(isUtf8(bytes));
      }),
      { seed: 20_261_121, numRuns: 2000 },
    );
  });
});
