import type { KafkaMessage } from 'kafkajs';
import { type ConversationMemory, discard } from '../core/conversation-memory.ts';
import type { Omission } from '../core/quarantine.ts';
import type { Outcome, SourceRecord } from '../core/record.ts';
import type { RecordReason } from '../errors.ts';
import { BATCH_OVERHEAD, encodedSize, type SinkMessage } from '../io/kafka-sink.ts';
import type { BatchCounts } from '../route-pipeline.ts';
import type { QuarantineDetail } from '../telemetry-events.ts';
import { discardPayloads, payloadRoom, stagePayload } from './payload-budget.ts';
import { type Present, readPresent, timeToWrite } from './present.ts';
import { restAfter } from './rest.ts';
import type { TopicLayout } from './topic-layout.ts';
import type { RouteState } from './worker-state.ts';

export type Quarantined = Outcome & { kind: 'quarantine' };

/** A batch after the core, ready to be sent. */
export interface SanitizedBatch {
  /** How many records from the first on; fewer than given where they are large or take long. */
  readonly taken: number;
  readonly sink: SinkMessage[];
  readonly quarantine: SinkMessage[];
  readonly reasons: ReadonlyMap<RecordReason, QuarantineDetail>;
  /** Quarantined records of which only a reference is kept, by why. */
  readonly omitted: Readonly<Record<Omission, number>>;
  readonly counts: BatchCounts;
  readonly bytes: number;
  readonly seconds: number;
}

/** What ended a batch before it was sent. */
export type Unfinished = { readonly fault: Quarantined } | 'interrupted' | 'quarantine_too_small';

/** What stands for a whole batch is no record: the core does not see it. */
const UNREADABLE: Outcome = { kind: 'quarantine', reason: 'unreadable_batch' };

/** Work between two turns of the event loop; heartbeats and other partitions wait no longer. */
const SLICE_MS = 20;
/**
 * A batch that is larger, or takes longer, is committed up to here; the rest is fetched again. kafkajs fetches nothing from
 * a broker before all batches of its last response are done, so that others would wait for minutes behind one that unfolds
 * to many slow records; what is written stays in memory beside it; and a rebalance would undo all of it.
 */
const TURN_BYTES = 16 * 1024 * 1024;
const TURN_SECONDS = 5;

/**
 * Sanitizes the records of one batch in order, or the first of them. What an earlier try of it had staged of the route's budget is given back.
 * @param attempt from 1, counts the tries of this batch
 * @param goOn asked after each slice of work; false ends the batch
 * @param timeRefusals how often the sink has refused the batch for a record's time
 * @param memory of the partition; what an earlier try of the batch staged in it is discarded
 */
export async function sanitizeBatch(
  route: RouteState,
  partition: number,
  records: readonly KafkaMessage[],
  attempt: number,
  goOn: () => boolean,
  timeRefusals = 0,
  memory: ConversationMemory | null = null,
): Promise<SanitizedBatch | Unfinished> {
  const { pipeline, layout } = route;
  if (memory) discard(memory);
  discardPayloads(route.payloads, partition);
  const sink: SinkMessage[] = [];
  const quarantine: SinkMessage[] = [];
  const reasons = new Map<RecordReason, QuarantineDetail>();
  const omitted = { size: 0, budget: 0 };
  const counts = emptyCounts();
  const present = readPresent();
  const at = new Date(present.system);
  const writtenAt = timeToWrite(present, timeRefusals);
  const sinkLimit = layout.sinkLimit - BATCH_OVERHEAD;
  const sealLimit = layout.quarantineLimit - QUARANTINE_OVERHEAD;
  const quarantinePartition = partition % layout.quarantinePartitions;
  let isSealed = true;
  let bytes = 0;
  let seconds = 0;
  let taken = 0;
  let sliceStart = performance.now();
  for (const message of records) {
    const record = message as SourceRecord;
    bytes += record.unreadable?.bytes.length ?? (record.key?.length ?? 0) + (record.value?.length ?? 0);
    let outcome = record.unreadable ? UNREADABLE : pipeline.sanitize(record, partition, memory);
    if (outcome.kind === 'forward') {
      const sanitized: SinkMessage = { ...outcome.record, partition };
      // One record that the sink refuses would stop its partition for good.
      if (layout.sinkNeedsKeys && outcome.record.key === null) {
        outcome = { kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'key' };
      } else if (!isTimely(sanitized.timestamp, layout.sinkTimes, present, timeRefusals)) {
        outcome = { kind: 'quarantine', reason: 'unexpected_shape', fieldPath: 'timestamp' };
      } else if (encodedSize(sanitized) <= sinkLimit) sink.push(sanitized);
      else outcome = { kind: 'quarantine', reason: 'record_too_large' };
    }
    if (outcome.kind === 'quarantine') {
      if (outcome.fault === true) return { fault: outcome };
      const limits = { valueBytes: sealLimit, payloadBytes: payloadRoom(route.payloads, performance.now()) };
      const { key, value, schemaId, ...kept } = pipeline.seal(record, outcome, partition, attempt, at, limits);
      stagePayload(route.payloads, partition, kept.payloadBytes);
      if (kept.omitted !== null) omitted[kept.omitted] += 1;
      const sealed: SinkMessage = { key, value, partition: quarantinePartition, timestamp: writtenAt };
      // Not even a reference to the record fits: nothing may be sent, or the record would be lost.
      isSealed &&= encodedSize(sealed) + BATCH_OVERHEAD <= layout.quarantineLimit;
      quarantine.push(sealed);
      const earlier = reasons.get(outcome.reason);
      reasons.set(outcome.reason, {
        count: (earlier?.count ?? 0) + 1,
        fieldPath: outcome.fieldPath ?? earlier?.fieldPath ?? null,
        schemaId: schemaId ?? earlier?.schemaId ?? null,
      });
    }
    taken += 1;
    const worked = performance.now() - sliceStart;
    if (worked < SLICE_MS && bytes < TURN_BYTES) continue;
    // Other partitions of the route use the pipeline between two slices: what was counted in this one is ours.
    addCounts(counts, pipeline.takeCounts());
    seconds += worked / 1000;
    await restAfter(route.rest, worked);
    if (!goOn()) return 'interrupted';
    sliceStart = performance.now();
    if (bytes >= TURN_BYTES || seconds >= TURN_SECONDS) break;
  }
  addCounts(counts, pipeline.takeCounts());
  seconds += (performance.now() - sliceStart) / 1000;
  if (!isSealed) return 'quarantine_too_small';
  return { taken, sink, quarantine, reasons, omitted, counts, bytes, seconds };
}

/**
 * Whether the sink's brokers will take a record of this time (milliseconds in decimal; -1 is none). One of our clocks is
 * enough, so that a jump of the system's makes no record late; once the brokers have refused one, both must say so.
 */
function isTimely(
  timestamp: string | undefined,
  times: TopicLayout['sinkTimes'],
  present: Present,
  refusals: number,
): boolean {
  if (times === null || timestamp === undefined || timestamp === '-1') return true;
  const isWithin = (distance: number, bound: number) => distance <= bound - clockMargin(bound, refusals);
  const isTimelyAt = (now: number): boolean => {
    const ahead = Number(timestamp) - now;
    return isWithin(ahead, times.futureMs) && isWithin(-ahead, times.pastMs);
  };
  const { system, steady } = present;
  return refusals > 0 ? isTimelyAt(system) && isTimelyAt(steady) : isTimelyAt(system) || isTimelyAt(steady);
}

/**
 * What our clock and the broker's may differ by, and the time from here until it looks. Grows with each refusal, up to
 * the whole bound: a record of the present is never quarantined for its time.
 */
function clockMargin(bound: number, refusals: number): number {
  return Math.min(bound, Math.min(CLOCK_MARGIN_MS, bound / 2) * 2 ** refusals);
}

const CLOCK_MARGIN_MS = 60_000;

/** The key of a quarantine record (`topic/partition/offset`), its lengths, and the batch around it. */
const QUARANTINE_OVERHEAD = BATCH_OVERHEAD + 512;

function emptyCounts(): BatchCounts {
  return {
    findings: new Map(),
    leaksBlocked: new Map(),
    headersDropped: 0,
    recalled: 0,
    uncoveredDropped: 0,
    otherLanguage: 0,
    guardSeconds: 0,
  };
}

function addCounts(into: BatchCounts, from: BatchCounts): void {
  for (const [name, count] of from.findings) into.findings.set(name, (into.findings.get(name) ?? 0) + count);
  for (const [name, count] of from.leaksBlocked)
    into.leaksBlocked.set(name, (into.leaksBlocked.get(name) ?? 0) + count);
  into.headersDropped += from.headersDropped;
  into.recalled += from.recalled;
  into.uncoveredDropped += from.uncoveredDropped;
  into.otherLanguage += from.otherLanguage;
  into.guardSeconds += from.guardSeconds;
}
