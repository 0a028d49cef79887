import type { Batch } from 'kafkajs';
import { readCommittedOffset } from '../io/kafka-sink.ts';
import { endTrouble } from './pause.ts';
import { boundAges, type Waiting } from './waiting-age.ts';
import type { PartitionState, RouteState, WorkerState } from './worker-state.ts';

/**
 * Reports lag and retention headroom of all assigned partitions.
 *
 * Lag in seconds is the age of the oldest record that waits, as far as it is known without reading it: it is younger
 * than the last processed record, and came after the moment when nothing waited. Of a batch that was fetched and waits,
 * it is known. Where nothing is, as in a partition that was paused before its first fetch, the brokers are asked once how
 * old they are at least.
 */
export async function reportLag(worker: WorkerState): Promise<void> {
  for (const [topic, route] of worker.routes) {
    // A source that we may no longer see must not hide the lag of the others.
    await reportRoute(worker, topic, route).catch(() => {});
  }
}

async function reportRoute(worker: WorkerState, topic: string, route: RouteState): Promise<void> {
  const { generation } = worker;
  const partitions = [...worker.partitions.values()].filter((state) => state.route === route);
  if (partitions.length === 0) return;
  const unknown: Waiting[] = [];
  const measured: { readonly state: PartitionState; readonly records: number }[] = [];
  const extents = await worker.ports.admin.fetchTopicOffsets(topic);
  for (const state of partitions) {
    const extent = extents.find(({ partition }) => partition === state.partition);
    if (!extent) continue;
    const position = state.position ?? (await readCommittedOffset(worker.ports.admin, state)) ?? 0n;
    if (generation !== worker.generation) return;
    // Records below the log start are gone: they do not wait.
    const next = position < BigInt(extent.low) ? BigInt(extent.low) : position;
    const records = Number(BigInt(extent.high) - next);
    if (records > 0 && !isAgeKnown(state)) unknown.push({ state, next });
    measured.push({ state, records });
  }
  if (unknown.length > 0) await boundAges(worker.ports.admin, topic, unknown, Date.now()).catch(() => {});
  if (generation !== worker.generation) return;
  for (const { state, records } of measured) report(worker, state, records, Date.now());
}

/** Notes of a fetched batch for how long its records wait; a record without a time tells nothing. */
export function noteWaiting(state: PartitionState, batch: Batch): void {
  const time = Number(batch.messages[0]?.timestamp ?? -1);
  state.waitingTimestamp = time >= 0 ? time : null;
}

function isAgeKnown({ waitingTimestamp, lastTimestamp, caughtUpAt, waitingSince }: PartitionState): boolean {
  return [waitingTimestamp, lastTimestamp, caughtUpAt, waitingSince].some((time) => time !== null);
}

function report(worker: WorkerState, state: PartitionState, difference: number, now: number): void {
  const records = Math.max(0, difference);
  if (records === 0) {
    state.caughtUpAt = now;
    state.waitingSince = state.waitingTimestamp = null;
    // With nothing left to commit, no commit can show that a retry would succeed.
    if (!state.pause) endTrouble(worker, state);
  }
  const since = [state.lastTimestamp, state.caughtUpAt].filter((time) => time !== null);
  const oldest = state.waitingTimestamp ?? (since.length > 0 ? Math.max(...since) : state.waitingSince);
  const age = oldest === null ? null : Math.max(0, now - oldest) / 1000;
  const seconds = records === 0 ? 0 : age;
  const retention = state.route.layout.sourceRetentionMs;
  const headroom = retention === null || seconds === null ? null : retention / 1000 - seconds;
  state.lag = { records, seconds };
  worker.telemetry.lag(state.route.pipeline.name, state.partition, records, seconds, headroom);
}
