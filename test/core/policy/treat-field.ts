import type { SchemaJson } from '../../../src/core/avro/schema.ts';
import { runScenario } from '../../scenarios/run-scenario.ts';

/** What became of a field `f`: its type and value in the sink (`-`: it is not there), or why nothing came out. */
export type Treated = { readonly type: SchemaJson; readonly value: unknown } | string;

/** A policy for the record `t.R` with these lines under `fields` and, before them, more lines of its own. */
export function policyOf(fields: string, more = ''): string {
  const profile = /^profile:/m.test(more) ? '' : 'profile: lgpd\n';
  const tenant = /^tenant:/m.test(more) ? '' : 'tenant: { const: coop }\n';
  const key = /^key:/m.test(more) ? '' : 'key: { as: none }\n';
  return `policy: r\nrecord: t.R\n${profile}${tenant}${key}${more}\nfields:\n${fields.replace(/^/gm, '  ')}\n`;
}

/**
 * Sanitizes a record with the one field `f` of a type, under rules as YAML lines (`{ redact: CPF }` alone is the rule of
 * `f`). The value is in Avro's JSON encoding, or `{ hex }` where no encoder would write it.
 */
export function treatField(type: SchemaJson, rules: string, value: unknown, more = ''): Treated {
  const fields = /^"?f[[{<.:"]/m.test(rules) ? rules : `f: ${rules}`;
  const given = isHex(value) ? { body: value.hex } : { record: { f: value } };
  try {
    const { outcome, record, sinkSchema } = runScenario({
      schema: recordOf(type),
      policy: policyOf(fields, more),
      given,
    });
    if (outcome.kind === 'quarantine') return `quarantine: ${outcome.reason} at ${outcome.fieldPath}`;
    const [field] = (sinkSchema as { fields: { type: SchemaJson }[] }).fields;
    return field ? { type: field.type, value: (record as { f: unknown }).f } : '-';
  } catch (fault) {
    const { message } = fault as Error;
    if (!/^(the policy does not compile|policy\.invalid)/.test(message)) throw fault;
    return `fault: ${message}`;
  }
}

export function recordOf(type: SchemaJson, more: { readonly [name: string]: SchemaJson } = {}): SchemaJson {
  return { type: 'record', name: 'R', namespace: 't', fields: [{ name: 'f', type, ...more }] };
}

function isHex(value: unknown): value is { readonly hex: string } {
  return typeof value === 'object' && value !== null && 'hex' in value;
}
