import type { ConversationMemory } from './core/conversation-memory.ts';
import type { Sealed, SealLimits } from './core/quarantine.ts';
import type { Outcome, SourceRecord } from './core/record.ts';

/** What happened inside a route's core since the last `takeCounts`. */
export interface BatchCounts {
  /** Keyed by `ENTITY|treatment`. */
  findings: Map<string, number>;
  /** Keyed by the guard's check. */
  leaksBlocked: Map<string, number>;
  headersDropped: number;
  /** Findings in texts that only the memory of the conversation knew. */
  recalled: number;
  uncoveredDropped: number;
  otherLanguage: number;
  guardSeconds: number;
}

/** The quarantine record of one source record. */
export interface SealedRecord extends Sealed {
  /** `topic/partition/offset` of the source record; of a batch that cannot be read, the first offset. */
  readonly key: string;
  /** That of the part of the record at fault; null where it has none that may be told. */
  readonly schemaId: number | null;
}

/** What the worker sees of a route. None of the synchronous methods throws. */
export interface RoutePipeline {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  /** How many records before the committed offset the memory of a partition is rebuilt from; 0: nothing is remembered. */
  readonly memoryRecords: number;
  /** Schema ids of these records that `load` must fetch before they can be sanitized. */
  missingSchemas(records: readonly SourceRecord[]): number[];
  /** Rejects with a retryable SigiloError (registry.*): the partition pauses, nothing is skipped. */
  load(ids: readonly number[]): Promise<void>;
  /** Called before each batch: renews the quarantine data key when that is due. */
  prepare(): Promise<void>;
  /** @param memory of the partition; what the record tells of its conversation is staged there */
  sanitize(record: SourceRecord, partition: number, memory?: ConversationMemory | null): Outcome;
  /**
   * The quarantine record of one source record, or of one batch that cannot be read.
   * @param attempt how often the record's batch was tried, from 1
   * @param limits a record that does not keep within them becomes a reference
   */
  seal(
    record: SourceRecord,
    outcome: Outcome & { kind: 'quarantine' },
    partition: number,
    attempt: number,
    at: Date,
    limits: SealLimits,
  ): SealedRecord;
  /** Hands the counts over and resets them. */
  takeCounts(): BatchCounts;
  readonly planIds: () => readonly { plan: string; policy: string; schemaId: number }[];
}
