import type { Policy } from './policy.ts';

/** The path of the tenant, when a field gives it. */
export function tenantPath(policy: Policy): string | null {
  return 'field' in policy.tenant ? policy.tenant.field : null;
}

/** Path of the field that tells the language, or null. */
export function languagePath({ detection }: Policy): string | null {
  return detection.language !== null && 'field' in detection.language ? detection.language.field : null;
}

/** That a schema lacks the field by which a policy tells tenant, conversation or language. */
export function missingPlace({ file, lines }: Policy, place: keyof Policy['lines'], path: string): string {
  const words = place === 'conversation' ? place : `${place} › field`;
  return `${file}:${lines[place]}: ${words}: the schema has no field ${path} of one value that a rule covers`;
}

/** Paths of the fields that tell whose record it is, of which conversation and in which language. */
export function singlePlaces(policy: Policy): readonly string[] {
  return [tenantPath(policy), policy.conversation, languagePath(policy)].filter((path) => path !== null);
}
