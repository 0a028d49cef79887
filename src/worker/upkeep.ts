import { countPartitions } from '../io/kafka-topic-facts.ts';
import { reportLag } from './lag.ts';
import { refreshLayout } from './layout.ts';
import { reportMemory } from './memory-budget.ts';
import { discardSession } from './partition-session.ts';
import { clearPause } from './pause.ts';
import { partitionOf, type WorkerState } from './worker-state.ts';

/** Limits that an operator raised are used after this time; lowered ones at once, when a send is refused. */
const LAYOUT_MS = 60_000;
/** Below the ten minutes after which brokers close idle connections; opening a partition again costs some 50 ms. */
const IDLE_MS = 300_000;

/** Does at intervals what no batch brings about: lag, wider sinks, raised limits, idle producers. */
export async function keepUp(worker: WorkerState): Promise<void> {
  closeIdleSessions(worker, performance.now());
  reportMemory(worker);
  const tasks = [reportLag(worker), resumeWidened(worker), refreshLayouts(worker, performance.now())];
  // One that fails is done at the next interval; the others do not depend on it.
  await Promise.allSettled(tasks);
}

/** Gives up producers that were not used for long. */
function closeIdleSessions(worker: WorkerState, now: number): void {
  for (const state of worker.partitions.values()) {
    if (!state.isBusy && now - state.lastUsedAt >= IDLE_MS) discardSession(state);
  }
}

/** Resumes partitions that waited for a wider sink, where it is wide enough now. */
async function resumeWidened(worker: WorkerState): Promise<void> {
  const isNarrow = (pause: { code: string } | null) => pause?.code === 'sink.too_few_partitions';
  const waiting = [...worker.partitions.values()].filter(({ pause }) => isNarrow(pause));
  for (const route of new Set(waiting.map((state) => state.route))) {
    route.sinkPartitions = await countPartitions(worker.ports.admin, route.pipeline.sink);
    for (const state of waiting) {
      const isCurrent = partitionOf(worker, state.topic, state.partition) === state;
      if (state.route !== route || !isCurrent || !isNarrow(state.pause)) continue;
      if (state.partition < route.sinkPartitions) clearPause(worker, state);
    }
  }
}

async function refreshLayouts(worker: WorkerState, now: number): Promise<void> {
  for (const route of worker.routes.values()) {
    if (route.layoutReadAt === null || now - route.layoutReadAt >= LAYOUT_MS)
      await refreshLayout(worker, route).catch(() => {});
  }
}

/** Begins the upkeep; intervals do not overlap. Returns what ends it. */
export function startUpkeep(worker: WorkerState, intervalMs: number): () => void {
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning || worker.isRebalancing || worker.isStopping) return;
    isRunning = true;
    void keepUp(worker).finally(() => {
      isRunning = false;
    });
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
