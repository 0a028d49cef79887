import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Granularity,
  generalizeAge,
  generalizeDateText,
  generalizeDays,
  generalizeTime,
} from '../../../src/core/treat/generalize.ts';

const GRANULARITIES: readonly Granularity[] = ['hour', 'day', 'month', 'year'];
const MILLIS_PER_DAY = 86_400_000;
/** What a JavaScript Date can hold. */
const DATE_LIMIT = 8_640_000_000_000_000;

/** The same cut made with Date, our oracle. */
function cutWithDate(millis: number, granularity: Granularity): number {
  const date = new Date(millis);
  date.setUTCMinutes(0, 0, 0);
  if (granularity !== 'hour') date.setUTCHours(0);
  if (granularity === 'month' || granularity === 'year') date.setUTCDate(1);
  if (granularity === 'year') date.setUTCMonth(0);
  return date.getTime();
}

const millisOf = (text: string): bigint => BigInt(Date.parse(text));
const daysOf = (text: string): number => Date.parse(text) / MILLIS_PER_DAY;

describe('generalizeTime', () => {
  it.each<[string, Granularity, string]>([
    ['2024-02-29T13:45:59.999Z', 'hour', '2024-02-29T13:00:00Z'],
    ['2024-02-29T13:45:59.999Z', 'day', '2024-02-29T00:00:00Z'],
    ['2024-02-29T13:45:59.999Z', 'month', '2024-02-01T00:00:00Z'],
    ['2024-02-29T13:45:59.999Z', 'year', '2024-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z', 'hour', '1969-12-31T23:00:00Z'],
    ['1969-12-31T23:59:59.999Z', 'year', '1969-01-01T00:00:00Z'],
    ['1970-01-01T00:00:00.000Z', 'year', '1970-01-01T00:00:00Z'],
    ['1900-03-01T00:00:00.000Z', 'day', '1900-03-01T00:00:00Z'],
    ['1900-02-28T10:00:00.000Z', 'month', '1900-02-01T00:00:00Z'],
    ['2000-12-31T23:59:59.999Z', 'year', '2000-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00.001Z', 'year', '0001-01-01T00:00:00Z'],
  ])('cuts %s to its %s', (from, granularity, to) => {
    expect(generalizeTime(millisOf(from), 'millis', granularity)).toBe(millisOf(to));
    expect(generalizeTime(millisOf(from) * 1000n + 999n, 'micros', granularity)).toBe(millisOf(to) * 1000n);
  });

  it('agrees with Date over all that Date can hold, in both units', () => {
    const millis = fc.oneof(
      fc.integer({ min: -DATE_LIMIT + 400 * MILLIS_PER_DAY, max: DATE_LIMIT }),
      fc.integer({ min: -4e12, max: 4e12 }),
    );
    fc.assert(
      fc.property(
        millis,
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(...GRANULARITIES),
        (time, micros, granularity) => {
          const expected = BigInt(cutWithDate(time, granularity));
          expect(generalizeTime(BigInt(time), 'millis', granularity)).toBe(expected);
          const inMicros = BigInt(time) * 1000n + BigInt(micros);
          if (BigInt.asIntN(64, inMicros) === inMicros) {
            expect(generalizeTime(inMicros, 'micros', granularity)).toBe(expected * 1000n);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('stays in the range of a long, below the value, and cuts only once, for every long', () => {
    const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(
        long,
        fc.constantFrom('millis' as const, 'micros' as const),
        fc.constantFrom(...GRANULARITIES),
        (value, unit, granularity) => {
          const cut = generalizeTime(value, unit, granularity);
          expect(cut).toBe(BigInt.asIntN(64, cut));
          expect(cut <= value).toBe(true);
          expect(generalizeTime(cut, unit, granularity)).toBe(cut);
        },
      ),
    );
    expect(generalizeTime(-(2n ** 63n), 'millis', 'hour')).toBe(-(2n ** 63n));
  });
});

describe('generalizeDays', () => {
  it.each<[string, Granularity, string]>([
    ['1985-03-12', 'day', '1985-03-12'],
    ['1985-03-12', 'hour', '1985-03-12'],
    ['1985-03-12', 'month', '1985-03-01'],
    ['1985-03-12', 'year', '1985-01-01'],
    ['1969-12-31', 'month', '1969-12-01'],
    ['1933-11-02', 'year', '1933-01-01'],
    ['2000-02-29', 'month', '2000-02-01'],
  ])('cuts %s to its %s', (from, granularity, to) => {
    expect(generalizeDays(daysOf(from), granularity)).toBe(daysOf(to));
  });

  it('agrees with Date, and stays in the range of an int', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_000, max: 100_000_000 }),
        fc.constantFrom(...GRANULARITIES),
        (days, granularity) => {
          const expected =
            granularity === 'hour' ? days : cutWithDate(days * MILLIS_PER_DAY, granularity) / MILLIS_PER_DAY;
          expect(generalizeDays(days, granularity)).toBe(expected);
        },
      ),
    );
    expect(generalizeDays(-(2 ** 31), 'year')).toBe(-(2 ** 31));
    expect(generalizeDays(2 ** 31 - 1, 'year')).toBeLessThanOrEqual(2 ** 31 - 1);
  });
});

describe('generalizeDateText', () => {
  it.each<[string, Granularity, 'dmy' | 'mdy', string | null]>([
    ['12/03/1985', 'year', 'dmy', '1985'],
    ['12/03/1985', 'month', 'dmy', '1985-03'],
    ['12/03/1985', 'month', 'mdy', '1985-12'],
    ['12/03/1985', 'day', 'dmy', '1985-03-12'],
    ['12/03/1985', 'hour', 'dmy', '1985-03-12'],
    ['12-03-1985', 'month', 'dmy', '1985-03'],
    ['12.03.1985', 'month', 'dmy', '1985-03'],
    ['1/3/1985', 'day', 'dmy', '1985-03-01'],
    ['12031985', 'day', 'dmy', '1985-03-12'],
    ['19850312', 'day', 'dmy', '1985-03-12'],
    ['1985-03-12', 'day', 'mdy', '1985-03-12'],
    ['1985/3/12', 'day', 'mdy', '1985-03-12'],
    ['03/25/1985', 'day', 'dmy', '1985-03-25'],
    ['25/03/1985', 'day', 'mdy', '1985-03-25'],
    ['2024-05-01T23:30:00.123Z', 'hour', 'dmy', '2024-05-01T23:00'],
    ['2024-05-01T23:30:00-03:00', 'day', 'dmy', '2024-05-01'],
    ['01/05/2024 14:30', 'hour', 'dmy', '2024-05-01T14:00'],
    ['01/05/2024 às 14h30', 'hour', 'dmy', '2024-05-01T14:00'],
    ['01/05/2024, 9h', 'hour', 'dmy', '2024-05-01T09:00'],
    ['12 de março de 1985', 'month', 'dmy', '1985-03'],
    ['12 DE MARÇO DE 1985', 'day', 'dmy', '1985-03-12'],
    ['1º de janeiro de 2020', 'day', 'dmy', '2020-01-01'],
    ['terça-feira, 12 de março de 1985', 'day', 'dmy', '1985-03-12'],
    ['12 de marzo de 1985', 'day', 'dmy', '1985-03-12'],
    ['12 de marzo del 1985', 'day', 'dmy', '1985-03-12'],
    ['12 mar 1985', 'day', 'dmy', '1985-03-12'],
    ['12/mar/1985', 'day', 'dmy', '1985-03-12'],
    ['12-Mar-1985', 'day', 'dmy', '1985-03-12'],
    ['March 12, 1985', 'day', 'mdy', '1985-03-12'],
    ['March 12th 1985', 'day', 'mdy', '1985-03-12'],
    ['the 12th of March 1985', 'day', 'mdy', '1985-03-12'],
    ['Sept. 3, 1985', 'day', 'mdy', '1985-09-03'],
    ['março de 1985', 'day', 'dmy', '1985-03'],
    ['março/1985', 'month', 'dmy', '1985-03'],
    ['03/1985', 'day', 'dmy', '1985-03'],
    ['1985-03', 'month', 'dmy', '1985-03'],
    ['1985', 'day', 'dmy', '1985'],
    ['29/02/2024', 'day', 'dmy', '2024-02-29'],
    ['29/02/2023', 'year', 'dmy', null],
    ['29/02/1900', 'year', 'dmy', null],
    ['31/04/1985', 'year', 'dmy', null],
    ['00/03/1985', 'year', 'dmy', null],
    ['13/13/1985', 'year', 'dmy', null],
    ['12/03/85', 'year', 'dmy', null],
    ['12/03', 'year', 'dmy', null],
    ['12/03-1985', 'year', 'dmy', null],
    ['01/05/2024 25:30', 'year', 'dmy', null],
    ['03/1985 14:30', 'year', 'dmy', null],
    ['12 de foo de 1985', 'year', 'dmy', null],
    ['nasci em 12/03/1985', 'year', 'dmy', null],
    ['12/03/1985 Maria', 'year', 'dmy', null],
    ['123.456.789-09', 'year', 'dmy', null],
    ['ontem', 'year', 'dmy', null],
    ['', 'year', 'dmy', null],
    [`${' '.repeat(100)}1985`, 'year', 'dmy', null],
  ])('cuts "%s" to its %s (%s): %s', (text, granularity, order, expected) => {
    expect(generalizeDateText(text, granularity, order)).toBe(expected);
  });

  it('gives only digits, hyphens, a T and a colon back, whatever the text', () => {
    const near = fc.stringMatching(
      /^[0-9]{1,4}[-/. ]([0-9]{1,4}|mar|de maio de)[-/. ][0-9]{1,5}( [0-9]{1,2}[:h][0-9]{0,2})?$/,
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), fc.constantFrom(...GRANULARITIES), (text, granularity) => {
        const cut = generalizeDateText(text, granularity, 'dmy');
        if (cut !== null) expect(cut).toMatch(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:00)?)?)?$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('generalizeAge', () => {
  it.each<[string, string | null]>([
    ['93 anos', '90+'],
    ['90', '90+'],
    ['90+', '90+'],
    ['104 anos de idade', '90+'],
    ['93a', '90+'],
    ['93 años', '90+'],
    ['93 years old', '90+'],
    ['93-year-old', '90+'],
    ['93 y/o', '90+'],
    ['90,5 anos', '90+'],
    ['1100 meses', '90+'],
    ['5000 weeks', '90+'],
    ['40000 dias', '90+'],
    ['99999', '90+'],
    ['９３ anos', '90+'],
    ['89 anos', '89'],
    ['43  ANOS', '43'],
    ['43', '43'],
    ['0', '0'],
    ['8 meses', '8m'],
    ['1 mês', '1m'],
    ['43 años', '43'],
    ['5 años', '5'],
    ['5,5 anos', '5'],
    ['007', '7'],
    ['3 semanas', '3w'],
    ['10 días', '10d'],
    ['100 dias', '100d'],
    ['100d', '100d'],
    ['8m', '8m'],
    ['3w', '3w'],
    ['43 anos Maria', null],
    ['43 maria', null],
    ['noventa anos', null],
    ['-5', null],
    ['123456', null],
    ['', null],
  ])('makes of "%s": %s', (text, expected) => {
    expect(generalizeAge(text)).toBe(expected);
  });

  it('writes nothing but ASCII, since each character becomes one byte, and reads its own writing', () => {
    const age = fc.stringMatching(
      /^[0-9]{1,5}([.,][0-9])?[+]?[ -]?(años|mês|días|meses|anos|y\/o|weeks|d)?( de edad)?$/,
    );
    fc.assert(
      fc.property(fc.oneof(age, fc.string({ unit: 'grapheme' })), (text) => {
        const cut = generalizeAge(text);
        if (cut === null) return;
        expect(cut).toMatch(/^(90\+|[0-9]{1,5}[mwd]?)$/);
        expect(generalizeAge(cut)).toBe(cut);
      }),
      { numRuns: 2000 },
    );
  });

  it('hides every age of 90 years and more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 99_999 }), fc.constantFrom('', ' anos', ' years', 'a'), (age, unit) => {
        expect(generalizeAge(`${age}${unit}`)).toBe('90+');
      }),
    );
  });
});
