import { parseFieldPath } from './field-path.ts';
import { isMapping } from './mapping.ts';

/** Whose record it is: a part of every token, so that tenants cannot be joined. */
export type Tenant =
  | { readonly const: string }
  | {
      /** Path of a single value; records without one are quarantined. */
      readonly field: string;
      /** The only tenants there are; records of others are quarantined. Any, when absent. */
      readonly oneOf?: readonly string[];
    };

type Report = (path: readonly string[], fault: string) => null;

/** Reads `tenant: { const: … }` or `{ field: …, oneOf: […] }`. */
export function readTenant(declared: unknown, report: Report): Tenant {
  const words = isMapping(declared) ? Object.keys(declared).sort().join() : '';
  const { const: constant, field, oneOf } = isMapping(declared) ? declared : {};
  if (words === 'const' && typeof constant === 'string' && constant !== '') return { const: constant };
  if (words === 'field' || words === 'field,oneOf') {
    const place = readPlace(field, ['tenant', 'field'], report);
    const tenants = oneOf === undefined ? null : readTenants(oneOf, report);
    return { field: place ?? '', ...(tenants && { oneOf: tenants }) };
  }
  report(
    ['tenant'],
    'needed, as it is part of every token: { const: name }, { field: path } or { field: path, oneOf: [names] }',
  );
  return { const: '' };
}

/** A path to a single value: neither inside an array nor inside a map, where it could occur many times. */
export function readPlace(declared: unknown, at: readonly string[], report: Report): string | null {
  if (declared === undefined) return null;
  const steps = typeof declared === 'string' ? parseFieldPath(declared) : 'a field path is needed';
  if (typeof steps === 'string') return report(at, steps);
  if (steps.some((step) => step.kind !== 'field' && step.kind !== 'branch'))
    return report(at, 'must name a single value');
  return declared as string;
}

function readTenants(declared: unknown, report: Report): readonly string[] | null {
  return Array.isArray(declared) &&
    declared.length > 0 &&
    declared.every((each) => typeof each === 'string' && each !== '')
    ? declared
    : report(['tenant', 'oneOf'], 'a list of tenants is needed, each a text: write numbers in quotes');
}
