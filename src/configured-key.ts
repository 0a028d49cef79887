import type { Config } from './config.ts';
import { keyCheckValue, type TokenKey } from './core/treat/token.ts';
import { SigiloError } from './errors.ts';
import { loadTokenKey, tokenKeyFile } from './io/key-store.ts';

/** A key as it was read, with the value that people compare. */
export interface ConfiguredKey {
  readonly key: TokenKey;
  readonly check: string;
  /** Whether the configuration names this check value. */
  readonly isPinned: boolean;
}

/**
 * Reads a version of the token key and holds it against the check value that the configuration pins.
 * @throws SigiloError keys.mismatch for another key under the same name; keys.exposed, keys.unreadable
 */
export function loadConfiguredKey({ directory, check: pins }: Config['keys'], version: string): ConfiguredKey {
  const key = loadTokenKey(directory, version);
  const check = keyCheckValue(key);
  const pinned = Object.hasOwn(pins, version) ? pins[version] : undefined;
  if (pinned !== undefined && pinned !== check) {
    const faults = [`its check value is ${check}, and keys.check expects ${pinned}`];
    throw new SigiloError('keys.mismatch', { file: tokenKeyFile(directory, version), faults });
  }
  return { key, check, isPinned: pinned !== undefined };
}

/** Every key version that a configuration works with, each once. */
export function usedKeyVersions({ keys, routes }: Pick<Config, 'keys' | 'routes'>): readonly string[] {
  return [...new Set([keys.active, ...routes.flatMap(({ keyVersion }) => keyVersion ?? [])])];
}
