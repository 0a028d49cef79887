import type { MutantGroup } from './mutants.ts';

const TESTS = ['test/core/policy/design-shapes.test.ts', 'test/core/policy/kept-numbers.test.ts'];

/** Each shape weakened or taken away. */
export const SHAPE_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/core/treat/shape.ts',
    tests: TESTS,
    mutants: [
      ['uuid: any 36 characters', '(UUID.test(text) || text === NIL_UUID)', 'true'],
      ['uuid: any version', '[1-8][0-9a-f]{3}', '[0-9a-f]{4}'],
      ['uuid: any variant', '[89ab][0-9a-f]{3}', '[0-9a-f]{4}'],
      ['uuid: not the nil one', '(UUID.test(text) || text === NIL_UUID)', 'UUID.test(text)'],
      ['ulid: any 26 characters', 'text.length === 26 && ULID.test(text)', 'text.length === 26'],
      ['ulid: I, L, O and U', '[0-9A-HJKMNP-TV-Z]', '[0-9A-Z]'],
      ['ulid: beyond 128 bits', '/^[0-7][0-9A-HJ', '/^[0-9][0-9A-HJ'],
      [
        'epoch: any digits',
        "if (shape === 'epoch') return isEpoch;",
        "if (shape === 'epoch') return (text) => DIGITS.test(text);",
      ],
      ['epoch: after 2038', 'return Number(text.slice(0, 10)) <= LAST_EPOCH_SECOND;', 'return true;'],
      ['epoch: a zero at the left', ' || text.charCodeAt(0) === 0x30', ''],
      ['epoch: any length', '(text.length !== 10 && text.length !== 13) || ', ''],
      ['digits: of any script', 'const DIGITS = /^[0-9]+$/;', 'const DIGITS = /^\\p{Nd}+$/u;'],
      ['digits: followed by anything', 'const DIGITS = /^[0-9]+$/;', 'const DIGITS = /^[0-9]+/;'],
      ['digits: any number of them', 'text.length === count && DIGITS.test(text)', 'DIGITS.test(text)'],
      ['token: anything', "if (shape === 'token') return isOpaqueToken;", "if (shape === 'token') return () => true;"],
      ['token: no letter', ' && LETTER.test(text)', ''],
      ['token: a run of digits', ' && !LONG_DIGIT_RUN.test(text)', ''],
      ['token: digits parted by hyphens', '(?:[0-9][_-]*){7}', '[0-9]{7}'],
      ['token: short ones', '[A-Za-z0-9_-]{8,128}', '[A-Za-z0-9_-]{1,128}'],
      ['oneOf: anything', 'return (text) => allowed.has(text);', 'return () => true;'],
      ['oneOf: in any case', 'allowed.has(text);', 'allowed.has(text.toLowerCase());'],
      ['pattern: anything', 'if (text.length > max || !compiled.matches(text)) return false;', ''],
      ['pattern: somewhere in the text', '!compiled.matches(text)', '!compiled.matcher(text).find()'],
      ['pattern: of any length', 'text.length > max || ', ''],
      ['range: no lower end', 'value >= from && ', ''],
      ['range: no upper end', ' && value <= to', ''],
      ['range: ends the wrong way round', ' || from > to', ''],
      ['declaration: any count of digits', 'if (!isCount(count)) throw', 'if (false) throw'],
      ['declaration: an empty list', ' || texts.length === 0', ''],
      ['declaration: any max', 'if (!isCount(max)) throw', 'if (false) throw'],
    ],
  },
  {
    file: 'src/core/treat/decimal.ts',
    tests: TESTS,
    mutants: [
      ['decimal: above its precision', 'integer >= bound || ', ''],
      ['decimal: below its precision', ' || integer <= -bound', ''],
      ['decimal: no bytes', "if (latin1 === '') return null;", ''],
      ['decimal: more bytes than a number takes', 'else if (byte !== sign) return null;', ''],
      ['decimal: no lower end', 'value >= range.from && ', ''],
      ['decimal: no upper end', ' && value <= range.to', ''],
    ],
  },
];
