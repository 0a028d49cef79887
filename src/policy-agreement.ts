import type { Policy } from './core/policy/policy.ts';
import { PROFILE_TABLE } from './core/policy/profiles.ts';

/**
 * Where the policies of one topic differ in what must not depend on the schema, since a tombstone has none: key, headers,
 * timestamp and tenant. The profile decides the timestamp where none is declared, and which years of a key are hidden.
 */
export function disagreements([first, ...others]: readonly Policy[]): readonly string[] {
  return others
    .filter((other) => first && common(other) !== common(first))
    .map(
      ({ file }) =>
        `${file}:1: key, headers, timestamp and tenant, and what the profile makes of them, must be those of ${first?.file}, which serves the same topic`,
    );
}

function common({ declared, timestamp, profile }: Policy): string {
  const { key, headers, tenant } = declared as Record<string, unknown>;
  return JSON.stringify([key, headers, timestamp, tenant, PROFILE_TABLE[profile].hidesGreatAge]);
}
