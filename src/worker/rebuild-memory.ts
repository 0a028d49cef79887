import { setTimeout as sleep } from 'node:timers/promises';
import { type ConversationMemory, clear, commit } from '../core/conversation-memory.ts';
import type { SourceRecord } from '../core/record.ts';
import { SigiloError, thrownName } from '../errors.ts';
import { clusterOf } from '../io/kafka-permissions.ts';
import { type RangeCluster, readRecordRange } from '../io/kafka-records.ts';
import { readLogStart } from '../io/kafka-sink.ts';
import { placeOf } from './partition-session.ts';
import { restAfter } from './rest.ts';
import { type PartitionState, partitionKey, type RouteState, type WorkerState } from './worker-state.ts';

/** Work between two turns of the event loop. */
const SLICE_MS = 20;
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 200;

/**
 * Makes the memory of a partition hold what the records before `until`, the next to be processed, told: reads the last of
 * them again and sanitizes them without a sink. Nothing of them is sent, committed or counted, and the consumer's position
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
  const from = first > start ? first : start;
  if (from >= until) return goOn();
  let isOver = false;
  worker.readingAgain.add(partitionKey(state));
  try {
    const cluster = clusterOf<RangeCluster>(worker.ports.createClient());
    await readRecordRange(cluster, { topic, partition, from, until }, async (records) => {
      isOver = !goOn() || !(await remember(route, partition, records, memory, goOn));
      return !isOver;
    });
  } finally {
    worker.readingAgain.delete(partitionKey(state));
  }
  return !isOver;
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
