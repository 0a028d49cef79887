import { readCommittedOffset } from '../io/kafka-sink.ts';
import { endTrouble } from './pause.ts';
import type { PartitionState, RouteState, WorkerState } from './worker-state.ts';

/**
 * Reports lag and retention headroom of all assigned partitions.
 *
 * Lag in seconds is the age of the oldest record that waits, as far as it is known without reading it: it is younger
 * than the last processed record, and came after the moment when nothing waited. Where neither is known, as in a
 * partition that is paused since the process began, it is the time for which records were seen to wait.
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
  const extents = await worker.ports.admin.fetchTopicOffsets(topic);
  for (const state of partitions) {
    const extent = extents.find(({ partition }) => partition === state.partition);
    if (!extent) continue;
    const position = state.position ?? (await readCommittedOffset(worker.ports.admin, state)) ?? 0n;
    if (generation !== worker.generation) return;
    // Records below the log start are gone: they do not wait.
    const next = position < BigInt(extent.low) ? BigInt(extent.low) : position;
    report(worker, state, Number(BigInt(extent.high) - next), Date.now());
  }
}

function report(worker: WorkerState, state: PartitionState, difference: number, now: number): void {
  const records = Math.max(0, difference);
  if (records === 0) {
    state.caughtUpAt = now;
    state.waitingSince = null;
    // With nothing left to commit, no commit can show that a retry would succeed.
    if (!state.pause) endTrouble(worker, state);
  } else state.waitingSince ??= now;
  const since = [state.lastTimestamp, state.caughtUpAt].filter((time) => time !== null);
  const isKnown = records === 0 || since.length > 0;
  const oldest = since.length > 0 ? Math.max(...since) : (state.waitingSince ?? now);
  const seconds = records === 0 ? 0 : Math.max(0, now - oldest) / 1000;
  const retention = state.route.layout.sourceRetentionMs;
  const headroom = retention === null || !isKnown ? null : retention / 1000 - seconds;
  state.lag = { records, seconds };
  worker.telemetry.lag(state.route.pipeline.name, state.partition, records, seconds, headroom);
}
