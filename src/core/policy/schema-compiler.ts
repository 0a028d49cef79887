import type { RewriteNode } from '../avro/rewrite-node.ts';
import type { SchemaNode } from '../avro/schema.ts';
import type { CoverageRow, Leaf } from './plan.ts';
import type { Policy } from './policy.ts';
import type { RuleTree } from './rule-tree.ts';
import type { FieldTreatment, SinkNode, SinkRecordNode } from './sink-node.ts';

/** What becomes of places that no rule names. */
export type Uncovered = 'quarantine' | 'drop';

/** State of compiling one policy against one schema. */
export interface Compiler {
  readonly policy: Policy;
  readonly uncovered: Uncovered;
  /** Whether a tag covers a field without a rule. It never covers a part of a key, but says there too what must not be kept. */
  readonly tagsCover: boolean;
  readonly types: ReadonlyMap<string, RuleTree>;
  readonly states: Map<string, RecordPlace>;
  readonly nodeIds: Map<SchemaNode, number>;
  readonly leaves: Leaf[];
  readonly coverage: CoverageRow[];
  readonly uncoveredPaths: string[];
  readonly usedRules: Set<number>;
  readonly faults: string[];
  readonly warnings: string[];
  tenantLeaf: number;
  conversationLeaf: number;
  languageLeaf: number;
}

/** A compiled place: what the rewriter does there, and its type in the sink (null: nothing of it reaches the sink). */
export interface Place {
  readonly rewrite: RewriteNode;
  readonly sink: SinkNode | null;
  readonly treatment: FieldTreatment | null;
}
export interface RecordPlace extends Place {
  readonly rewrite: Extract<RewriteNode, { op: 'record' }>;
  readonly sink: SinkRecordNode;
}
