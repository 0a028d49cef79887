import type { ChaosRoute, ChaosRun } from '../chaos-run.ts';
import { until } from '../seen-traffic.ts';
import { followLogs } from './follow-logs.ts';

/** Where the log said that a partition was paused for a code. */
export interface SeenPause {
  readonly worker: string;
  readonly partition: number;
}

/**
 * Watches from now on for partitions of a route that are paused for a code.
 * @returns waits for the first one; null when none came in time
 */
export function watchPauses(
  run: ChaosRun,
  route: Pick<ChaosRoute, 'name'>,
  code: string,
): (timeoutMs: number) => Promise<SeenPause | null> {
  const news = followLogs(run);
  let seen: SeenPause | null = null;
  const look = (): SeenPause | null => {
    for (const { worker, line } of news()) {
      if (line.msg !== 'partition paused' || line.code !== code || line.route !== route.name) continue;
      seen ??= { worker, partition: Number(line.partition) };
    }
    return seen;
  };
  return (timeoutMs) => until(look, timeoutMs, run.sleep);
}

/** Transactional ids of all partitions of a route. */
export function transactionsOf(run: Pick<ChaosRun, 'groupId'>, route: ChaosRoute): string[] {
  return Array.from(
    { length: route.partitions },
    (_, partition) => `sigilo:${run.groupId}:${route.source}:${partition}`,
  );
}

/**
 * Waits until each partition of a route has committed since a time.
 * @param from milliseconds since 1970
 * @returns the partitions that have not
 */
export async function missingCommits(
  run: ChaosRun,
  route: ChaosRoute,
  from: number,
  timeoutMs: number,
): Promise<readonly string[]> {
  const ids = transactionsOf(run, route);
  let missing: readonly string[] = ids;
  const look = (): true | null => {
    const commits = run.cluster.proxy.lastCommits();
    missing = ids.filter((id) => (commits.get(id) ?? 0) < from);
    return missing.length === 0 || null;
  };
  await until(look, timeoutMs, run.sleep);
  return missing;
}
