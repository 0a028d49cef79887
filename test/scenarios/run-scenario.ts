import { parseSchema, type SchemaJson } from '../../src/core/avro/schema.ts';
import { FRAME_BYTES, schemaIdOf, writeFrame } from '../../src/core/avro/wire-format.ts';
import { createCoreState } from '../../src/core/core-state.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { compilePlan } from '../../src/core/policy/compile-plan.ts';
import type { Outcome, SourceHeader } from '../../src/core/record.ts';
import { sanitizeRecord } from '../../src/core/sanitize-record.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { createPolicyDetectors } from '../../src/policy-detectors.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { exactType } from './exact-long.ts';

/** One case: what is declared, what comes in, and what must come out. */
export interface Scenario {
  readonly schema: SchemaJson;
  readonly policy: string;
  readonly uncovered?: 'quarantine' | 'drop';
  readonly limits?: Partial<typeof DEFAULT_LIMITS>;
  readonly given: {
    readonly record?: unknown;
    /** Hexadecimal bytes behind the frame, where no encoder would write them. */
    readonly body?: string;
    readonly key?: string | null;
    readonly keyHex?: string;
    readonly headers?: Readonly<Record<string, SourceHeader>>;
    readonly timestamp?: string;
  };
}

export const TEST_KEY = { version: 'k1', secret: Buffer.alloc(32, 7) };
const SINK_ID = 42;

/** Sanitizes the scenario's record; gives the outcome and the decoded sink record. */
export function runScenario(scenario: Scenario): {
  readonly outcome: Outcome;
  readonly record: unknown;
  readonly counts: Readonly<Record<string, number>>;
  readonly sinkSchema: SchemaJson;
} {
  const limits = { ...DEFAULT_LIMITS, ...scenario.limits };
  const { id: detectorId, detectorOf } = createPolicyDetectors(readKnowledge());
  const policies = readPolicies([{ file: 'policy.yaml', text: scenario.policy }]);
  const settings = {
    uncovered: scenario.uncovered ?? 'quarantine',
    limits,
    region: 'BR',
    keyVersion: 'k1',
    detectorId,
    canaries: [],
  } as const;
  const draft = compilePlan(policies, parseSchema(scenario.schema), settings);
  if (!draft || draft.faults.length > 0) throw new Error(`the policy does not compile: ${draft?.faults.join('\n')}`);
  const plan = draft.complete(1, SINK_ID);
  const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 100 });
  const state = createCoreState({ tokenizer, detectorOf, limits, region: 'BR', clock: () => 0 });
  const { given } = scenario;
  const key =
    given.keyHex !== undefined ? Buffer.from(given.keyHex, 'hex') : given.key == null ? null : Buffer.from(given.key);
  const record = {
    key,
    value: frameOf(scenario),
    headers: given.headers,
    timestamp: given.timestamp ?? '1700000000000',
    offset: '5',
  };
  const { sinkSchema } = draft.compiled;
  const outcome = sanitizeRecord(plan.rules, plan, record, 'raw/3/5', state);
  const counts = { headersDropped: state.counts.headersDropped, uncoveredDropped: state.counts.uncoveredDropped };
  if (outcome.kind !== 'forward' || outcome.record.value === null) return { outcome, record: null, counts, sinkSchema };
  const { value } = outcome.record;
  if (schemaIdOf(value, undefined, 'value') !== SINK_ID) throw new Error('the sink record has another schema id');
  const type = exactType(sinkSchema);
  return {
    outcome,
    record: JSON.parse(type.toString(type.fromBuffer(value.subarray(FRAME_BYTES)))),
    counts,
    sinkSchema,
  };
}

function frameOf({ schema, given }: Scenario): Buffer | null {
  if (given.record === undefined && given.body === undefined) return null;
  const body = given.body === undefined ? encode(schema, given.record) : Buffer.from(given.body, 'hex');
  const value = Buffer.alloc(FRAME_BYTES + body.length);
  writeFrame(value, 1);
  body.copy(value, FRAME_BYTES);
  return value;
}

function encode(schema: SchemaJson, record: unknown): Buffer {
  const type = exactType(schema);
  return type.toBuffer(type.fromString(JSON.stringify(record)));
}
