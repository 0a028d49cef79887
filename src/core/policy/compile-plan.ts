import { hash } from 'node:crypto';
import { compileRewriter } from '../avro/rewriter.ts';
import type { SchemaNode } from '../avro/schema.ts';
import { compileGuard } from '../guard/leak-check.ts';
import type { Limits } from '../limits.ts';
import { compileSchema } from './compile-schema.ts';
import type { CompiledSchema, Plan, RecordRules } from './plan.ts';
import type { Policy } from './policy.ts';
import { PROFILE_TABLE } from './profiles.ts';
import type { Uncovered } from './schema-compiler.ts';
import { schemaParts } from './schema-parts.ts';

/** Changes whenever the same policy, schema and keys would give other output: part of every plan id. */
export const CORE_VERSION = 3;

/** What a route's plans have in common; all of it is part of the plan id. */
export interface PlanSettings {
  readonly uncovered: Uncovered;
  readonly limits: Limits;
  readonly region: string;
  readonly keyVersion: string;
  /** Key version of the tokens of record keys, where the route pins one. */
  readonly recordKeyVersion?: string;
  readonly detectorId: string;
  /** From how many records the memory of conversations is rebuilt, where that is not the default; 0: there is none. */
  readonly memoryRecords?: number;
  readonly canaries: readonly string[];
}

/** A policy compiled against a schema, short of the sink schema's id. */
export interface PlanDraft {
  /** As in the finished plan: the ids of the registry are no part of it. */
  readonly id: string;
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
  return draftPlan(policy, schema, settings, compileSchema(policy, schema, settings.uncovered), 'value');
}

/**
 * Compiles the key of a topic against a key's schema; null when the keys are not in Avro. What holds for keys is the same in
 * all policies of a topic, so any of them will do. A key's fields are never dropped unnamed: keys would become equal.
 */
export function compileKeyPlan(policy: Policy, schema: SchemaNode, settings: PlanSettings): PlanDraft | null {
  const { key } = policy;
  if (key.as !== 'avro') return null;
  const { fields, types } = key;
  const detection = { ...policy.detection, language: null };
  const rules = { fields, types, conversation: null, tenant: { const: '' }, detection };
  const { compiled, faults } = compileSchema({ ...policy, ...rules }, schema, 'quarantine', 'key');
  const isMisread = schema.kind !== 'record' && schema.kind !== 'union' && fields.some(({ steps }) => steps.length > 0);
  const misread = `${policy.file}: key: the schema of the key is ${schema.kind}, no record: write { as: avro, tokenize: … }`;
  return draftPlan(policy, schema, settings, { compiled, faults: isMisread ? [misread] : faults }, 'key');
}

function draftPlan(
  policy: Policy,
  schema: SchemaNode,
  settings: PlanSettings,
  { compiled, faults }: Pick<PlanDraft, 'compiled' | 'faults'>,
  part: 'value' | 'key',
): PlanDraft {
  const id = planId(policy, schema, settings, part);
  const complete = (schemaId: number, sinkSchemaId: number): Plan =>
    Object.freeze({
      id,
      policy: policy.name,
      schemaId,
      sinkSchemaId,
      rules: recordRules(policy, settings),
      rewrite: compileRewriter(compiled.root, settings.limits),
      leaves: compiled.leaves,
      guard: compileGuard(compiled.sinkSchema, compiled.leafClasses, { canaries: settings.canaries }),
      tenantLeaf: compiled.tenantLeaf,
      detection: policy.detection,
      conversationLeaf: compiled.conversationLeaf,
      languageLeaf: compiled.languageLeaf,
    });
  return { id, compiled, faults, complete };
}

/** What holds for every record of a policy, tombstones too. */
export function recordRules(policy: Policy, settings: PlanSettings): RecordRules {
  const { tenant } = policy;
  return {
    id: rulesId(policy, settings),
    key: policy.key,
    headers: policy.headers,
    timestamp: policy.timestamp,
    tenant: 'const' in tenant ? tenant.const : null,
    tenants: 'oneOf' in tenant && tenant.oneOf ? new Set(tenant.oneOf) : null,
    hidesGreatAge: PROFILE_TABLE[policy.profile].hidesGreatAge,
    guard: compileGuard('null', new Map(), { canaries: settings.canaries }),
  };
}

/** The first 16 hexadecimal digits of SHA-256 over all that can change a plan's output. */
function planId(policy: Policy, schema: SchemaNode, settings: PlanSettings, part: 'value' | 'key'): string {
  return shortHash([CORE_VERSION, part, policy.declared, schemaParts(schema), settings]);
}

/** As a plan's, over what the policies of a route have in common: a tombstone belongs to none of them. */
function rulesId({ declared, timestamp, profile }: Policy, settings: PlanSettings): string {
  const { key, headers, tenant } = declared as Record<string, unknown>;
  const { hidesGreatAge } = PROFILE_TABLE[profile];
  return shortHash([CORE_VERSION, 'tombstone', { key, headers, timestamp, tenant, hidesGreatAge }, settings]);
}

function shortHash(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 16);
}
