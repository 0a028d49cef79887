import { parseSchema, type SchemaJson } from './core/avro/schema.ts';
import { compilePlan, type PlanSettings } from './core/policy/compile-plan.ts';
import type { CoverageRow } from './core/policy/plan.ts';
import type { Policy } from './core/policy/policy.ts';
import { SigiloError } from './errors.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import { recordRows } from './policy-record-rows.ts';

/** One version of a source schema and what the route's policies make of it. */
export interface SchemaReport {
  /** Subject and version, or file name. */
  readonly schema: string;
  readonly schemaId: number | null;
  readonly policy: string | null;
  readonly rows: readonly CoverageRow[];
  /** Key, headers, timestamp and tenant. */
  readonly recordRows: readonly CoverageRow[];
  readonly uncovered: readonly string[];
  readonly faults: readonly string[];
  readonly sinkSchema: SchemaJson;
  readonly sinkSchemaId: number | null;
}

/** A schema to be planned, with the schemas that it refers to. */
export interface NamedSchema {
  readonly name: string;
  readonly schemaId: number | null;
  readonly schema: SchemaJson;
  readonly references: readonly SchemaJson[];
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
  const reports = schemas.map(({ name, schemaId, schema, references }): SchemaReport => {
    const nothing = { rows: [], recordRows: [], uncovered: [], sinkSchema: null, sinkSchemaId: null };
    const blank = { schema: name, schemaId, ...nothing };
    try {
      const node = parseSchema(schema, references);
      const policy = policies.find((each) => node.kind === 'record' && each.record === node.name) ?? null;
      const draft = compilePlan(policies, node, settings);
      if (!draft || !policy)
        return { ...blank, policy: null, faults: ['no policy of the route is for this record type'] };
      const { compiled, faults } = draft;
      for (const id of compiled.usedRules) used.get(policy)?.add(id);
      const { coverage, uncovered, sinkSchema } = compiled;
      const rows = { rows: coverage, recordRows: recordRows(policy) };
      return { ...blank, ...rows, policy: policy.name, uncovered, faults, sinkSchema };
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      return { ...blank, policy: null, faults: [error.message] };
    }
  });
  if (schemas.length === 0) return { reports, unused: [] };
  return { reports, unused: policies.flatMap((policy) => unusedRules(policy, used.get(policy) ?? new Set())) };
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

/** All versions of the subjects that are Avro, oldest first; each subject once. */
export async function subjectSchemas(
  registry: Pick<SchemaRegistry, 'versions' | 'schemaOfVersion'>,
  subjects: readonly string[],
): Promise<readonly NamedSchema[]> {
  const schemas: NamedSchema[] = [];
  for (const subject of new Set(subjects)) {
    for (const version of await registry.versions(subject)) {
      const found = await registry.schemaOfVersion(subject, version);
      if (found?.lookup.kind !== 'avro') continue;
      const { schema, references } = found.lookup;
      schemas.push({ name: `${subject} version ${version}`, schemaId: found.id, schema, references });
    }
  }
  return schemas;
}

/**
 * What is wrong with policies beside the schemas that are in use: rules that do not fit the types of each record's
 * newest version, and rules that no version has a place for. Fields without a rule are no fault here: their records are quarantined.
 */
export function policyFaults({ reports, unused }: PolicyReport): readonly string[] {
  const newest = new Map(reports.map((report) => [report.policy, report]));
  const last = reports.at(-1);
  const known = [...newest.values()].filter((report) => report.policy !== null || report === last);
  return [...known.flatMap(({ faults }) => faults), ...unused];
}
