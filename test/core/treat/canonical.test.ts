import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES } from '../../../src/core/entity.ts';
import { canonicalize } from '../../../src/core/treat/canonical.ts';
import vectors from './canonical-vectors.json' with { type: 'json' };

type Vector = { entity: (typeof ENTITY_TYPES)[number]; value: string; region: string; canonical: string | null };

describe('canonicalize', () => {
  it.each(vectors as Vector[])(
    'spells $entity "$value" ($region) as "$canonical"',
    ({ entity, value, region, canonical }) => {
      const expected = canonical === null ? { form: 'raw', value } : { form: 'canonical', value: canonical };
      expect(canonicalize(entity, value, region)).toEqual(expected);
    },
  );

  it('has a vector for every entity type', () => {
    const covered = new Set((vectors as Vector[]).map((vector) => vector.entity));
    expect(ENTITY_TYPES.filter((entity) => !covered.has(entity))).toEqual([]);
  });

  it('leaves a canonical value as it is, for any text and type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ENTITY_TYPES), fc.string({ unit: 'grapheme' }), (entity, text) => {
        const once = canonicalize(entity, text, 'BR');
        expect(canonicalize(entity, once.value, 'BR')).toEqual(once);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives one CPF one value however it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.constantFrom('.', ' ', '-', '\u00a0'),
        (number, separator) => {
          const digits = String(number).padStart(11, '0');
          const masked = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 9), digits.slice(9)].join(separator);
          for (const spelling of [String(number), digits, masked]) {
            expect(canonicalize('CPF', spelling, 'BR')).toEqual({ form: 'canonical', value: digits });
          }
        },
      ),
    );
  });

  it('reads Brazilian phones as the general parser does, wherever that one calls them valid', () => {
    const areas = [11, 21, 31, 41, 51, 55, 61, 71, 81, 91, 98];
    const number = fc.tuple(
      fc.constantFrom(...areas),
      fc.constantFrom('9', '2', '3', '4', '5'),
      fc.integer({ min: 0, max: 9_999_999 }),
    );
    const prefix = fc.constantFrom('', '55', '+55', '0', '015', '+55 ');
    fc.assert(
      fc.property(prefix, number, fc.integer({ min: 0, max: 9 }), (before, [area, first, rest], extra) => {
        const local =
          first === '9' ? `9${extra}${String(rest).padStart(7, '0')}` : `${first}${String(rest).padStart(7, '0')}`;
        const text = `${before}${area}${local}`;
        const general = parsePhoneNumberFromString(text, 'BR');
        if (general?.isValid() && general.nationalNumber.length >= 10) {
          expect(canonicalize('PHONE', text, 'BR').value).toBe(general.number);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps two different opaque ids apart', () => {
    expect(canonicalize('OTHER_ID', 'conv-1', 'BR')).not.toEqual(canonicalize('OTHER_ID', 'CONV1', 'BR'));
  });

  it('does not fail on a region that is no country', () => {
    expect(canonicalize('PHONE', '11987654321', 'XX').form).toBe('raw');
  });
});
