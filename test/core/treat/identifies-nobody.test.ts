import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES, type EntityType } from '../../../src/core/entity.ts';
import { canonicalize } from '../../../src/core/treat/canonical.ts';
import { identifiesNobody } from '../../../src/core/treat/identifies-nobody.ts';

describe('identifiesNobody', () => {
  it.each(ENTITY_TYPES)('takes an empty %s for no value', (entity) => {
    expect(identifiesNobody(entity, '')).toBe(true);
  });

  it.each<[EntityType, string]>([
    ['CPF', '   '],
    ['CPF', '-'],
    ['CPF', '...'],
    ['CPF', '\u0000\u200b'],
    ['CPF', '0'],
    ['CPF', '00000000000'],
    ['CPF', '000.000.000-00'],
    ['CPF', '0.0'],
    ['CPF', '111.111.111-11'],
    ['CPF', '٩٩٩٩٩٩٩٩٩٩٩'],
    ['CPF', '999999999999'],
    ['CNPJ', '11.111.111/1111-11'],
    ['CNS', '000 0000 0000 0000'],
    ['CNS', '777777777777777'],
    ['PIS', '00000000000'],
    ['SSN', '999-99-9999'],
    ['NUSS', '000000000000'],
    ['PHONE', '(99) 99999-9999'],
    ['PHONE', '+55 (99) 99999-9999'],
    ['PHONE', '0000-0000'],
    ['PHONE', '0'],
    ['EMAIL', '-'],
    ['EMAIL', '\t\n'],
    ['PERSON', ' \u200b '],
    ['PERSON', '\u3164'],
    ['PERSON', '???'],
    ['MRN', '000'],
    ['HEALTH_PLAN', '0000.0000'],
    ['RG', '0'],
  ])('takes %s "%s" for no value', (entity, value) => {
    expect(identifiesNobody(entity, value)).toBe(true);
  });

  it.each<[EntityType, string]>([
    ['CPF', '1'],
    ['CPF', '191'],
    ['CPF', '529.982.247-25'],
    ['CPF', '111.111.111-12'],
    ['CPF', 'não tem'],
    ['CNPJ', 'AA.AAA.AAA/AAAA-11'],
    ['PHONE', '190'],
    ['PHONE', '(11) 99999-9998'],
    ['PHONE', '11 98765-4321 ramal 1'],
    ['MRN', '1'],
    ['MRN', '1111111'],
    ['MRN', '00A'],
    ['PERSON', 'X'],
    ['PERSON', '王'],
    ['OTHER_ID', ' '],
    ['OTHER_ID', '0'],
    ['CREDENTIAL', '0000'],
    ['URL', 'x'.repeat(10_000)],
  ])('takes %s "%s" for a value', (entity, value) => {
    expect(identifiesNobody(entity, value)).toBe(false);
  });

  it('says the same of every spelling of a CPF', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), fc.constantFrom('.', ' ', ','), (number, separator) => {
        const digits = canonicalize('CPF', String(number), 'BR').value;
        const written = `${digits.slice(0, 3)}${separator}${digits.slice(3)}`;
        expect(identifiesNobody('CPF', written)).toBe(identifiesNobody('CPF', String(number)));
        expect(identifiesNobody('CPF', digits)).toBe(new Set(digits).size === 1);
      }),
    );
  });
});
