import { ENTITY_TYPES, type EntityType } from '../entity.ts';
import type { Treatment } from './treatment.ts';

/** The legal floors a policy can be held to. More profiles join this list with their own column in the table. */
export const PROFILES = ['lgpd'] as const;
export type Profile = (typeof PROFILES)[number];

/** How much of a value a treatment leaves, from most to least. */
const STRENGTH = { keep: 0, generalize: 1, detect: 1, tokenize: 2, redact: 3, drop: 4 } as const;

/** Dates and places describe many people, so a coarser value is enough; every other type points at one person. */
const COARSE: ReadonlySet<EntityType> = new Set(['DATE', 'AGE', 'LOCATION']);

/**
 * The weakest treatment that a profile allows for each entity type: `generalize` or `tokenize`, or stronger.
 * LGPD (Lei 13.709/2018) art. 12, art. 13 §4: pseudonymised data stay personal data. A check, not legal advice.
 */
export const FLOORS: Readonly<Record<Profile, Readonly<Record<EntityType, 'generalize' | 'tokenize'>>>> = {
  lgpd: Object.fromEntries(
    ENTITY_TYPES.map((entity) => [entity, COARSE.has(entity) ? 'generalize' : 'tokenize']),
  ) as Record<EntityType, 'generalize' | 'tokenize'>,
};

/** The coarsest-allowed record timestamp per profile: a floor like those of the entity types. */
export const TIMESTAMP_FLOORS: Readonly<Record<Profile, readonly Timestamp[]>> = { lgpd: ['hour', 'day', 'year'] };

export const TIMESTAMPS = ['keep', 'hour', 'day', 'year'] as const;
export type Timestamp = (typeof TIMESTAMPS)[number];

/** Says why a treatment of an entity type is weaker than the profile allows, or null when it is allowed. */
export function floorFault(profile: Profile, entity: EntityType, kind: Treatment['kind']): string | null {
  const floor = FLOORS[profile][entity];
  return STRENGTH[kind] >= STRENGTH[floor]
    ? null
    : `profile ${profile} asks for at least ${floor} of ${entity}, not ${kind}`;
}
