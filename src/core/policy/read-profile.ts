import { didYouMean } from '../edit-distance.ts';
import { isMapping } from './mapping.ts';
import { PROFILE_TABLE, PROFILES, type Profile } from './profiles.ts';

/** A policy's legal floor, and the document it rests on where the profile asks for one. */
export interface DeclaredProfile {
  readonly profile: Profile;
  readonly reference: string | null;
}

/** Reads `profile: lgpd` or `profile: { hipaa-expert-determination: { reference: … } }`. */
export function readProfile(declared: unknown, report: (fault: string) => null): DeclaredProfile | null {
  const [[name, options] = [declared, undefined], ...more] = isMapping(declared) ? Object.entries(declared) : [];
  const profile = PROFILES.find((each) => each === name);
  if (!profile || more.length > 0) {
    const unknown =
      typeof name === 'string' && more.length === 0 ? `unknown profile "${name}"${didYouMean(name, PROFILES)}; ` : '';
    return report(`${unknown}one of ${PROFILES.join(', ')} is needed`);
  }
  if (!PROFILE_TABLE[profile].needsReference) {
    return isMapping(declared)
      ? report(`profile ${profile} takes no options: write profile: ${profile}`)
      : { profile, reference: null };
  }
  const reference = isMapping(options) && Object.keys(options).length === 1 ? options.reference : undefined;
  return typeof reference === 'string' && reference.trim() !== ''
    ? { profile, reference }
    : report(
        `profile ${profile} names the determination that it rests on: { ${profile}: { reference: 'who, when, which document' } }`,
      );
}
