import { parseSchema, type SchemaJson } from './core/avro/schema.ts';
import { compileKeyPlan, compilePlan, type PlanDraft, type PlanSettings } from './core/policy/compile-plan.ts';
import { languageWarnings } from './core/policy/language-warnings.ts';
import { patternWarnings } from './core/policy/pattern-warnings.ts';
import type { CoverageRow } from './core/policy/plan.ts';
import type { Policy } from './core/policy/policy.ts';
import type { Profile } from './core/policy/profiles.ts';
import { schemaParts } from './core/policy/schema-parts.ts';
import { SigiloError } from './errors.ts';
import { recordRows } from './policy-record-rows.ts';
import { schemaFingerprint } from './schema-fingerprint.ts';

/** A schema to be planned, with the schemas that it refers to. */
export interface NamedSchema {
  /** Subject and version, or file name. */
  readonly name: string;
  readonly schemaId: number | null;
  readonly schema: SchemaJson;
  readonly references: readonly SchemaJson[];
  /** Version of the subject; absent for files. */
  readonly version?: number;
  /** Whether it is of the topic's values, as unless given, or of its keys. */
  readonly part?: 'value' | 'key';
}

/** One version of a source schema and what the route's policies make of it. */
export interface SchemaReport {
  /** Subject and version, or file name. */
  readonly schema: string;
  readonly schemaId: number | null;
  readonly version: number | null;
  readonly part: 'value' | 'key';
  /** Full name of the record; null when the schema is none. */
  readonly record: string | null;
  /** Of the source schema with all that it refers to. */
  readonly fingerprint: string | null;
  readonly policy: string | null;
  readonly profile: Profile | null;
  readonly planId: string | null;
  readonly rows: readonly CoverageRow[];
  /** Key, headers, timestamp and tenant; none for a key's own schema. */
  readonly recordRows: readonly CoverageRow[];
  readonly uncovered: readonly string[];
  readonly faults: readonly string[];
  /** What is allowed and may be a mistake. */
  readonly warnings: readonly string[];
  readonly sinkSchema: SchemaJson;
  readonly sinkSchemaId: number | null;
}

/** A route's policies beside all its schemas. */
export interface PolicyReport {
  readonly reports: readonly SchemaReport[];
  /** Rules that no schema has a place for. */
  readonly unused: readonly string[];
}

/**
 * Compiles the policies against every schema; also lists rules that fit none of them, which are likely typing errors
 * (not while there is no schema, when that would be all rules).
 */
export function reportSchemas(
  policies: readonly Policy[],
  schemas: readonly NamedSchema[],
  settings: PlanSettings,
): PolicyReport {
  const used = new Map<Policy, Set<number>>(policies.map((policy) => [policy, new Set()]));
  const reports = schemas.map((schema) => reportSchema(policies, schema, settings, used));
  if (!schemas.some(({ part }) => part !== 'key')) return { reports, unused: [] };
  return { reports, unused: policies.flatMap((policy) => unusedRules(policy, used.get(policy) ?? new Set())) };
}

function reportSchema(
  policies: readonly Policy[],
  { name, schemaId, schema, references, version, part = 'value' }: NamedSchema,
  settings: PlanSettings,
  used: ReadonlyMap<Policy, Set<number>>,
): SchemaReport {
  const nothing = { rows: [], recordRows: [], uncovered: [], warnings: [], sinkSchema: null, sinkSchemaId: null };
  const unread = { record: null, fingerprint: null, policy: null, profile: null, planId: null, ...nothing };
  const blank = { schema: name, schemaId, version: version ?? null, part, ...unread };
  try {
    const node = parseSchema(schema, references);
    const record = 'name' in node ? node.name : null;
    const read = { ...blank, record, fingerprint: schemaFingerprint(schemaParts(node)) };
    const policy = part === 'key' ? policies[0] : policies.find((each) => each.record === record);
    const compile = (found: Policy): PlanDraft | null =>
      part === 'key' ? compileKeyPlan(found, node, settings) : compilePlan(policies, node, settings);
    const draft = policy ? compile(policy) : null;
    if (!draft || !policy) return { ...read, faults: ['no policy of the route is for this record type'] };
    const { id, compiled, faults } = draft;
    for (const rule of compiled.usedRules) used.get(policy)?.add(rule);
    const { coverage, uncovered, warnings, sinkSchema } = compiled;
    const rows = { rows: coverage, recordRows: part === 'key' ? [] : recordRows(policy) };
    return {
      ...read,
      ...rows,
      policy: policy.name,
      profile: policy.profile,
      planId: id,
      uncovered,
      faults,
      warnings: [
        ...warnings,
        ...patternWarnings(policy, compiled.usedRules),
        ...(part === 'key' ? [] : languageWarnings(policy)),
      ],
      sinkSchema,
    };
  } catch (error) {
    if (!(error instanceof SigiloError)) throw error;
    return { ...blank, faults: [error.message] };
  }
}

/** True when every field of the schema has a treatment that fits. */
export function isCovered(report: SchemaReport): boolean {
  return report.faults.length === 0 && report.uncovered.length === 0;
}

function unusedRules(policy: Policy, used: ReadonlySet<number>): string[] {
  const rules = [...policy.fields, ...[...policy.types.values()].flat()];
  return rules
    .filter((rule) => !used.has(rule.id))
    .map((rule) => `${policy.file}:${rule.line}: no schema of the route has a place for "${rule.text}"`);
}

/**
 * What is wrong with policies beside the schemas that are in use: rules that do not fit the types of each record's
 * newest version, and rules that no version has a place for. Fields without a rule are no fault here: their records are
 * quarantined.
 */
export function policyFaults({ reports, unused }: PolicyReport): readonly string[] {
  const newest = new Map(reports.map((report) => [`${report.part} ${report.policy}`, report]));
  const last = reports.at(-1);
  const known = [...newest.values()].filter((report) => report.policy !== null || report === last);
  return [...known.flatMap(({ faults }) => faults), ...unused];
}
