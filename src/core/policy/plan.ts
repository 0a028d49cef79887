import type { RewriteNode } from '../avro/rewrite-node.ts';
import type { Rewrite } from '../avro/rewriter.ts';
import type { SchemaJson } from '../avro/schema.ts';
import type { EntityType } from '../entity.ts';
import type { Guard, LeafClass } from '../guard/leak-check.ts';
import type { Granularity } from '../treat/generalize.ts';
import type { DetectionRules } from './detection-rules.ts';
import type { HeaderRule } from './edge-rules.ts';
import type { KeyRule } from './key-rules.ts';
import type { Timestamp } from './profiles.ts';
import type { TextAction } from './treatment.ts';

/** How the content of a leaf is stored in the source record. */
export type Carrier =
  | 'string'
  | 'bytes'
  | 'fixed'
  | 'enum'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'subtree';

/** What is written to the sink in place of a leaf. */
export type LeafAction =
  | 'keep'
  | 'keep-bytes'
  | 'constant'
  | 'token'
  | 'token-long'
  | 'days'
  | 'millis'
  | 'micros'
  | 'nanos'
  | 'date-text'
  | 'age'
  | 'zip3'
  | 'detect'
  | 'nothing';

/** One treated place of a schema, with all that its treatment needs, bound when the plan is compiled. */
export interface Leaf {
  readonly index: number;
  readonly path: string;
  readonly carrier: Carrier;
  readonly action: LeafAction;
  readonly entity: EntityType | null;
  /** Join space of the token; null: the entity type's default. */
  readonly domain: string | null;
  readonly granularity: Granularity | null;
  /** Check of a kept string or number (under `keep-bytes` it gets the bytes as latin1); null for numbers without a range. */
  readonly shape: ((text: string) => boolean) | null;
  /** The placeholder of a redacted leaf, with its length prefix. */
  readonly constant: Buffer | null;
  readonly textActions: Readonly<Partial<Record<EntityType | '*', TextAction>>> | null;
  readonly symbols: readonly string[] | null;
  /** True: the value names a person or belongs to one, and is searched for in the record's free text. */
  readonly identity: boolean;
  readonly mapKey: boolean;
  /** True: its bytes are read as text, so the limit of texts holds. */
  readonly isText: boolean;
}

/** One line of the coverage table: what a field gets and why. */
export interface CoverageRow {
  readonly path: string;
  readonly type: string;
  readonly treatment: string;
  readonly sinkType: string;
  readonly why: string;
}

/** What holds for a record whatever its schema. */
export interface RecordRules {
  /** Told by tombstones, which have no plan. */
  readonly id: string;
  readonly key: KeyRule;
  readonly headers: readonly HeaderRule[];
  readonly timestamp: Timestamp;
  readonly tenant: string | null;
  /** The only tenants there are; null: any. */
  readonly tenants: ReadonlySet<string> | null;
  /** Years of 90 years before the record's timestamp, and earlier ones, become one class. */
  readonly hidesGreatAge: boolean;
  /** Reads the key and headers of tombstones, which have no plan. */
  readonly guard: Guard;
}

/** The outcome of compiling a policy against one schema: everything but the ids of the registry. */
export interface CompiledSchema {
  readonly root: RewriteNode;
  readonly leaves: readonly Leaf[];
  readonly sinkSchema: SchemaJson;
  readonly leafClasses: ReadonlyMap<string, LeafClass>;
  readonly coverage: readonly CoverageRow[];
  /** Paths that no rule names. */
  readonly uncovered: readonly string[];
  /** What may be a mistake although it is allowed, one sentence each. */
  readonly warnings: readonly string[];
  readonly usedRules: ReadonlySet<number>;
  readonly tenantLeaf: number;
  readonly conversationLeaf: number;
  readonly languageLeaf: number;
}

/** A policy compiled against one schema id and the active keys; frozen. */
export interface Plan {
  readonly id: string;
  readonly policy: string;
  readonly schemaId: number;
  readonly sinkSchemaId: number;
  readonly rules: RecordRules;
  readonly rewrite: Rewrite;
  readonly leaves: readonly Leaf[];
  readonly guard: Guard;
  readonly detection: DetectionRules;
  readonly tenantLeaf: number;
  readonly conversationLeaf: number;
  readonly languageLeaf: number;
}
