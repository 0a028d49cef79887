import { describe, expect, it } from 'vitest';
import { compileShape, type ShapeDeclaration } from '../../../src/core/treat/shape.ts';

const TABLES: readonly {
  name: string;
  shape: ShapeDeclaration;
  fits: readonly string[];
  misfits: readonly string[];
}[] = [
  {
    name: 'uuid',
    shape: 'uuid',
    fits: [
      '123e4567-e89b-12d3-a456-426614174000',
      '123E4567-E89B-42D3-A456-426614174000',
      '0190a5d2-7c3b-7def-8abc-0123456789ab',
      '00000000-0000-0000-0000-000000000000',
    ],
    misfits: [
      '',
      '123e4567e89b12d3a456426614174000',
      '{123e4567-e89b-12d3-a456-426614174000}',
      '123e4567-e89b-12d3-a456-42661417400',
      '123e4567-e89b-12d3-a456-4266141740000',
      '123e4567-e89b-92d3-a456-426614174000',
      '123e4567-e89b-12d3-c456-426614174000',
      '123e4567-e89b-12d3-a456-42661417400g',
      '123e4567-e89b-12d3-a456-426614174000\n',
    ],
  },
  {
    name: 'ulid',
    shape: 'ulid',
    fits: ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01arz3ndektsv4rrffq69g5fav', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
    misfits: [
      '',
      '01ARZ3NDEKTSV4RRFFQ69G5FA',
      '01ARZ3NDEKTSV4RRFFQ69G5FAVV',
      '81ARZ3NDEKTSV4RRFFQ69G5FAV',
      '01ARZ3NDEKTSV4RRFFQ69G5FAI',
      '01ARZ3NDEKTSV4RRFFQ69G5FAU',
    ],
  },
  {
    name: 'epoch',
    shape: 'epoch',
    fits: ['1714521600', '1714521600123', '1000000000', '2147483647', '2147483647999'],
    misfits: [
      '',
      '0714521600',
      '2147483648',
      '5511987654321',
      '3456789012',
      '17145216',
      '12345678909',
      '1714521600.1',
      '-714521600',
      '１７１４５２１６００',
    ],
  },
  {
    name: 'token',
    shape: 'token',
    fits: ['a1b2c3d4', 'V1StGXR8_Z5jdHi6B-myT', 'x'.repeat(128), 'req-000123', 'abc123456'],
    misfits: [
      '',
      'a1b2c3d',
      'x'.repeat(129),
      '12345678',
      '12345678909',
      'a12345678909',
      'a123-456-789-09',
      'cpf_123_456_789_09',
      'nasc-1985-03-12',
      'tel11987654321',
      'maria silva',
      'joão-silva',
      'a1b2c3d4\n',
      'maria@example',
      'a.b.c.d.e',
    ],
  },
  {
    name: 'digits(6)',
    shape: { digits: 6 },
    fits: ['000000', '123456'],
    misfits: ['', '12345', '1234567', '12345a', '１２３４５６', '12345\n'],
  },
  {
    name: 'oneOf',
    shape: { oneOf: ['app', 'web', ''] },
    fits: ['app', 'web', ''],
    misfits: ['App', 'app ', 'ap', '__proto__', 'constructor'],
  },
  {
    name: 'pattern',
    shape: { pattern: '00-[0-9a-f]{4}|x+', max: 10 },
    fits: ['00-12ab', 'x', 'xxxxxxxxxx'],
    misfits: ['', '00-12ab ', ' 00-12ab', '00-12abx', 'y00-12ab', 'xxxxxxxxxxx', 'x\n', '\nx'],
  },
  {
    name: 'pattern with its own anchors',
    shape: { pattern: '(?m)^a$', max: 5 },
    fits: ['a'],
    misfits: ['a\nb', 'b\na', 'a\n'],
  },
  {
    name: 'pattern counted in UTF-16 units',
    shape: { pattern: '.*', max: 4 },
    fits: ['', '😀😀', 'çãéõ'],
    misfits: ['😀😀a', 'abcde'],
  },
];

describe('compileShape', () => {
  describe.each(TABLES)('$name', ({ shape, fits, misfits }) => {
    it.each(fits)('fits "%s"', (text) => {
      expect(compileShape(shape)(text)).toBe(true);
    });

    it.each(misfits)('does not fit "%s"', (text) => {
      expect(compileShape(shape)(text)).toBe(false);
    });
  });

  it.each<[string, unknown]>([
    ['not one of', 'word'],
    ['digits must be', { digits: 0 }],
    ['digits must be', { digits: 1.5 }],
    ['oneOf must list', { oneOf: [] }],
    ['oneOf may list', { oneOf: [1] }],
    ['pattern must be', { pattern: '', max: 5 }],
    ['max must be', { pattern: 'a', max: 0 }],
    ['max must be', { pattern: 'a' }],
    ['not a valid RE2', { pattern: '(a', max: 5 }],
    ['not a valid RE2', { pattern: '(?=a)', max: 5 }],
    ['not a valid RE2', { pattern: '(a)\\1', max: 5 }],
  ])('says "%s" of a declaration that cannot be used', (sentence, shape) => {
    expect(() => compileShape(shape as ShapeDeclaration)).toThrow(sentence);
  });

  it('is not slowed down by a pattern that would make other engines hang', () => {
    expect(compileShape({ pattern: '(a+)+b', max: 4096 })('a'.repeat(4096))).toBe(false);
  });
});
