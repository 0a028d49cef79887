import { parseSchema } from './core/avro/schema.ts';
import { compileKeyPlan, compilePlan, type PlanSettings } from './core/policy/compile-plan.ts';
import type { Plan } from './core/policy/plan.ts';
import type { Policy } from './core/policy/policy.ts';
import type { Refusal } from './core/sanitize-record.ts';
import { keySubject, type SubjectStrategy, sinkSubject } from './core/subject-names.ts';
import { SigiloError } from './errors.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';

/** Plans by schema id. */
export interface PlanCache {
  /** The plan, or why there is none, however long ago that was found; undefined: nothing is known of the id. */
  get(schemaId: number): Plan | Refusal | undefined;
  /** Whether `load` should be asked. It is not the opposite of `get`: a refusal does not lapse in the midst of a batch. */
  isMissing(schemaId: number): boolean;
  /** Fetches and compiles what is missing; rejects with a retryable SigiloError when the registry fails. */
  load(schemaIds: readonly number[]): Promise<void>;
  plans(): readonly Plan[];
}

/** A refusal is asked again after this time: somebody may have registered the schema meanwhile. */
const REFUSAL_MS = 30_000;
/** A stranger can send any id: the cache forgets the oldest refusals. */
const MAXIMUM_REFUSALS = 10_000;

export interface PlanCacheOptions {
  readonly policies: readonly Policy[];
  readonly sink: string;
  /** How the sink's subjects are named; `topic` unless given. */
  readonly subjects?: SubjectStrategy;
  /** Whether the plans are those of the topic's values, as unless given, or of its keys, whose subject is `<sink>-key`. */
  readonly part?: 'value' | 'key';
  readonly settings: PlanSettings;
  readonly registry: Pick<SchemaRegistry, 'schemasByIds' | 'lookupId'>;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

/** Makes the cache of one route. */
export function createPlanCache(options: PlanCacheOptions): PlanCache {
  const { policies, sink, subjects = 'topic', part = 'value', settings, registry, now } = options;
  const plans = new Map<number, Plan>();
  const refusals = new Map<number, { refusal: Refusal; until: number }>();

  function get(schemaId: number): Plan | Refusal | undefined {
    return plans.get(schemaId) ?? refusals.get(schemaId)?.refusal;
  }

  function isMissing(schemaId: number): boolean {
    return !plans.has(schemaId) && (refusals.get(schemaId)?.until ?? 0) <= now();
  }

  async function load(schemaIds: readonly number[]): Promise<void> {
    const lookups = await registry.schemasByIds(schemaIds);
    for (const [schemaId, lookup] of lookups) {
      if (lookup.kind === 'unknown') refuse(schemaId, { reason: 'unknown_schema' });
      else if (lookup.kind === 'unsupported') refuse(schemaId, { reason: 'uncovered_schema' });
      else {
        const made = await makePlan(schemaId, lookup.schema, lookup.references);
        if ('reason' in made) refuse(schemaId, made);
        else accept(schemaId, made);
      }
    }
  }

  async function makePlan(
    schemaId: number,
    schema: Parameters<typeof parseSchema>[0],
    references: Parameters<typeof parseSchema>[1],
  ): Promise<Plan | Refusal> {
    try {
      const node = parseSchema(schema, references);
      const [anyPolicy] = policies;
      const isKey = part === 'key' && anyPolicy !== undefined;
      const draft = isKey ? compileKeyPlan(anyPolicy, node, settings) : compilePlan(policies, node, settings);
      if (!draft) return { reason: 'uncovered_schema' };
      if (draft.faults.length > 0) return { reason: 'uncovered_field' }; // a type changed under its rule
      const { sinkSchema } = draft.compiled;
      if (sinkSchema === null) return { reason: 'uncovered_field' }; // nothing of a key is covered
      const subject = isKey ? keySubject(sink) : sinkSubject(subjects, sink, sinkSchema);
      const sinkSchemaId = await registry.lookupId(subject, sinkSchema);
      return sinkSchemaId === null ? { reason: 'sink_schema_missing' } : draft.complete(schemaId, sinkSchemaId);
    } catch (error) {
      if (error instanceof SigiloError && error.retryable) throw error;
      return { reason: 'uncovered_schema' };
    }
  }

  function accept(schemaId: number, plan: Plan): void {
    refusals.delete(schemaId);
    plans.set(schemaId, plan);
  }

  function refuse(schemaId: number, refusal: Refusal): void {
    refusals.delete(schemaId);
    refusals.set(schemaId, { refusal, until: now() + REFUSAL_MS });
    if (refusals.size > MAXIMUM_REFUSALS) refusals.delete(refusals.keys().next().value as number);
  }

  return { get, isMissing, load, plans: () => [...plans.values()] };
}
