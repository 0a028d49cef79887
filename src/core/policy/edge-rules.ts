import type { LeafClass } from '../guard/leak-check.ts';
import { compileShape } from '../treat/shape.ts';
import { isMapping } from './mapping.ts';
import { floorFault } from './profile-floors.ts';
import type { Profile } from './profiles.ts';
import { classOfShape } from './shape-class.ts';
import { parseTreatment, type Treatment } from './treatment.ts';

/** Treatments that make sense for a text key or a header: those that look at one whole string. */
export type EdgeTreatment = Extract<Treatment, { kind: 'keep' | 'drop' | 'redact' | 'tokenize' | 'generalize' }>;

/** A treatment of a key or a header with the compiled check of its shape (null unless kept). */
export interface EdgeRule {
  readonly treatment: EdgeTreatment;
  readonly shape: ((text: string) => boolean) | null;
  readonly leafClass: LeafClass;
}

/** How one listed header is treated; all unlisted ones are dropped and counted. */
export interface HeaderRule extends EdgeRule {
  readonly name: string;
  readonly as: 'utf8' | 'bytes';
}

type Report = (fault: string) => null;

/** Reads the listed headers in the order in which the sink record will carry them; null profile: none to hold them to. */
export function parseHeaders(
  declared: unknown,
  profile: Profile | null,
  report: (header: string | null, fault: string) => null,
): readonly HeaderRule[] {
  const rules: HeaderRule[] = [];
  if (declared !== undefined && !isMapping(declared)) report(null, 'a mapping of header name to treatment is needed');
  for (const [name, value] of Object.entries(isMapping(declared) ? declared : {})) {
    // JavaScript moves integer-like property names to the front and kafkajs loses __proto__: neither can be kept in order.
    if (/^\d+$/.test(name) || name === '__proto__')
      report(name, 'integer-like names and __proto__ cannot be forwarded');
    else if (!/^[\x21-\x7e]{1,255}$/.test(name)) report(name, 'a header name is 1 to 255 visible ASCII characters');
    else if (name.startsWith('sigilo-')) report(name, 'names that begin with sigilo- are ours');
    const { as = 'utf8', ...rest } = isMapping(value) ? value : {};
    const rule = parseEdgeTreatment(rest, profile, (fault) => report(name, fault));
    if (as !== 'utf8' && as !== 'bytes') report(name, 'as is utf8 or bytes');
    else if (rule) rules.push({ name, as, ...rule });
  }
  return rules;
}

/** Reads the one treatment of a text key or header, `{ tokenize: CPF }` or `{ drop: }`, and holds it to the profile. */
export function parseEdgeTreatment(
  rest: Record<string, unknown>,
  profile: Profile | null,
  report: Report,
): EdgeRule | null {
  const words = Object.keys(rest);
  const declared = words.length === 1 && rest[words[0] as string] === null ? words[0] : rest;
  const treatment = parseTreatment(declared, report);
  if (!treatment) return null;
  if (treatment.kind === 'detect')
    return report('a key or header is treated by keep, drop, redact, tokenize or generalize');
  if (treatment.kind === 'keep' && treatment.shape === null) return report('keep of a string needs a shape');
  if (treatment.kind === 'tokenize' && treatment.asLong) return report('as: long is for Avro fields only');
  const fault = profile && floorFault(profile, treatment);
  if (fault) return report(fault);
  const declaredShape = treatment.kind === 'keep' ? treatment.shape : null;
  if (declaredShape === null) return { treatment, shape: null, leafClass: 'kept' };
  if (typeof declaredShape === 'object' && 'from' in declaredShape) return report('a range is for Avro numbers only');
  return { treatment, shape: compileShape(declaredShape), leafClass: classOfShape(declaredShape) };
}
