import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES, type EntityType } from '../../../src/core/entity.ts';
import { canonicalize } from '../../../src/core/treat/canonical.ts';
import { identifiesNobody } from '../../../src/core/treat/identifies-nobody.ts';
import { createTokenizer, keyCheckValue } from '../../../src/core/treat/token.ts';
import { looksLikeToken } from '../../../src/core/treat/token-form.ts';
import vectors from './token-vectors.json' with { type: 'json' };

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 1));
const OPTIONS = { region: 'BR', cacheEntries: 100 };

function framed(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

/** The definition, written with Node's own HKDF and HMAC. */
function digestByDefinition(use: string, tenant: string, domain: string, entity: EntityType, value: string): Buffer {
  const info = Buffer.concat(['sigilo/v1', 'k1', use, domain].map(framed));
  const subKey = Buffer.from(hkdfSync('sha256', SECRET, framed(tenant), info, 32));
  const { form, value: spelling } = canonicalize(entity, value, 'BR');
  return createHmac('sha256', subKey)
    .update(`${form === 'canonical' ? 'c' : 'r'}:${spelling}`)
    .digest();
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}

describe('createTokenizer', () => {
  // The vectors were computed by another implementation (Python's hmac), from the definition alone.
  it.each(vectors)('gives $token', ({ version, use, tenant, domain, entity, value, token, long }) => {
    const tokenizer = createTokenizer({ version, secret: SECRET }, OPTIONS);
    expect(tokenizer.text(use as 'field' | 'text', tenant, domain, entity as EntityType, value)).toBe(token);
    if (long !== undefined) expect(tokenizer.long(tenant, domain, entity as EntityType, value)).toBe(BigInt(long));
  });

  const input = fc.tuple(
    fc.constantFrom('field' as const, 'text' as const),
    fc.string({ maxLength: 3 }),
    fc.string({ maxLength: 3 }),
    fc.constantFrom(...ENTITY_TYPES),
    fc.oneof(
      fc.constantFrom('123.456.789-09', '12345678909', 'José', ''),
      fc.string({ unit: 'grapheme' }),
      fc.string({ maxLength: 400 }),
    ),
  );

  it('equals its definition through any sequence of calls, with caches of any size', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), fc.constantFrom(0, 1, 2, 3, 10, 1000), (inputs, cacheEntries) => {
        const tokenizer = createTokenizer({ version: 'k1', secret: SECRET }, { region: 'BR', cacheEntries });
        for (const [use, tenant, domain, entity, value] of [...inputs, ...inputs]) {
          const digest = digestByDefinition(use, tenant, domain, entity, value);
          const token = tokenizer.text(use, tenant, domain, entity, value);
          const nobody = identifiesNobody(entity, value);
          expect(token).toBe(nobody ? `[${entity}]` : `[${entity}~k1~${base32(digest.subarray(0, 10))}]`);
          expect(looksLikeToken(token)).toBe(true);
          if (use === 'field') {
            const bits = nobody ? 0n : BigInt.asUintN(63, digest.readBigUInt64BE());
            expect(tokenizer.long(tenant, domain, entity, value)).toBe(bits);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same CPF the same token as number, masked text and bare digits', () => {
    const tokenizer = createTokenizer({ version: 'k1', secret: SECRET }, OPTIONS);
    const tokens = ['191', '00000000191', '000.000.001-91'].map((value) =>
      tokenizer.text('field', 't', 'CPF', 'CPF', value),
    );
    expect(new Set(tokens).size).toBe(1);
  });

  it('gives people without a value no common token', () => {
    const tokenizer = createTokenizer({ version: 'k1', secret: SECRET }, OPTIONS);
    for (const value of ['', ' ', '0', '000.000.000-00', '11111111111', '-']) {
      for (const use of ['field', 'text'] as const) {
        expect(tokenizer.text(use, 't', 'CPF', 'CPF', value)).toBe('[CPF]');
        expect(tokenizer.text(use, 't', 'CPF', 'CPF', value)).toBe('[CPF]');
      }
      expect(tokenizer.long('t', 'CPF', 'CPF', value)).toBe(0n);
    }
    expect(tokenizer.text('field', 't', 'EMAIL', 'EMAIL', '')).toBe('[EMAIL]');
  });

  it('separates use, tenant, domain, version and form', () => {
    const one = createTokenizer({ version: 'k1', secret: SECRET }, OPTIONS);
    const two = createTokenizer({ version: 'k2', secret: SECRET }, OPTIONS);
    const body = (token: string) => token.slice(-17);
    const bodies = [
      one.text('field', 'a', 'b', 'CPF', '12345678909'),
      one.text('text', 'a', 'b', 'CPF', '12345678909'),
      one.text('field', 'a\0', 'b', 'CPF', '12345678909'),
      one.text('field', 'ab', '', 'CPF', '12345678909'),
      one.text('field', 'a', 'c', 'CPF', '12345678909'),
      two.text('field', 'a', 'b', 'CPF', '12345678909'),
      // Raw, as a CPF, is "12345678909 " plus a letter; it must not meet the canonical form of anything.
      one.text('field', 'a', 'b', 'CPF', 'c:12345678909'),
    ].map(body);
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it('stays right when more tenants and domains pass than it keeps sub-keys', () => {
    const tokenizer = createTokenizer({ version: 'k1', secret: SECRET }, { region: 'BR', cacheEntries: 0 });
    const first = tokenizer.text('field', 't0', 'd', 'OTHER_ID', 'x');
    for (let index = 0; index < 9000; index += 1) tokenizer.text('text', `t${index % 7}`, `d${index}`, 'OTHER_ID', 'x');
    expect(tokenizer.text('field', 't0', 'd', 'OTHER_ID', 'x')).toBe(first);
  });

  it.each(['', 'k', 'k0', 'k01', 'k1234567', 'K1', '1', 'k1 ', '../k1'])('refuses the key version "%s"', (version) => {
    expect(() => createTokenizer({ version, secret: SECRET }, OPTIONS)).toThrow('keys.unreadable');
  });

  it('refuses a secret of fewer than 32 bytes', () => {
    expect(() => createTokenizer({ version: 'k1', secret: SECRET.subarray(1) }, OPTIONS)).toThrow('keys.unreadable');
  });
});

describe('keyCheckValue', () => {
  it('is the start of the HMAC of a constant', () => {
    expect(keyCheckValue({ version: 'k1', secret: SECRET })).toBe('717791de');
    expect(keyCheckValue({ version: 'k9', secret: SECRET })).toBe('717791de');
  });
});
