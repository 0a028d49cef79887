import { parseSchema, type SchemaJson } from '../../core/avro/schema.ts';
import { compilePlan, type PlanSettings } from '../../core/policy/compile-plan.ts';
import type { CoverageRow } from '../../core/policy/plan.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { SigiloError } from '../../errors.ts';

/** One version of a source schema and what the route's policies make of it. */
export interface SchemaReport {
  /** Subject and version, or file name. */
  readonly schema: string;
  readonly schemaId: number | null;
  readonly policy: string | null;
  readonly rows: readonly CoverageRow[];
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

/** Compiles the policies against every schema; also lists rules that fit none of them, which are likely typing errors. */
export function reportSchemas(
  policies: readonly Policy[],
  schemas: readonly NamedSchema[],
  settings: PlanSettings,
): { readonly reports: readonly SchemaReport[]; readonly unused: readonly string[] } {
  const used = new Map<Policy, Set<number>>(policies.map((policy) => [policy, new Set()]));
  const reports = schemas.map(({ name, schemaId, schema, references }): SchemaReport => {
    const blank = { schema: name, schemaId, rows: [], uncovered: [], sinkSchema: null, sinkSchemaId: null };
    try {
      const node = parseSchema(schema, references);
      const policy = policies.find((each) => node.kind === 'record' && each.record === node.name) ?? null;
      const draft = compilePlan(policies, node, settings);
      if (!draft || !policy)
        return { ...blank, policy: null, faults: ['no policy of the route is for this record type'] };
      const { compiled, faults } = draft;
      for (const id of compiled.usedRules) used.get(policy)?.add(id);
      const { coverage, uncovered, sinkSchema } = compiled;
      return { ...blank, policy: policy.name, rows: coverage, uncovered, faults, sinkSchema };
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      return { ...blank, policy: null, faults: [error.message] };
    }
  });
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
