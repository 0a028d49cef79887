import { createWalk, type Walk } from './avro/rewriter.ts';
import type { ConversationMemory } from './conversation-memory.ts';
import type { Detector } from './detect/detector.ts';
import { createValueRecall, type ValueRecall } from './detect/recall-values.ts';
import type { Turn } from './detect/turn.ts';
import { ENTITY_TYPES, type EntityType, type KnownValue } from './entity.ts';
import type { Limits } from './limits.ts';
import { type DetectionRules, NO_RULES } from './policy/detection-rules.ts';
import { createSinkBytes, type SinkBytes } from './sink-bytes.ts';
import type { HmacKey } from './treat/hmac.ts';
import type { Tokenizer, TokenMaker } from './treat/token.ts';

/** What the core needs to treat records, made by the worker and passed in; reused from record to record. */
export interface CoreState {
  readonly tokenizer: TokenMaker;
  /** Makes the tokens of record keys, perhaps of another key version. */
  readonly keyTokenizer: TokenMaker;
  /** The detector that looks for what a policy declares. */
  readonly detectorOf: (rules: DetectionRules) => Detector;
  /** That of the present record's policy. */
  detector: Detector;
  readonly limits: Limits;
  /** Default region of phone numbers, e.g. BR. */
  readonly region: string;
  /** Seconds from any origin: measures the guard. */
  readonly clock: () => number;
  readonly walk: Walk;
  readonly sink: SinkBytes;
  readonly counts: CoreCounts;
  /** Texts of the present record's leaves by slot number; null where not decoded. */
  readonly texts: (string | null)[];
  /** The present record's known values. */
  readonly known: KnownValue[];
  readonly conversation: RecordConversation;
  /** How often each treated map key was written in the present record, by map and key. */
  readonly mapKeys: Map<string, number>;
  /** The present record's tenant and the join space of its people. */
  tenant: string;
  peopleDomain: string;
  /** What becomes of the present record's texts in other languages, and whether it says that they are in one. */
  otherLanguage: DetectionRules['otherLanguage'];
  isOtherLanguage: boolean | null;
  /** Years up to this one tell an age of 90 and above by the present record's timestamp; NaN: it has none. */
  oldestYear: number;
  /** The same state for treating a key in Avro, with memory of its own; counts and known values are shared. */
  readonly key: CoreState | null;
}

/** What the present record has to do with its conversation. */
export interface RecordConversation {
  /** Of the partition that the record is from; null: nothing is remembered. To be set before each record. */
  memory: ConversationMemory | null;
  /** Under which conversations are told apart in memory; null: nothing is remembered. */
  readonly secret: HmacKey | null;
  /** Names the conversation in the memory; empty: the record has none, or one that is not remembered. */
  key: string;
  /** What earlier records of it told; never what the guard is given. */
  recalled: readonly KnownValue[];
  readonly search: ValueRecall;
  /** Turn before this record. */
  previous: Turn | null;
  /** Turn of the record's longest text, and its length in UTF-16 units; -1: it has no text. */
  turn: Turn | null;
  longest: number;
  /** What its texts teach. */
  readonly learned: KnownValue[];
}

/** Counts since they were last taken. */
export interface CoreCounts {
  /** Three counts for each entity type; see `nameFindings`. */
  readonly findings: Uint32Array;
  leaksBlocked: Map<string, number>;
  headersDropped: number;
  /** Findings in texts that only the memory of the conversation knew. */
  recalled: number;
  uncoveredDropped: number;
  /** Texts in a language that the detector was not made for. */
  otherLanguage: number;
  guardSeconds: number;
}

/**
 * Makes the state of one worker's core.
 * @param parts keyTokenizer: of the key version that record keys are pinned to, else that of all tokens;
 *   conversationSecret: made for this process, without it nothing is remembered of conversations
 */
export function createCoreState(
  parts: Pick<CoreState, 'detectorOf' | 'limits' | 'region' | 'clock'> & {
    readonly tokenizer: Tokenizer;
    readonly keyTokenizer?: Tokenizer;
    readonly conversationSecret?: HmacKey;
  },
): CoreState {
  const keyTokenizer = (parts.keyTokenizer ?? parts.tokenizer).forKeys;
  const shared = {
    ...parts,
    detector: parts.detectorOf(NO_RULES),
    keyTokenizer,
    counts: {
      findings: new Uint32Array(ENTITY_TYPES.length * TREATMENTS.length),
      leaksBlocked: new Map(),
      headersDropped: 0,
      recalled: 0,
      uncoveredDropped: 0,
      otherLanguage: 0,
      guardSeconds: 0,
    },
    known: [],
    conversation: {
      memory: null,
      secret: parts.conversationSecret ?? null,
      key: '',
      recalled: [],
      search: createValueRecall(),
      previous: null,
      turn: null,
      longest: -1,
      learned: [],
    },
    tenant: '',
    peopleDomain: '',
    otherLanguage: 'redact' as const,
    isOtherLanguage: null,
    oldestYear: Number.NEGATIVE_INFINITY,
  };
  const key: CoreState = { ...shared, ...createMemory(), tokenizer: keyTokenizer, key: null };
  return { ...shared, ...createMemory(), key };
}

function createMemory(): Pick<CoreState, 'walk' | 'sink' | 'texts' | 'mapKeys'> {
  return { walk: createWalk(), sink: createSinkBytes(), texts: [], mapKeys: new Map() };
}

const TREATMENTS = ['redact', 'tokenize', 'generalize'] as const;
type CountedTreatment = (typeof TREATMENTS)[number];

/** Where an entity type's three counts begin. */
const FIRST_COUNT = Object.fromEntries(
  ENTITY_TYPES.map((entity, index) => [entity, index * TREATMENTS.length]),
) as Readonly<Record<EntityType, number>>;

/** Counts one treated value. */
export function countFinding(counts: CoreCounts, entity: EntityType, treatment: CountedTreatment): void {
  const place = FIRST_COUNT[entity] + TREATMENTS.indexOf(treatment);
  counts.findings[place] = (counts.findings[place] as number) + 1;
}

/** The counts above zero, keyed by `ENTITY|treatment`. */
export function nameFindings(findings: Uint32Array): Map<string, number> {
  const named = new Map<string, number>();
  for (const entity of ENTITY_TYPES) {
    for (const [index, treatment] of TREATMENTS.entries()) {
      const count = findings[FIRST_COUNT[entity] + index] as number;
      if (count > 0) named.set(`${entity}|${treatment}`, count);
    }
  }
  return named;
}

/** Adds one to a named count. */
export function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
