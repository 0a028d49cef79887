import { hash } from 'node:crypto';
import { compileRewriter } from '../avro/rewriter.ts';
import type { SchemaNode } from '../avro/schema.ts';
import { compileGuard } from '../guard/leak-check.ts';
import type { Limits } from '../limits.ts';
import { compileSchema } from './compile-schema.ts';
import type { CompiledSchema, Plan, RecordRules } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Uncovered } from './schema-compiler.ts';

/** Changes whenever the same policy, schema and keys would give other output: part of every plan id. */
export const CORE_VERSION = 1;

/** What a route's plans have in common; all of it is part of the plan id. */
export interface PlanSettings {
  readonly uncovered: Uncovered;
  readonly limits: Limits;
  readonly region: string;
  readonly keyVersion: string;
  readonly detectorId: string;
  readonly canaries: readonly string[];
}

/** A policy compiled against a schema, short of the sink schema's id. */
export interface PlanDraft {
  readonly compiled: CompiledSchema;
  readonly faults: readonly string[];
  /** Completes the plan with the id under which the sink's subject holds the sink schema. */
  complete(schemaId: number, sinkSchemaId: number): Plan;
}

/** Compiles one of the policies against a schema; null when none is for its record type. */
export function compilePlan(policies: readonly Policy[], schema: SchemaNode, settings: PlanSettings): PlanDraft | null {
  if (schema.kind !== 'record') return null;
  const policy = policies.find((each) => each.record === schema.name);
  if (!policy) return null;
  const { compiled, faults } = compileSchema(policy, schema, settings.uncovered);
  const id = planId(policy, schema, settings);
  const complete = (schemaId: number, sinkSchemaId: number): Plan =>
    Object.freeze({
      id,
      policy: policy.name,
      schemaId,
      sinkSchemaId,
      rules: recordRules(policy, settings.canaries),
      rewrite: compileRewriter(compiled.root, settings.limits),
      leaves: compiled.leaves,
      guard: compileGuard(compiled.sinkSchema, compiled.leafClasses, { canaries: settings.canaries }),
      tenantLeaf: compiled.tenantLeaf,
      conversationLeaf: compiled.conversationLeaf,
    });
  return { compiled, faults, complete };
}

/** What holds for every record of a policy, tombstones too. */
export function recordRules(policy: Policy, canaries: readonly string[]): RecordRules {
  return {
    key: policy.key,
    headers: policy.headers,
    timestamp: policy.timestamp,
    tenant: 'const' in policy.tenant ? policy.tenant.const : null,
    guard: compileGuard('null', new Map(), { canaries }),
  };
}

/** The first 16 hexadecimal digits of SHA-256 over all that can change a plan's output. */
function planId(policy: Policy, schema: SchemaNode, settings: PlanSettings): string {
  return hash('sha256', JSON.stringify([CORE_VERSION, policy.declared, schema.json, settings]), 'hex').slice(0, 16);
}
