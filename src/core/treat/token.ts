import { SigiloError } from '../../errors.ts';
import type { EntityType } from '../entity.ts';
import { canonicalize } from './canonical.ts';
import { hmac, hmacKey } from './hmac.ts';
import { identifiesNobody } from './identifies-nobody.ts';
import { hasOwnSpelling } from './key-spelling.ts';
import { placeholder } from './redact.ts';
import { createSubKeys, type TokenUse } from './sub-keys.ts';
import { createTokenCache } from './token-cache.ts';
import { isKeyVersion, writeToken } from './token-form.ts';

/** One version of the secret behind tokens: `k1`, `k2`, … and at least 32 random bytes. */
export interface TokenKey {
  readonly version: string;
  readonly secret: Buffer;
}

/** Makes the tokens of one key version. */
export interface TokenMaker {
  /**
   * The token of a value, such as `[CPF~k3~MZXW6YTB4F2KQ7D3]`. `text` tokens never equal `field` tokens: else a stranger
   * could type a victim's CPF into a chat and read there the token that joins the victim's history.
   * A value that identifies nobody (blank, `000.000.000-00`) gives the placeholder `[CPF]`, which joins nothing.
   */
  text(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): string;
  /** The `field` token as a number from 0 to 2^63 - 1: the first 64 bits of the same digest without the sign bit; 0 for a value that identifies nobody. */
  long(tenant: string, domain: string, entity: EntityType, value: string): bigint;
  readonly version: string;
}

export interface Tokenizer extends TokenMaker {
  /** Makes the tokens of record keys: two keys get one token only where both surely name one thing. */
  readonly forKeys: TokenMaker;
}

const MINIMUM_SECRET_BYTES = 32;
const CHECK_MESSAGE = 'sigilo/v1 key check value';

/**
 * Makes the tokenizer of one key version: HMAC-SHA-256 under the sub-key of (use, tenant, domain) over `c:` + canonical value
 * or `r:` + raw value, cut to 80 bits. Same inputs, same token, in every process that has the key.
 * @param options region: country for phone numbers; cacheEntries: bound of each of the two caches (text and long), 0 for none
 * @throws SigiloError keys.unreadable when the version's form or the secret's length is wrong
 */
export function createTokenizer(key: TokenKey, options: { region: string; cacheEntries: number }): Tokenizer {
  const { version } = key;
  if (!isKeyVersion(version) || key.secret.length < MINIMUM_SECRET_BYTES) {
    throw new SigiloError('keys.unreadable', { limit: MINIMUM_SECRET_BYTES, actual: key.secret.length });
  }
  const { region, cacheEntries } = options;
  const subKeys = createSubKeys(key.secret, version);
  const texts = createTokenCache<string>(cacheEntries);
  const longs = createTokenCache<bigint>(cacheEntries);

  function digest(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): string {
    const { form, value: spelling } = canonicalize(entity, value, region);
    return hmac(subKeys.of(use, tenant, domain), (form === 'canonical' ? 'c:' : 'r:') + spelling, 'utf8');
  }

  function text(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): string {
    const known = texts.get(use, tenant, domain, entity, value);
    if (known !== undefined) return known;
    const token = identifiesNobody(entity, value)
      ? placeholder(entity)
      : writeToken(entity, version, digest(use, tenant, domain, entity, value));
    texts.put(use, tenant, domain, entity, value, token);
    return token;
  }

  function long(tenant: string, domain: string, entity: EntityType, value: string): bigint {
    const known = longs.get('field', tenant, domain, entity, value);
    if (known !== undefined) return known;
    const token = identifiesNobody(entity, value) ? 0n : firstBits(digest('field', tenant, domain, entity, value));
    longs.put('field', tenant, domain, entity, value, token);
    return token;
  }

  /** A key's token is the field's, so that both join, unless its spelling matters: then it is made over the exact value. */
  function keyText(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): string {
    if (!hasOwnSpelling(entity, value, region)) {
      const token = text(use, tenant, domain, entity, value);
      if (token !== placeholder(entity)) return token;
    }
    return writeToken(entity, version, hmac(subKeys.of(use, tenant, domain), `r:${value}`, 'utf8'));
  }

  function keyLong(tenant: string, domain: string, entity: EntityType, value: string): bigint {
    if (!hasOwnSpelling(entity, value, region)) {
      const token = long(tenant, domain, entity, value);
      if (token !== 0n) return token;
    }
    return firstBits(hmac(subKeys.of('field', tenant, domain), `r:${value}`, 'utf8'));
  }

  return { text, long, version, forKeys: { text: keyText, long: keyLong, version } };
}

/** The first 64 bits of a digest, given as a latin1 string, without the sign bit. */
function firstBits(digest: string): bigint {
  return BigInt.asUintN(63, Buffer.from(digest, 'latin1').readBigUInt64BE(0));
}

/**
 * Eight hexadecimal digits by which people can tell whether two processes hold the same key; they reveal nothing of it.
 * First 4 bytes of HMAC-SHA-256(secret, 'sigilo/v1 key check value').
 */
export function keyCheckValue(key: TokenKey): string {
  return Buffer.from(hmac(hmacKey(key.secret.toString('latin1')), CHECK_MESSAGE, 'utf8'), 'latin1').toString(
    'hex',
    0,
    4,
  );
}
