import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosWorker } from './chaos-run.ts';
import { judgeRun, type RunJudgement } from './oracle/judge-run.ts';
import type { Verdict } from './report.ts';
import type { Stage } from './set-stage.ts';
import type { Lag } from './settle.ts';

/** Lets the oracle judge a run whose workers have stopped: all records, all offsets, all bytes that workers wrote. */
export async function judgeStage(stage: Stage, directory: string, lag: Lag): Promise<Verdict> {
  const { chaos, load } = stage;
  const judged = await judgeRun({
    stack: chaos.cluster.stack(),
    groupId: chaos.groupId,
    routes: [...chaos.routes, chaos.expiring],
    deleted: chaos.deleted,
    planted: load.needles(),
    files: [join(directory, 'journal.jsonl'), ...filesBelow(join(directory, 'workers'))],
    acknowledged: load.written(),
  });
  chaos.note('judged', { ...judged, hits: judged.hits.length });
  const behind = Object.values(lag).reduce((sum, records) => sum + records, 0);
  const { records, lost, doubled, outOfOrder, plantedBytes, wrongPlace, hangingTransactions } = judged;
  return {
    ...{ records, lost, doubled, outOfOrder, plantedBytes, wrongPlace, hangingTransactions },
    strange: judged.strange,
    lag: Math.max(behind, judged.lag),
    misjudged: misjudgedOf(judged.unexpected),
    excused: judged.excused,
    aborted: load.aborted(),
    quarantined: judged.quarantined,
    missingControls: judged.controls.faults,
  };
}

/** Good records that were quarantined, by reason, and bad ones that were forwarded: no fault of a run excuses either. */
function misjudgedOf(unexpected: RunJudgement['unexpected']): Record<string, number> {
  return Object.fromEntries(Object.entries(unexpected).filter(([, count]) => count > 0));
}

/** Keeps the last metrics page of each worker, which is searched for planted values as the logs are. */
export async function saveMetrics(workers: readonly ChaosWorker[], directory: string): Promise<void> {
  for (const worker of workers) {
    const page = await worker.metrics().catch(() => null);
    if (page !== null) writeFileSync(join(directory, `${worker.name}.metrics`), page, { mode: 0o600 });
  }
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
