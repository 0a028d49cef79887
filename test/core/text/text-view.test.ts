import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, foldText } from '../../../src/core/text/fold.ts';
import { createTextView, originalEnd, originalOffset, readText } from '../../../src/core/text/text-view.ts';

describe('foldText', () => {
  it.each([
    ['João', 'joao', 'case and accents'],
    ['JOA\u0303O', 'joao', 'a combining accent'],
    ['Ｃｐｆ １２３', 'cpf 123', 'full-width letters and digits'],
    ['٣٤ ५६', '34 56', 'digits of other scripts'],
    ['𝐀𝟏 𝟗', 'a1 9', 'mathematical letters and digits'],
    ['529\u200b.982\u2060-\ufeff25', '529.982-25', 'zero-width characters'],
    ['soft\u00adhyphen', 'softhyphen', 'a soft hyphen'],
    ['4\ufe0f\u20e3', '4', 'a keycap'],
    ['11\u00a098765\u20114321', '11 98765-4321', 'odd blanks and hyphens'],
    ['a\tb\r\nc', 'a b\n\nc', 'tabs and line breaks'],
    ['12⁄03／85', '12/03/85', 'slashes'],
    ['m² 1º ½ µ', 'm² 1º ½ µ', 'symbols of Latin-1 as they are'],
    ['😊 ok', '😊 ok', 'emoji'],
    ['\ud800x\udc00', '\ud800x\udc00', 'unpaired surrogates'],
    ['\u{e0041}b', 'b', 'tag characters'],
    [
      'Großmann WEISS Søren Kjær Đặng Łukasz',
      'grossmann weiss soren kjaer dang lukasz',
      'letters typed without their mark',
    ],
    ['ﬁm… №5 ⑩', 'fim... no5 10', 'ligatures and signs that stand for several characters'],
    ['김'.normalize('NFC'), '김'.normalize('NFD'), 'Hangul syllables'],
    ['a\u0001b\u0085c\u2800d', 'a b\nc d', 'controls and blanks of other kinds'],
    ['⅓ ¹', '⅓ ¹', 'fractions'],
    [
      '\u0441p\u0444 \u0441pf',
      '\u0441p\u0444 cpf',
      'a Cyrillic letter among Latin ones, no word with a letter of its own',
    ],
    ['\u0421\u0415\u0420 01310', 'cep 01310', 'a word of nothing but doubles'],
    ['\u039aOV 12\u0391BC', 'kov 12abc', 'Greek doubles in words and codes'],
    [
      '\u043c\u0438\u0440 \u03bb\u03cc\u03b3\u03bf\u03c2',
      '\u043c\u0438\u0440 \u03bb\u03bf\u03b3\u03bf\u03c2',
      'words of other scripts',
    ],
    ['', '', 'nothing'],
  ])('folds %j to %j (%s)', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('folds a folded text to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('digitsOf', () => {
  it('keeps the digits of any script', () => {
    expect(digitsOf('cpf 529.９８２.247-25 x')).toBe('52998224725');
  });
});

describe('readText', () => {
  const view = createTextView();

  it('gives offsets of the original that never fall inside a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        readText(view, text);
        let previous = -1;
        for (let index = 0; index < view.length; index++) {
          const offset = originalOffset(view, index);
          expect(offset).toBeGreaterThanOrEqual(previous);
          expect(originalEnd(view, index + 1)).toBeGreaterThan(offset);
          previous = offset;
        }
        expect(originalOffset(view, view.length)).toBe(text.length);
      }),
    );
  });

  it('gives ranges that hold a ligature as a whole', () => {
    readText(view, 'aﬁb');
    expect([originalOffset(view, 1), originalEnd(view, 2), originalOffset(view, 2), originalEnd(view, 3)]).toEqual([
      1, 2, 1, 2,
    ]);
  });

  it('ends with a zero after the text, also when a shorter one follows', () => {
    readText(view, 'x'.repeat(5000));
    readText(view, 'ab');
    expect([view.length, view.codes[2]]).toEqual([2, 0]);
  });
});
