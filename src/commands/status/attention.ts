import { ERROR_CODES, type ErrorCode, type RecordReason } from '../../errors.ts';
import type { PartitionHealth } from '../../worker/health.ts';
import type { WorkerHealth } from '../../worker.ts';
import type { StatusPage } from '../run/status-page.ts';
import { recentAttention } from './recent-attention.ts';

/** One thing to look at, and what to do about it. */
export interface Attention {
  /** Of an error, or why records were quarantined. */
  readonly code: ErrorCode | RecordReason;
  readonly route?: string;
  readonly partitions?: readonly number[];
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** Records quarantined in the last 15 minutes, or those of them that are kept as references only; with the schema and the place of the last one. */
  readonly count?: number;
  readonly schemaId?: number;
  readonly fieldPath?: string;
  readonly what: string;
  readonly todo: string;
  /** What to do to go on, where the worker knows it. */
  readonly remedy?: string;
}

/** Records that wait so long without a commit are not merely a slow batch. */
const IDLE_MS = 5 * 60_000;

/** What a status page says that somebody should see to; empty when all is well. @param now milliseconds since 1970 */
export function attentionOf({ worker, routes }: StatusPage, now: number): readonly Attention[] {
  if (worker === null) return [attention('worker.starting')];
  const ofRoutes = routes.flatMap(({ name }) => {
    const partitions = worker.partitions.filter(({ route }) => route === name);
    const breaker = worker.openBreakers.includes(name) ? [attention('breaker.open', { route: name })] : [];
    const idle = partitions.filter((each) => isIdle(each, now)).map(({ partition }) => partition);
    const waiting = idle.length > 0 ? [attention('worker.idle', { route: name, partitions: idle })] : [];
    const own = worker.routes.filter(({ route }) => route === name);
    const omitted = own.flatMap(({ recentOmitted: count }) =>
      count > 0 ? [attention('quarantine.payloads_omitted', { route: name, count })] : [],
    );
    const recent = [...own.flatMap(recentAttention), ...omitted];
    return [...breaker, ...pausedAttention(name, partitions, worker.brokers.reachable), ...waiting, ...recent];
  });
  return [...ownAttention(worker), ...ofRoutes];
}

/** Of the worker as a whole. */
function ownAttention({ isFatal, isJoined, isStopping, joiningSince, brokers }: WorkerHealth): readonly Attention[] {
  if (isFatal) return [attention('worker.crashed')];
  const lost = brokers.reachable ? [] : [attention('kafka.unavailable', { since: brokers.since })];
  if (isJoined && !isStopping) return lost;
  return [...lost, attention('worker.not_ready', joiningSince === null ? {} : { since: joiningSince })];
}

/** One for each reason; with an open breaker, or without brokers, all partitions are paused by it, which is told once. */
function pausedAttention(
  route: string,
  partitions: readonly PartitionHealth[],
  isReachable: boolean,
): readonly Attention[] {
  const paused = partitions.flatMap(({ partition, paused }) => (paused ? [{ partition, ...paused }] : []));
  const codes = [...new Set(paused.map(({ code }) => code))].filter(
    (code) => code !== 'breaker.open' && (isReachable || code !== 'kafka.unavailable'),
  );
  return codes.map((code) => {
    const those = paused.filter((each) => each.code === code);
    const remedy = those[0]?.remedy;
    return attention(code, {
      route,
      partitions: those.map(({ partition }) => partition),
      since: Math.min(...those.map(({ since }) => since)),
      ...(remedy && { remedy }),
    });
  });
}

function isIdle({ paused, lagRecords, lagSeconds, lastCommitAt }: PartitionHealth, now: number): boolean {
  if (paused !== null || (lagRecords ?? 0) === 0) return false;
  return (lagSeconds ?? 0) * 1_000 > IDLE_MS && now - (lastCommitAt ?? 0) > IDLE_MS;
}

function attention(code: ErrorCode, place: Omit<Attention, 'code' | 'what' | 'todo'> = {}): Attention {
  const [what, todo] = ERROR_CODES[code];
  return { code, ...place, what, todo };
}
