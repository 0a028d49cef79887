import { type MemoryLimits, PARTITION_MEMORY } from '../core/conversation-memory.ts';
import type { WorkerState } from './worker-state.ts';

/** For the memories of all partitions of this process together. */
const PROCESS_BYTES = 64 * 1024 * 1024;

/** What each of so many partitions may remember, so that all of them together stay within the process's bound. */
export function memoryLimits(partitions: number): MemoryLimits {
  const { conversations, bytes } = PARTITION_MEMORY;
  return { conversations, bytes: Math.min(bytes, Math.floor(PROCESS_BYTES / Math.max(1, partitions))) };
}

/** Reports what the partitions of each route remember, and what they had to forget since the last report. */
export function reportMemory(worker: WorkerState): void {
  for (const route of worker.routes.values()) {
    if (route.pipeline.memoryRecords === 0) continue;
    let conversations = 0;
    let bytes = 0;
    let evicted = 0;
    for (const { route: own, memory } of worker.partitions.values()) {
      if (own !== route || memory === null) continue;
      conversations += memory.committed.size;
      bytes += memory.committedBytes;
      evicted += memory.evicted;
      memory.evicted = 0;
    }
    worker.telemetry.memory(route.pipeline.name, conversations, bytes, evicted);
  }
}
