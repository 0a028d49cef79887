import type { Omission } from './core/quarantine.ts';
import type { ErrorCode, RecordReason } from './errors.ts';
import type { BatchCounts } from './route-pipeline.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** The only fields that a log line may carry beside its constant message. */
export interface LogFields {
  readonly route?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly partitions?: readonly number[];
  readonly offset?: string;
  readonly code?: ErrorCode;
  readonly count?: number;
  readonly seconds?: number;
  readonly attempt?: number;
  readonly outcome?: string;
  /** Why records are quarantined. */
  readonly reason?: RecordReason;
  /** Constant word of a processing stage. */
  readonly stage?: string;
  /** Names of Kafka's protocol and client: namespace, class of an error, type of a protocol error. */
  readonly namespace?: string;
  readonly thrown?: string;
  readonly errorType?: string;
  readonly setting?: string;
  readonly status?: number;
  readonly limit?: number;
  readonly actual?: number;
  readonly schemaId?: number;
  readonly plan?: string;
  readonly policy?: string;
  readonly generation?: number;
  readonly signal?: string;
  /** A broker or a listener of ours. */
  readonly broker?: string;
  readonly host?: string;
  readonly port?: number;
  readonly file?: string;
  readonly fieldPath?: string;
  readonly subject?: string;
  /** A fault of configuration: a sentence of ours. */
  readonly fault?: string;
  readonly operation?: string;
  readonly missingPartitions?: readonly number[];
  /** Of a server in our configuration, without credentials. */
  readonly address?: string;
  /** A topic's setting, where it is a word. */
  readonly found?: string;
  readonly resource?: string;
  readonly retryable?: boolean;
  /** What an operator does, a sentence of ours. */
  readonly remedy?: string;
  readonly version?: string;
  readonly firstOffset?: string;
  readonly lastOffset?: string;
  readonly consumed?: number;
  readonly forwarded?: number;
  readonly bytes?: number;
  /** Records by reason, leaks by check. */
  readonly quarantined?: Readonly<Record<string, number>>;
  readonly leaksBlocked?: Readonly<Record<string, number>>;
  /** Quarantined records of which only a reference is kept, by why. */
  readonly payloadsOmitted?: Readonly<Record<string, number>>;
}

/** What a batch knows of the records that it quarantined for one reason. */
export interface QuarantineDetail {
  readonly count: number;
  /** Names of the schema, or a word of ours such as `headers`, of the last record that had one; never a value. */
  readonly fieldPath: string | null;
  /** Of the last record that had one. */
  readonly schemaId: number | null;
}

/** What one committed batch of one partition amounted to; seconds are wall clock, offsets decimal. */
export interface BatchEvent {
  readonly route: string;
  readonly partition: number;
  readonly firstOffset: string;
  readonly lastOffset: string;
  readonly consumed: number;
  readonly bytes: number;
  readonly forwarded: number;
  readonly quarantined: ReadonlyMap<RecordReason, QuarantineDetail>;
  /** Quarantined records of which only a reference is kept. */
  readonly payloadsOmitted: Readonly<Record<Omission, number>>;
  readonly counts: BatchCounts;
  readonly sanitizeSeconds: number;
  readonly commitSeconds: number;
  readonly fetchToCommitSeconds: number;
  /** A sample of at most 16 ages of records at commit, unclamped. */
  readonly endToEndSeconds: readonly number[];
}

/** Where the worker reports to: metrics and the log. No method throws. Only those that say so write a line of their own. */
export interface Telemetry {
  batchCommitted(event: BatchEvent): void;
  transaction(route: string, outcome: 'committed' | 'failed'): void;
  /** Nothing of the partition is committed until `partitionResumed`; told again at each retry that failed. */
  partitionPaused(route: string, partition: number, code: ErrorCode): void;
  partitionResumed(route: string, partition: number): void;
  lag(route: string, partition: number, records: number, seconds: number | null, headroomSeconds: number | null): void;
  /** The partitions that this process owns now, of one route; gauges of all others are removed. */
  partitionsAssigned(route: string, partitions: readonly number[]): void;
  breaker(route: string, open: boolean): void;
  recordsExpired(route: string, partition: number, count: number): void;
  /** What the partitions of a route remember of conversations. @param evicted conversations forgotten since the last call */
  memory(route: string, conversations: number, bytes: number, evicted: number): void;
  memoryRebuilt(route: string, outcome: 'rebuilt' | 'failed'): void;
  registryRequest(outcome: string): void;
  /** @param message constant text, never built from data */
  log(level: LogLevel, message: string, fields?: LogFields): void;
}
