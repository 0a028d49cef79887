import { createWalk, type Walk } from './avro/rewriter.ts';
import type { Detector } from './detect/detector.ts';
import type { EntityType, KnownValue } from './entity.ts';
import type { Limits } from './limits.ts';
import { createSinkBytes, type SinkBytes } from './sink-bytes.ts';
import type { Tokenizer } from './treat/token.ts';

/** What the core needs to treat records, made by the worker and passed in; reused from record to record. */
export interface CoreState {
  readonly tokenizer: Tokenizer;
  readonly detector: Detector;
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
  /** How often each treated map key was written in the present record, by map and key. */
  readonly mapKeys: Map<string, number>;
  /** The present record's tenant and the join space of its people. */
  tenant: string;
  peopleDomain: string;
}

/** Counts since they were last taken. */
export interface CoreCounts {
  findings: Map<string, number>;
  leaksBlocked: Map<string, number>;
  headersDropped: number;
  uncoveredDropped: number;
  guardSeconds: number;
}

/** Makes the state of one worker's core. */
export function createCoreState(
  parts: Pick<CoreState, 'tokenizer' | 'detector' | 'limits' | 'region' | 'clock'>,
): CoreState {
  return {
    ...parts,
    walk: createWalk(),
    sink: createSinkBytes(),
    counts: { findings: new Map(), leaksBlocked: new Map(), headersDropped: 0, uncoveredDropped: 0, guardSeconds: 0 },
    texts: [],
    known: [],
    mapKeys: new Map(),
    tenant: '',
    peopleDomain: '',
  };
}

const KEYS = new Map<EntityType, Record<string, string>>();

/** Counts one treated value; the key text is made once per entity type and treatment. */
export function countFinding(
  counts: CoreCounts,
  entity: EntityType,
  treatment: 'redact' | 'tokenize' | 'generalize',
): void {
  let keys = KEYS.get(entity);
  if (!keys) {
    keys = { redact: `${entity}|redact`, tokenize: `${entity}|tokenize`, generalize: `${entity}|generalize` };
    KEYS.set(entity, keys);
  }
  const key = keys[treatment] as string;
  counts.findings.set(key, (counts.findings.get(key) ?? 0) + 1);
}

/** Adds one to a named count. */
export function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
