import { MALFORMED, schemaIdOf, UNSUPPORTED } from './core/avro/wire-format.ts';
import { DEFAULT_MEMORY_RECORDS } from './core/conversation-memory.ts';
import { type CoreCounts, type CoreState, createCoreState, nameFindings } from './core/core-state.ts';
import { type PlanSettings, recordRules } from './core/policy/compile-plan.ts';
import type { Plan, RecordRules } from './core/policy/plan.ts';
import type { Policy } from './core/policy/policy.ts';
import { type DataKey, type SealLimits, sealBatchReference, sealQuarantine } from './core/quarantine.ts';
import type { Outcome, SourceRecord } from './core/record.ts';
import { type Refusal, sanitizeRecord } from './core/sanitize-record.ts';
import type { SubjectStrategy } from './core/subject-names.ts';
import { hmacKey } from './core/treat/hmac.ts';
import type { Tokenizer } from './core/treat/token.ts';
import { SigiloError } from './errors.ts';
import type { SchemaRegistry } from './io/schema-registry.ts';
import { createPlanCache, type PlanCache } from './plan-cache.ts';
import { disagreements } from './policy-agreement.ts';
import type { PolicyDetectors } from './policy-detectors.ts';
import type { BatchCounts, RoutePipeline, SealedRecord } from './route-pipeline.ts';

/** A quarantine data key is renewed after this time or this many records, whichever comes first. */
const DATA_KEY_MS = 3_600_000;
const DATA_KEY_RECORDS = 100_000;

export interface RoutePipelineOptions {
  readonly route: {
    readonly name: string;
    readonly source: string;
    readonly sink: string;
    readonly quarantine: string;
    /** How the sink's subjects are named; `topic` unless given. */
    readonly subjects?: SubjectStrategy;
  };
  readonly policies: readonly Policy[];
  readonly settings: PlanSettings;
  readonly tokenizer: Tokenizer;
  /** Of the key version that the tokens of record keys are pinned to; `tokenizer` unless given. */
  readonly keyTokenizer?: Tokenizer;
  readonly detectorOf: PolicyDetectors['detectorOf'];
  /** Under which conversations are told apart in memory, made for this process; without it nothing is remembered. */
  readonly conversationSecret?: Buffer;
  /** How many records before the committed offset the memory of a partition is rebuilt from; DEFAULT_MEMORY_RECORDS unless given. */
  readonly memoryRecords?: number;
  readonly registry: Pick<SchemaRegistry, 'schemasByIds' | 'lookupId'>;
  /** Makes a fresh data key for the quarantine. */
  readonly makeDataKey: () => Promise<DataKey>;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

/** Text that happens to begin with a zero byte would show four of its bytes as an id; registries count from 1. */
const LARGEST_TOLD_ID = 2 ** 24;

const NO_FRAME = -3;
const MALFORMED_FRAME: Refusal = { reason: 'malformed_avro' };
const UNSUPPORTED_FRAME: Refusal = { reason: 'unsupported_framing' };
/** In a flood of unknown ids the registry is not asked about each. */
const NOT_ASKED: Refusal = { reason: 'unknown_schema' };

/**
 * Joins policies, plans, the core and the quarantine's data key to what the worker sees of one route.
 * Throws SigiloError `policy.invalid` when the route's policies disagree on what holds for every record.
 */
export function createRoutePipeline(options: RoutePipelineOptions): RoutePipeline {
  const { route, now } = options;
  const rules = commonRules(options.policies, options.settings);
  const plans = createPlanCache({ ...options, sink: route.sink, subjects: route.subjects ?? 'topic' });
  const keyPlans = rules.key.as === 'avro' ? createPlanCache({ ...options, sink: route.sink, part: 'key' }) : null;
  let missingValues = new Set<number>();
  let missingKeys = new Set<number>();
  const state: CoreState = createCoreState({
    tokenizer: options.tokenizer,
    ...(options.keyTokenizer && { keyTokenizer: options.keyTokenizer }),
    detectorOf: options.detectorOf,
    limits: options.settings.limits,
    region: options.settings.region,
    clock: () => now() / 1000,
    ...(options.conversationSecret && { conversationSecret: hmacKey(options.conversationSecret.toString('latin1')) }),
  });
  let dataKey: DataKey | null = null;
  let dataKeyUntil = 0;

  function planOf(record: SourceRecord): Plan | Refusal {
    return planIn(plans, frameOf(record));
  }

  function keyPlanOf(record: SourceRecord): Plan | Refusal | null {
    return keyPlans && planIn(keyPlans, keyFrameOf(record));
  }

  function missingSchemas(records: readonly SourceRecord[]): number[] {
    missingValues = new Set();
    missingKeys = new Set();
    for (const record of records) {
      const schemaId = frameOf(record);
      if (schemaId >= 0 && plans.isMissing(schemaId)) missingValues.add(schemaId);
      const keySchemaId = keyPlans === null ? NO_FRAME : keyFrameOf(record);
      if (keySchemaId >= 0 && keyPlans?.isMissing(keySchemaId)) missingKeys.add(keySchemaId);
    }
    return [...new Set([...missingValues, ...missingKeys])];
  }

  /** An id may be that of keys, of values (also where nobody asked for it here before), or of both. */
  async function load(schemaIds: readonly number[]): Promise<void> {
    const keyIds = schemaIds.filter((schemaId) => missingKeys.has(schemaId));
    const valueIds = schemaIds.filter((schemaId) => missingValues.has(schemaId) || !missingKeys.has(schemaId));
    if (valueIds.length > 0) await plans.load(valueIds);
    if (keyIds.length > 0) await keyPlans?.load(keyIds);
  }

  async function prepare(): Promise<void> {
    if (dataKey !== null && now() < dataKeyUntil && dataKey.counter < DATA_KEY_RECORDS) return;
    dataKey = await options.makeDataKey();
    dataKeyUntil = now() + DATA_KEY_MS;
  }

  function seal(
    record: SourceRecord,
    outcome: Outcome & { kind: 'quarantine' },
    partition: number,
    attempt: number,
    at: Date,
    limits: SealLimits,
  ): SealedRecord {
    if (dataKey === null) throw new SigiloError('internal', { route: route.name });
    const { reason, fieldPath, mask, check } = outcome;
    const offset = record.unreadable?.firstOffset ?? record.offset;
    const key = `${route.source}/${partition}/${offset}`;
    const known = {
      reason,
      route: route.name,
      source: { topic: route.source, partition, offset },
      at: at.toISOString(),
      attempt,
    };
    if (record.unreadable !== undefined) {
      const metadata = { ...known, lastOffset: record.offset };
      return { key, ...sealBatchReference(record.unreadable.bytes, metadata, dataKey), schemaId: null };
    }
    const plan = planOf(record);
    const schemaId = frameOf(record);
    const metadata = {
      ...known,
      ...(fieldPath === undefined ? {} : { fieldPath }),
      ...(mask === undefined ? {} : { mask }),
      ...(check === undefined ? {} : { check }),
      ...(isTold(schemaId) ? { schemaId } : {}),
      ...('id' in plan ? { planId: plan.id } : {}),
    };
    const idAtFault = keyPlans !== null && fieldPath?.split(' ')[0] === 'key' ? keyFrameOf(record) : schemaId;
    return {
      key,
      ...sealQuarantine(record, metadata, dataKey, limits),
      schemaId: isTold(idAtFault) ? idAtFault : null,
    };
  }

  return {
    ...route,
    memoryRecords: remembers(options) ? (options.memoryRecords ?? DEFAULT_MEMORY_RECORDS) : 0,
    missingSchemas,
    load,
    prepare,
    sanitize: (record, partition, memory = null) => {
      state.conversation.memory = memory;
      const coordinates = `${route.source}/${partition}/${record.offset}`;
      return sanitizeRecord(rules, planOf(record), record, coordinates, state, keyPlanOf(record));
    },
    seal,
    takeCounts: () => takeCounts(state.counts),
    planIds: () =>
      [...plans.plans(), ...(keyPlans?.plans() ?? [])].map(({ id, policy, schemaId }) => ({
        plan: id,
        policy,
        schemaId,
      })),
  };
}

/** Whether any record of the route can belong to a conversation that is remembered. */
function remembers({ policies, conversationSecret }: RoutePipelineOptions): boolean {
  return conversationSecret !== undefined && policies.some(({ conversation }) => conversation !== null);
}

/** Schema id, or what is wrong with the frame; tombstones, and records whose headers are not to be read, need no plan. */
function frameOf(record: SourceRecord): number {
  if (record.value === null || record.headerOverflow === true) return NO_FRAME;
  return schemaIdOf(record.value, record.headers, 'value');
}

/** The same of a key in Avro; a record without a key needs no plan for it. */
function keyFrameOf(record: SourceRecord): number {
  if (record.key === null || record.headerOverflow === true) return NO_FRAME;
  return schemaIdOf(record.key, record.headers, 'key');
}

function isTold(schemaId: number): boolean {
  return schemaId >= 0 && schemaId < LARGEST_TOLD_ID;
}

function planIn(plans: PlanCache, schemaId: number): Plan | Refusal {
  if (schemaId === MALFORMED) return MALFORMED_FRAME;
  if (schemaId === UNSUPPORTED) return UNSUPPORTED_FRAME;
  return plans.get(schemaId) ?? NOT_ASKED;
}

/** What holds for every record of a route, also for those without a schema. */
function commonRules(policies: readonly Policy[], settings: PlanSettings): RecordRules {
  const [first] = policies;
  if (!first) throw new SigiloError('policy.invalid', { faults: ['a route needs at least one policy'] });
  const faults = disagreements(policies);
  if (faults.length > 0) throw new SigiloError('policy.invalid', { faults });
  return recordRules(first, settings);
}

function takeCounts(counts: CoreCounts): BatchCounts {
  const taken = { ...counts, findings: nameFindings(counts.findings) };
  counts.findings.fill(0);
  counts.leaksBlocked = new Map();
  counts.headersDropped = 0;
  counts.recalled = 0;
  counts.uncoveredDropped = 0;
  counts.otherLanguage = 0;
  counts.guardSeconds = 0;
  return taken;
}
