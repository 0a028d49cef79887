import type { LeafClass } from '../guard/leak-check.ts';
import { compileShape } from '../treat/shape.ts';
import { classOfShape } from './shape-class.ts';
import { isMapping, parseTreatment, type Treatment } from './treatment.ts';

/** Treatments that make sense for a key or a header: those that look at one whole string. */
export type EdgeTreatment = Extract<Treatment, { kind: 'keep' | 'drop' | 'redact' | 'tokenize' }>;

/** A treatment of a key or a header with the compiled check of its shape (null unless kept). */
export interface EdgeRule {
  readonly treatment: EdgeTreatment;
  readonly shape: ((text: string) => boolean) | null;
  readonly leafClass: LeafClass;
}

/** How the record key is treated; `none`: the sink record has no key. */
export type KeyRule = { readonly as: 'none' } | (EdgeRule & { readonly as: 'utf8' });

/** How one listed header is treated; all unlisted ones are dropped and counted. */
export interface HeaderRule extends EdgeRule {
  readonly name: string;
  readonly as: 'utf8' | 'bytes';
}

type Report = (fault: string) => null;

/** Reads `key: { as: utf8, tokenize: … }`. Asks for a declaration, since a key that nobody named may be a CPF. */
export function parseKey(declared: unknown, report: Report): KeyRule {
  if (!isMapping(declared)) {
    report('needed: { as: none } drops the key, { as: utf8, tokenize: … } treats it');
    return { as: 'none' };
  }
  const { as, ...rest } = declared;
  if (as === 'none') {
    if (Object.keys(rest).length > 0) report('as: none takes no treatment');
    return { as: 'none' };
  }
  if (as !== 'utf8') report('as is utf8 or none');
  const rule = parseEdgeTreatment(rest, report);
  if (rule?.treatment.kind === 'tokenize' && rule.treatment.entity === 'PERSON' && rule.treatment.domain === null) {
    // Its default join space is the conversation, which a tombstone of the same key does not have.
    report('a key of PERSON needs a domain: { type: PERSON, domain: … }');
  }
  return rule && as === 'utf8' ? { as, ...rule } : { as: 'none' };
}

/** Reads the listed headers in the order in which the sink record will carry them. */
export function parseHeaders(
  declared: unknown,
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
    const rule = parseEdgeTreatment(rest, (fault) => report(name, fault));
    if (as !== 'utf8' && as !== 'bytes') report(name, 'as is utf8 or bytes');
    else if (rule) rules.push({ name, as, ...rule });
  }
  return rules;
}

function parseEdgeTreatment(rest: Record<string, unknown>, report: Report): EdgeRule | null {
  const words = Object.keys(rest);
  const declared = words.length === 1 && rest[words[0] as string] === null ? words[0] : rest;
  const treatment = parseTreatment(declared, report);
  if (!treatment) return null;
  if (treatment.kind === 'generalize' || treatment.kind === 'detect') {
    return report('a key or header is treated by keep, drop, redact or tokenize');
  }
  if (treatment.kind === 'keep' && treatment.shape === null) return report('keep of a string needs a shape');
  if (treatment.kind === 'tokenize' && treatment.asLong) return report('as: long is for Avro fields only');
  const declaredShape = treatment.kind === 'keep' ? treatment.shape : null;
  if (declaredShape === null) return { treatment, shape: null, leafClass: 'kept' };
  return { treatment, shape: compileShape(declaredShape), leafClass: classOfShape(declaredShape) };
}
