import { didYouMean } from '../../core/edit-distance.ts';
import { SigiloError } from '../../errors.ts';
import { isValue, type SinglePlace } from './identify-places.ts';

/** What stands under `tenant:`, and what is to be reviewed of it; null: nothing. */
export interface NamedTenant {
  readonly tenant: { readonly field: string } | { readonly const: string };
  readonly review: string | null;
}

const MAY_LACK = 'a record may have none, and is then quarantined: is it always there? else { const: … }';
const PART = 'part of every token, so that tenants cannot be joined';

/**
 * Takes what a user gave as tenant: a field path of the schema, or else the name of the one tenant of all records.
 * @throws SigiloError input.invalid for a path of the schema that is no single value
 */
export function nameTenant(given: string, places: readonly SinglePlace[]): NamedTenant {
  const place = places.find(({ path }) => path === given);
  if (/[[\]{}<>]/.test(given) || (place && !isValue(place))) {
    const fault = '--tenant: no single value: name a field outside of arrays, maps and branches, or a constant';
    throw new SigiloError('input.invalid', { faults: [fault] });
  }
  if (place) return { tenant: { field: given }, review: place.isOptional ? MAY_LACK : null };
  const near = nearestPlace(given, places.filter(isValue));
  const review = near
    ? `no field of the schema has this path${near} As it stands, it is a constant: one tenant for all records`
    : 'no field of the schema has this path, so it is a constant: one tenant for all records';
  return { tenant: { const: given }, review };
}

/** Looks for a mistyped path, and for a path of which only the last name was given; `; did you mean a.b?` or nothing. */
function nearestPlace(given: string, places: readonly SinglePlace[]): string {
  const byPath = didYouMean(
    given,
    places.map(({ path }) => path),
  );
  if (byPath !== '') return byPath;
  const named = places.find(({ name }) => didYouMean(given, [name]) !== '' || name === given);
  return named ? `; did you mean ${named.path}?` : '';
}

/** The tenant that was found by name, or a constant to be filled in. */
export function guessTenant(path: string | null, places: readonly SinglePlace[]): NamedTenant {
  if (path === null) {
    const review = 'part of every token: the organisation, or { field: … } where records of several come';
    return { tenant: { const: 'change-me' }, review };
  }
  const isOptional = places.find((place) => place.path === path)?.isOptional ?? false;
  return { tenant: { field: path }, review: `by name; ${isOptional ? MAY_LACK : PART}` };
}
