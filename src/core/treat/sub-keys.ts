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

interface LongKey {
  readonly tenant: string;
  readonly domain: string;
  readonly key: HmacKey;
}

const PURPOSE = 'sigilo/v1';
/** Domains can be conversations, so the number of sub-keys has no natural bound. */
const MAXIMUM_SUB_KEYS = 8192;
/** In UTF-16 units. Tenants and conversations are what somebody wrote into a field: of longer ones only the latest key is kept. */
const LONGEST_KEPT = 512;

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
  const latestLong: Record<TokenUse, LongKey | null> = { field: null, text: null };

  const extract = (tenant: string): HmacKey => hmacKey(hmac(hmacKey(framed(tenant)), secretBytes, 'latin1'));
  const expand = (pseudoRandomKey: HmacKey, use: TokenUse, domain: string): HmacKey =>
    hmacKey(hmac(pseudoRandomKey, `${beforeUse}${framed(use)}${framed(domain)}\x01`, 'latin1'));

  function tenantKeys(tenant: string): TenantKeys {
    let keys = tenants.get(tenant);
    if (keys === undefined) {
      keys = { pseudoRandomKey: extract(tenant), field: new Map(), text: new Map() };
      tenants.set(detached(tenant), keys);
      count += 1;
    }
    return keys;
  }

  function ofLong(use: TokenUse, tenant: string, domain: string): HmacKey {
    const latest = latestLong[use];
    if (latest !== null && latest.domain === domain && latest.tenant === tenant) return latest.key;
    const key = expand(extract(tenant), use, domain);
    latestLong[use] = { tenant, domain, key };
    return key;
  }

  function of(use: TokenUse, tenant: string, domain: string): HmacKey {
    if (tenant.length + domain.length > LONGEST_KEPT) return ofLong(use, tenant, domain);
    const known = tenants.get(tenant)?.[use].get(domain);
    if (known !== undefined) return known;
    if (count >= MAXIMUM_SUB_KEYS) {
      tenants = new Map();
      count = 0;
    }
    const keys = tenantKeys(tenant);
    const derived = expand(keys.pseudoRandomKey, use, domain);
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
