import type { EntityType } from '../entity.ts';
import { detached } from './detached.ts';
import type { TokenUse } from './sub-keys.ts';

/** Tokens of recent values. Holds original values in memory, bounded, and never hands them out. */
export interface TokenCache<Token> {
  get(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): Token | undefined;
  put(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string, token: Token): void;
}

interface Entry<Token> {
  readonly use: TokenUse;
  readonly tenant: string;
  readonly domain: string;
  readonly entity: EntityType;
  readonly token: Token;
  /** Another entry of the same value. */
  readonly next: Entry<Token> | undefined;
}

/** Longer values are seldom seen twice and would make the bound on entries no bound on memory. */
const MAXIMUM_VALUE_LENGTH = 256;
/** A domain may hold the name of a conversation, which is what somebody wrote into a field. */
const MAXIMUM_DOMAIN_LENGTH = 512;
/** So many entries of one value; then they start anew, so that one value under many tenants cannot make a long chain. */
const MAXIMUM_CHAIN = 8;

/**
 * A cache of two generations: when the young one is full it becomes the old one, and what is used again moves to the young one.
 * Entries are found by value and then compared in every part, so that no two inputs can be taken for one another.
 * @param capacity how many entries both generations hold together
 */
export function createTokenCache<Token>(capacity: number): TokenCache<Token> {
  const generationSize = Math.max(1, Math.floor(capacity / 2));
  let young = new Map<string, Entry<Token>>();
  let old = new Map<string, Entry<Token>>();
  let youngCount = 0;

  function put(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string, token: Token): void {
    if (capacity < 2 || value.length > MAXIMUM_VALUE_LENGTH) return;
    if (tenant.length > MAXIMUM_VALUE_LENGTH || domain.length > MAXIMUM_DOMAIN_LENGTH) return;
    if (youngCount >= generationSize) {
      old = young;
      young = new Map();
      youngCount = 0;
    }
    const first = young.get(value);
    const next = first !== undefined && chainLength(first) < MAXIMUM_CHAIN ? first : undefined;
    const entry = { use, tenant: detached(tenant), domain: detached(domain), entity, token, next };
    young.set(first === undefined ? detached(value) : value, entry);
    youngCount += 1;
  }

  function get(use: TokenUse, tenant: string, domain: string, entity: EntityType, value: string): Token | undefined {
    const recent = findIn(young.get(value), use, tenant, domain, entity);
    if (recent !== undefined) return recent.token;
    const older = findIn(old.get(value), use, tenant, domain, entity);
    if (older === undefined) return undefined;
    put(use, tenant, domain, entity, value, older.token);
    return older.token;
  }

  return { get, put };
}

function findIn<Token>(
  first: Entry<Token> | undefined,
  use: TokenUse,
  tenant: string,
  domain: string,
  entity: EntityType,
): Entry<Token> | undefined {
  let entry = first;
  while (entry !== undefined) {
    if (entry.entity === entity && entry.use === use && entry.domain === domain && entry.tenant === tenant)
      return entry;
    entry = entry.next;
  }
  return undefined;
}

function chainLength<Token>(first: Entry<Token>): number {
  let length = 0;
  for (let entry: Entry<Token> | undefined = first; entry !== undefined; entry = entry.next) length += 1;
  return length;
}
