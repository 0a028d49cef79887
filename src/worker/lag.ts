import { readCommittedOffset } from '../io/kafka-sink.ts';
import type { PartitionState, WorkerState } from './worker-state.ts';

/**
 * Reports lag and retention headroom of all assigned partitions.
 *
 * Lag in seconds is the age of the oldest record that waits, as far as it is known without reading it: it is younger
 * than the last processed record, and came after the moment when nothing waited.
 */
export async function reportLag(worker: WorkerState): Promise<void> {
  const { generation } = worker;
  for (const [topic, route] of worker.routes) {
    const partitions = [...worker.partitions.values()].filter((state) => state.route === route);
    if (partitions.length === 0) continue;
    const extents = await worker.ports.admin.fetchTopicOffsets(topic);
    for (const state of partitions) {
      const extent = extents.find(({ partition }) => partition === state.partition);
      if (!extent) continue;
      const position = state.position ?? (await readCommittedOffset(worker.ports.admin, state)) ?? BigInt(extent.low);
      if (generation !== worker.generation) return;
      report(worker, state, Number(BigInt(extent.high) - position), Date.now());
    }
  }
}

function report(worker: WorkerState, state: PartitionState, difference: number, now: number): void {
  const records = Math.max(0, difference);
  if (records === 0) state.caughtUpAt = now;
  const since = [state.lastTimestamp, state.caughtUpAt].filter((time) => time !== null);
  const seconds = records === 0 ? 0 : since.length === 0 ? null : Math.max(0, now - Math.max(...since)) / 1000;
  const retention = state.route.layout.sourceRetentionMs;
  const headroom = retention === null || seconds === null ? null : retention / 1000 - seconds;
  worker.telemetry.lag(state.route.pipeline.name, state.partition, records, seconds, headroom);
}
