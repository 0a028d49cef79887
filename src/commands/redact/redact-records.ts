import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import avsc from 'avsc';
import { avscLong } from '../../core/avro/avsc-long.ts';
import { parseSchema, type SchemaNode } from '../../core/avro/schema.ts';
import { FRAME_BYTES, writeFrame } from '../../core/avro/wire-format.ts';
import { commit, createConversationMemory } from '../../core/conversation-memory.ts';
import { createCoreState } from '../../core/core-state.ts';
import { compilePlan } from '../../core/policy/compile-plan.ts';
import { languageWarnings } from '../../core/policy/language-warnings.ts';
import { sanitizeRecord } from '../../core/sanitize-record.ts';
import { hmacKey } from '../../core/treat/hmac.ts';
import { createTokenizer, type TokenKey } from '../../core/treat/token.ts';
import { defaultPlanSettings } from '../../default-plan-settings.ts';
import { SigiloError } from '../../errors.ts';
import { loadTokenKey } from '../../io/key-store.ts';
import { readKnowledge } from '../../knowledge-files.ts';
import { createPolicyDetectors } from '../../policy-detectors.ts';
import { readPolicies } from '../../policy-file.ts';
import { parseJson, readInput } from '../read-input.ts';
import type { Redacted } from './redacted.ts';
import { shapeRecord } from './shape-record.ts';

export interface RecordRedactorOptions {
  readonly schema: string;
  readonly policy: string;
  /** Directory of token keys; null: a key that is forgotten when the command ends. */
  readonly keys: string | null;
  readonly keyVersion: string;
}

const NO_REGISTRY_ID = 0;
/** Conversations that are remembered at a time. */
const MEMORY_LIMITS = { conversations: 10_000, bytes: 64 << 20 };

/**
 * Makes a function that sanitizes one record given in JSON (Avro's JSON encoding, or plain JSON where unions are clear)
 * exactly as the worker would, and gives the sink record in Avro's JSON encoding.
 * @throws SigiloError policy.invalid, policy.incomplete, schema.invalid, keys.unreadable
 */
export function createRecordRedactor(
  options: RecordRedactorOptions,
  complain: (line: string) => void,
): (text: string) => Redacted {
  const schemaJson = parseJson(options.schema);
  const node = parseSchema(schemaJson);
  const policies = readPolicies([{ file: options.policy, text: readInput(options.policy) }]);
  const key =
    options.keys === null ? temporaryKey(options.keyVersion, complain) : loadTokenKey(options.keys, options.keyVersion);
  const { id, detectorOf } = createPolicyDetectors(readKnowledge());
  const settings = { ...defaultPlanSettings(id), keyVersion: key.version };
  const draft = compilePlan(policies, node, settings);
  if (!draft)
    throw new SigiloError('policy.incomplete', {
      file: options.policy,
      faults: ['the policy is for another record type'],
    });
  if (draft.faults.length > 0) throw new SigiloError('policy.invalid', { faults: draft.faults });
  for (const warning of policies.flatMap(languageWarnings)) complain(`warning: ${warning}`);
  const plan = draft.complete(NO_REGISTRY_ID, NO_REGISTRY_ID);
  const tokenizer = createTokenizer(key, { region: settings.region, cacheEntries: 10_000 });
  const state = createCoreState({
    tokenizer,
    detectorOf,
    limits: settings.limits,
    region: settings.region,
    clock: () => performance.now() / 1000,
    conversationSecret: hmacKey(randomBytes(32).toString('latin1')),
  });
  const memory = createConversationMemory(MEMORY_LIMITS);
  state.conversation.memory = memory;
  const source = avsc.Type.forSchema(schemaJson as avsc.Schema);
  // Tokens in numeric columns have 63 bits, more than a JSON number keeps: beyond 2^53 they are printed as strings.
  const sink = avsc.Type.forSchema(draft.compiled.sinkSchema as avsc.Schema, { registry: { long: avscLong } });
  let line = 0;

  return (text) => {
    line++;
    const value = encode(source, node, text);
    if (typeof value === 'string') return { fault: value, code: 'input.invalid' };
    const record = { key: null, value, headers: undefined, timestamp: '-1', offset: String(line) };
    const outcome = sanitizeRecord(plan.rules, plan, record, `input/0/${line}`, state);
    commit(memory);
    if (outcome.kind === 'forward') {
      const sanitized = outcome.record.value as Buffer;
      return { text: sink.toString(sink.fromBuffer(sanitized.subarray(FRAME_BYTES))) };
    }
    const where = outcome.fieldPath === undefined ? '' : ` at ${outcome.fieldPath}`;
    return { fault: `quarantined: ${outcome.reason}${where}`, code: 'input.quarantined' };
  };
}

/** The record with its frame, or why the text is none: Avro's own errors quote the value. */
function encode(type: avsc.Type, node: SchemaNode, text: string): Buffer | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'not valid JSON';
  }
  try {
    const shaped = shapeRecord(node, json);
    if ('fault' in shaped)
      return `not a record of the schema, at ${shaped.path === '' ? 'its top' : shaped.path}: ${shaped.fault}`;
    const body = type.toBuffer(type.fromString(JSON.stringify(shaped.value)));
    const value = Buffer.alloc(FRAME_BYTES + body.length);
    writeFrame(value, NO_REGISTRY_ID);
    body.copy(value, FRAME_BYTES);
    return value;
  } catch {
    return 'not a record of the schema, in JSON';
  }
}

function temporaryKey(version: string, complain: (line: string) => void): TokenKey {
  complain('no --keys given: tokens of this run join with nothing else');
  return { version, secret: randomBytes(32) };
}
