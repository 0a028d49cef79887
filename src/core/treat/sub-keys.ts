import { detached } from './detached.ts';
import { type HmacKey, hmac, hmacKey } from './hmac.ts';

/** Where a value stands: in a declared field (or key, header, map key), or found in free text. */
export type TokenUse = 'field' | 'text';

export interface SubKeys {
  of(use: TokenUse, tenant: string, domain: string): HmacKey;
}

interface TenantKeys {
  readonly pseudoRandomKey: HmacKey;
  readonly field: Map<string, HmacKey>;
  readonly text: Map<string, HmacKey>;
}

const PURPOSE = 'sigilo/v1';
/** Domains can be conversations, so the number of sub-keys has no natural bound. */
const MAXIMUM_SUB_KEYS = 8192;

/**
 * Derives one key for each (use, tenant, domain) by HKDF-SHA-256 (RFC 5869) and keeps the recent ones:
 * salt = framed(tenant), info = framed('sigilo/v1') framed(version) framed(use) framed(domain), 32 bytes,
 * where framed(text) is its UTF-8 length as uint32 big-endian, then its UTF-8 bytes. The frame makes every input distinct
 * (HMAC alone cannot tell a salt from the same salt with zero bytes after it).
 */
export function createSubKeys(secret: Buffer, version: string): SubKeys {
  const secretBytes = secret.toString('latin1');
  const beforeUse = framed(PURPOSE) + framed(version);
  let tenants = new Map<string, TenantKeys>();
  let count = 0;

  function tenantKeys(tenant: string): TenantKeys {
    let keys = tenants.get(tenant);
    if (keys === undefined) {
      const extracted = hmac(hmacKey(framed(tenant)), secretBytes, 'latin1');
      keys = { pseudoRandomKey: hmacKey(extracted), field: new Map(), text: new Map() };
      tenants.set(detached(tenant), keys);
      count += 1;
    }
    return keys;
  }

  function of(use: TokenUse, tenant: string, domain: string): HmacKey {
    const known = tenants.get(tenant)?.[use].get(domain);
    if (known !== undefined) return known;
    if (count >= MAXIMUM_SUB_KEYS) {
      tenants = new Map();
      count = 0;
    }
    const keys = tenantKeys(tenant);
    const info = `${beforeUse}${framed(use)}${framed(domain)}\x01`;
    const derived = hmacKey(hmac(keys.pseudoRandomKey, info, 'latin1'));
    keys[use].set(detached(domain), derived);
    count += 1;
    return derived;
  }

  return { of };
}

/** A text behind its length, as bytes in a latin1 string. */
function framed(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length.toString('latin1') + bytes.toString('latin1');
}
