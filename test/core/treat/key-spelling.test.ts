import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES, type EntityType } from '../../../src/core/entity.ts';
import { canonicalize } from '../../../src/core/treat/canonical.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';
import vectors from './key-token-vectors.json' with { type: 'json' };

const tokenizer = createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 3) }, { region: 'BR', cacheEntries: 1000 });
const keyToken = (entity: EntityType, value: string) => tokenizer.forKeys.text('field', 't', 'd', entity, value);
const fieldToken = (entity: EntityType, value: string) => tokenizer.text('field', 't', 'd', entity, value);

/** All spellings of one of these name one thing. */
const ONE_THING: readonly EntityType[] = ['PHONE', 'EMAIL', 'IP', 'CPF', 'CNS', 'PIS', 'CNPJ', 'SSN', 'NUSS'];

describe('tokens of record keys', () => {
  // The vectors were computed by another implementation (Python's hmac), from the definition alone.
  it.each(vectors)('$entity $value gives $token', ({ version, tenant, domain, entity, value, token, long }) => {
    const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 1));
    const { forKeys } = createTokenizer({ version, secret }, { region: 'BR', cacheEntries: 10 });
    expect(forKeys.text('field', tenant, domain, entity as EntityType, value)).toBe(token);
    expect(forKeys.long(tenant, domain, entity as EntityType, value)).toBe(BigInt(long));
  });

  it.each<[EntityType, string, string]>([
    ['CPF', '529.982.247-25', '52998224725'],
    ['CPF', '000.000.001-91', '191'],
    ['PHONE', '(11) 98765-4321', '+5511987654321'],
    ['EMAIL', 'Ana@Example.org', 'ana@example.org'],
    ['SSN', '078-05-1120', '78051120'],
  ])('%s: %s and %s are one thing, and join with fields', (entity, first, second) => {
    expect(keyToken(entity, first)).toBe(keyToken(entity, second));
    expect(keyToken(entity, first)).toBe(fieldToken(entity, second));
  });

  it.each<[EntityType, string, string]>([
    ['PERSON', 'José', 'jose'],
    ['PERSON', 'ANA', 'ana'],
    ['MRN', 'A-1', 'A1'],
    ['MRN', '007', '7'],
    ['HEALTH_PLAN', '0123', '123'],
    ['RG', '12.345.678-9', '123456789'],
    ['URL', 'HTTP://a', 'http://a'],
  ])('%s: %s and %s may be two things, of which the canonical one joins with fields', (entity, first, second) => {
    expect(fieldToken(entity, first)).toBe(fieldToken(entity, second));
    expect(keyToken(entity, first)).not.toBe(keyToken(entity, second));
    expect(keyToken(entity, second)).toBe(fieldToken(entity, second));
  });

  it.each(['', ' ', '-', '0', '000.000.000-00', '11111111111'])('%j of nobody has a token of its own', (value) => {
    expect(fieldToken('CPF', value)).toBe('[CPF]');
    expect(keyToken('CPF', value)).toMatch(/^\[CPF~k1~[A-Z2-7]{16}\]$/);
    expect(tokenizer.forKeys.long('t', 'd', 'CPF', value)).not.toBe(0n);
    expect(tokenizer.forKeys.long('t', 'd', 'CPF', `${value} `)).not.toBe(
      tokenizer.forKeys.long('t', 'd', 'CPF', value),
    );
  });

  const spelling = fc.oneof(
    fc.constantFrom('José', 'jose', 'A-1', 'a1', '007', '7', '0', '', '529.982.247-25', '52998224725'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );

  it('are equal only for keys that surely name one thing, in both forms', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ENTITY_TYPES), spelling, spelling, (entity, first, second) => {
        const form = (value: string) => JSON.stringify(canonicalize(entity, value, 'BR'));
        const mayJoin = first === second || (ONE_THING.includes(entity) && form(first) === form(second));
        const joins = keyToken(entity, first) === keyToken(entity, second);
        if (joins) expect(mayJoin).toBe(true);
        if (first === second) expect(joins).toBe(true);
        const long = (value: string) => tokenizer.forKeys.long('t', 'd', entity, value);
        expect(long(first) === long(second)).toBe(joins);
      }),
      { numRuns: 2000 },
    );
  });
});
