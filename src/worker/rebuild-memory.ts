import { setTimeout as sleep } from 'node:timers/promises';
import { type ConversationMemory, clear, commit } from '../core/conversation-memory.ts';
import type { SourceRecord } from '../core/record.ts';
import { SigiloError, thrownName } from '../errors.ts';
import { clusterOf } from '../io/kafka-permissions.ts';
import { type OffsetRange, type RangeCluster, type ReadRange, readRecordRanges } from '../io/kafka-records.ts';
import { readLogStart } from '../io/kafka-sink.ts';
import { placeOf } from './partition-session.ts';
import { restAfter } from './rest.ts';
import { type PartitionState, partitionKey, type RouteState, type WorkerState } from './worker-state.ts';

/** Work between two turns of the event loop. */
const SLICE_MS = 20;
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 200;
/** Bytes of the values that are walked through again: at the slowest that a detector can be, it takes some seconds. */
export const WALKED_BYTES = 4 * 1024 * 1024;
/** A record above it is no talk; it is not walked through. */
export const WALKED_RECORD_BYTES = 256 * 1024;
/** What is read at most to find out which records are walked through; with more, fewer records are looked at. */
const MEASURED_BYTES = 16 * 1024 * 1024;

/**
 * Makes the memory of a partition hold what the records before `until`, the next to be processed, told: reads the last of
 * them again, bounded by their number and their bytes, and sanitizes them without a sink. Nothing of them is sent, committed or counted, and the consumer's position
 * stays where it is. Records that cannot be sanitized teach nothing; when the brokers do not answer the partition goes on
 * with what there is. Rejects with a retryable SigiloError of the registry: it must be asked again.
 * @param goOn asked after each slice of work; false ends it
 * @returns false when it was ended, and must begin anew
 */
export async function rebuildMemory(
  worker: WorkerState,
  state: PartitionState,
  until: bigint,
  goOn: () => boolean,
): Promise<boolean> {
  const { memory } = state;
  if (memory === null || state.rememberedUpTo === until) return true;
  state.rememberedUpTo = null;
  const { name } = state.route.pipeline;
  for (let attempt = 1; ; attempt += 1) {
    clear(memory);
    try {
      if (!(await readAgain(worker, state, memory, until, goOn))) return false;
      worker.telemetry.memoryRebuilt(name, 'rebuilt');
      break;
    } catch (error) {
      if (error instanceof SigiloError) throw error;
      if (!goOn()) return false;
      if (attempt < MOST_TRIES) {
        await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
        continue;
      }
      clear(memory);
      worker.telemetry.memoryRebuilt(name, 'failed');
      worker.telemetry.log('warn', 'the memory of conversations could not be rebuilt, it begins anew', {
        ...placeOf(state, 'kafka.unavailable'),
        thrown: thrownName(error),
      });
      break;
    }
  }
  state.rememberedUpTo = until;
  return true;
}

async function readAgain(
  worker: WorkerState,
  state: PartitionState,
  memory: ConversationMemory,
  until: bigint,
  goOn: () => boolean,
): Promise<boolean> {
  const { topic, partition, route } = state;
  const start = await readLogStart(worker.ports.admin, state);
  const first = until - BigInt(route.pipeline.memoryRecords);
  const range = { from: first > start ? first : start, until };
  if (range.from >= until) return goOn();
  let isOver = false;
  worker.readingAgain.add(partitionKey(state));
  try {
    const cluster = clusterOf<RangeCluster>(worker.ports.createClient());
    await readRecordRanges(cluster, { topic, partition }, async (read) => {
      const from = await firstWalked(read, range, goOn);
      isOver = from === null;
      if (from === null) return;
      await read({ from, until }, async (records) => {
        const walked = records.filter((record) => bytesOf(record) <= WALKED_RECORD_BYTES);
        isOver = !goOn() || !(await remember(route, partition, walked, memory, goOn));
        return !isOver;
      });
    });
  } finally {
    worker.readingAgain.delete(partitionKey(state));
  }
  return !isOver;
}

/**
 * The first offset of a range from which on the values that are walked through keep within their bytes. Depends on the
 * records alone, so that every owner of the partition remembers the same. Kafka reads forward only: where so much lies in
 * the range that finding out would take long, its last quarter is looked at. Null: it was ended.
 */
async function firstWalked(read: ReadRange, { from, until }: OffsetRange, goOn: () => boolean): Promise<bigint | null> {
  for (let start = from; ; start = until - (until - start + 3n) / 4n) {
    const sizes: { readonly offset: bigint; readonly bytes: number }[] = [];
    let measured = 0;
    await read({ from: start, until }, async (records) => {
      for (const record of records) {
        const bytes = bytesOf(record);
        measured += bytes;
        sizes.push({ offset: BigInt(record.offset), bytes: bytes <= WALKED_RECORD_BYTES ? bytes : 0 });
      }
      return goOn() && measured <= MEASURED_BYTES;
    });
    if (!goOn()) return null;
    if (measured > MEASURED_BYTES && until - start > 1n) continue;
    let walked = 0;
    const tooMany = sizes.findLast(({ bytes }) => {
      walked += bytes;
      return walked > WALKED_BYTES;
    });
    return tooMany === undefined ? start : tooMany.offset + 1n;
  }
}

function bytesOf({ value }: SourceRecord): number {
  return value?.length ?? 0;
}

/** Walks through some records for what they tell; false when it was ended. */
async function remember(
  { pipeline, rest }: Pick<RouteState, 'pipeline' | 'rest'>,
  partition: number,
  records: readonly SourceRecord[],
  memory: ConversationMemory,
  goOn: () => boolean,
): Promise<boolean> {
  const missing = pipeline.missingSchemas(records);
  if (missing.length > 0) await pipeline.load(missing);
  let sliceStart = performance.now();
  for (const record of records) {
    pipeline.sanitize(record, partition, memory);
    const worked = performance.now() - sliceStart;
    if (worked < SLICE_MS) continue;
    // What was counted in this slice was counted when the records were processed.
    pipeline.takeCounts();
    await restAfter(rest, worked);
    if (!goOn()) return false;
    sliceStart = performance.now();
  }
  pipeline.takeCounts();
  commit(memory);
  return true;
}

/** Keeps what the records of a committed batch told. @param next the offset after it */
export function keepLearned(state: PartitionState, next: bigint): void {
  if (state.memory === null) return;
  commit(state.memory);
  state.rememberedUpTo = next;
}
