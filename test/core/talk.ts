import { parseSchema, type SchemaJson } from '../../src/core/avro/schema.ts';
import { FRAME_BYTES, writeFrame } from '../../src/core/avro/wire-format.ts';
import { type ConversationMemory, createConversationMemory } from '../../src/core/conversation-memory.ts';
import { createCoreState } from '../../src/core/core-state.ts';
import { createDetectorOf } from '../../src/core/detect/detector.ts';
import { PACKS } from '../../src/core/detect/packs.ts';
import type { WordRecognizer } from '../../src/core/detect/recognizer.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { compilePlan } from '../../src/core/policy/compile-plan.ts';
import { sanitizeRecord } from '../../src/core/sanitize-record.ts';
import { hmacKey } from '../../src/core/treat/hmac.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { exactType } from '../scenarios/exact-long.ts';
import { TEST_KEY } from '../scenarios/run-scenario.ts';

const SCHEMA: SchemaJson = {
  type: 'record',
  name: 'R',
  namespace: 't',
  fields: ['tenant', 'talk', 'name', 'cpf', 'subject', 'text'].map((name) => ({ name, type: 'string' })),
};
const POLICY = `policy: r
record: t.R
profile: lgpd
tenant: { field: tenant }
key: { as: none }
conversation: talk
fields:
  tenant: { keep: { pattern: '[a-z/]+', max: 40 } }
  talk: { tokenize: { type: OTHER_ID, domain: talk } }
  name: { tokenize: PERSON }
  cpf: { tokenize: CPF }
  subject: { detect: { '*': redact } }
  text: { detect: { PERSON: tokenize, CPF: tokenize, '*': redact } }
`;

/** Finds as a name the two words after "sou": what a tagger would do, without its figures. */
const introduction: WordRecognizer = {
  kind: 'word',
  name: 'test/introduction',
  entity: 'PERSON',
  words: ['sou'],
  find: (view, _start, end, found) => {
    let at = end + 1;
    for (let words = 0; words < 2; words++) {
      while (at < view.length && (view.codes[at]! >= 0x61 || words === 0) && view.codes[at] !== 0x20) at++;
      if (words === 0) at++;
    }
    found.start = end + 1;
    found.end = Math.min(at, view.length);
    return found.end > found.start;
  },
  examples: { match: [], reject: [] },
};

export type Message = Partial<Record<'tenant' | 'talk' | 'name' | 'cpf' | 'subject' | 'text', string>>;

/** A detector whose only names are introductions; all identifiers are found. */
export const introductionDetector = () =>
  createDetectorOf([introduction, ...Object.values(PACKS).flat()], 'introductions');

/** A route of chat messages that go through the core one by one; each gives the sink record's fields, or the reason. */
export function createTalk(
  memory: ConversationMemory | null = createConversationMemory({ conversations: 100, bytes: 1e6 }),
) {
  const detector = introductionDetector();
  const policies = readPolicies([{ file: 'policy.yaml', text: POLICY }]);
  const limits = DEFAULT_LIMITS;
  const settings = {
    uncovered: 'quarantine',
    limits,
    region: 'BR',
    keyVersion: 'k1',
    detectorId: 'd',
    canaries: [],
  } as const;
  const draft = compilePlan(policies, parseSchema(SCHEMA), settings)!;
  if (draft.faults.length > 0) throw new Error(draft.faults.join());
  const plan = draft.complete(1, 2);
  const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 100 });
  const conversationSecret = hmacKey('a secret');
  const state = createCoreState({
    tokenizer,
    detectorOf: () => detector,
    limits,
    region: 'BR',
    clock: () => 0,
    conversationSecret,
  });
  state.conversation.memory = memory;
  const source = exactType(SCHEMA);
  const sink = exactType(draft.compiled.sinkSchema);
  const tokenOf = (entity: 'PERSON' | 'CPF', use: 'field' | 'text', domain: string, text: string, tenant = 'coop') =>
    tokenizer.text(use, tenant, domain, entity, text);

  function send(message: Message): { readonly text: string; readonly [field: string]: string } {
    const blank = { tenant: 'coop', talk: 'conversation-1', name: '', cpf: '', subject: '', text: '' };
    const body = source.toBuffer({ ...blank, ...message });
    const value = Buffer.alloc(FRAME_BYTES + body.length);
    writeFrame(value, 1);
    body.copy(value, FRAME_BYTES);
    const record = { key: null, value, headers: undefined, timestamp: '1700000000000', offset: '1' };
    const outcome = sanitizeRecord(plan.rules, plan, record, 'raw/0/1', state);
    if (outcome.kind === 'quarantine') return { text: `quarantine: ${outcome.reason}`, reason: outcome.reason };
    return sink.fromBuffer(outcome.record.value!.subarray(FRAME_BYTES));
  }

  return { send, state, tokenOf, memory };
}
