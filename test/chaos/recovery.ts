import type { KafkaProxy, Strike } from './chaos-run.ts';

/** How long recoveries took, in seconds. */
export interface Times {
  readonly count: number;
  readonly p50: number | null;
  readonly max: number | null;
}

/** The time from a harm to the last first commit of those that it hit. */
export interface Recovery {
  readonly kind: 'worker' | 'broker';
  /** Milliseconds since 1970; `to` is null when they did not commit again. */
  readonly from: number;
  readonly to: number | null;
  /** Another fault was at work meanwhile: the time is not the time of this one. */
  readonly isDisturbed: boolean;
  /** Transactional ids that had not committed at the end. */
  readonly missing: readonly string[];
}

/** When a fault was at work, in milliseconds since 1970; `to` is null while it is. */
export interface Span {
  readonly from: number;
  to: number | null;
}

/**
 * When the last of the ids committed for the first time after a moment; null while one of them has not.
 * @param firstCommits of each id the first commit after that moment
 */
export function recoveredAt(of: readonly string[], firstCommits: ReadonlyMap<string, number>): number | null {
  const times = of.map((id) => firstCommits.get(id));
  return times.some((time) => time === undefined) ? null : Math.max(...(times as number[]));
}

/** True when a span other than the own one lies, even in part, between two moments. */
export function isDisturbed(own: Span, from: number, to: number, spans: readonly Span[]): boolean {
  return spans.some((span) => span !== own && span.from <= to && (span.to ?? Number.POSITIVE_INFINITY) >= from);
}

/** The middle and the longest of times in seconds, to a tenth. */
export function timesOf(seconds: readonly number[]): Times {
  const sorted = [...seconds].sort((left, right) => left - right);
  const tenths = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10);
  return { count: sorted.length, p50: tenths(sorted[(sorted.length - 1) >> 1]), max: tenths(sorted.at(-1)) };
}

/** Seconds of the recoveries that came to an end. */
export function secondsOf(recoveries: readonly Recovery[]): number[] {
  return recoveries.flatMap(({ from, to }) => (to === null ? [] : [Math.max(0, to - from) / 1000]));
}

const POLL_MS = 100;

/**
 * Waits until each id has committed after a moment, which may lie behind us by any time.
 * @returns when the last of them did, or null and those that have not within the time
 */
export async function watchRecovery(
  proxy: Pick<KafkaProxy, 'firstCommits'>,
  { from, of }: NonNullable<Strike['recovery']>,
  timeoutMs: number,
  sleep: (ms: number) => Promise<void>,
): Promise<{ readonly to: number | null; readonly missing: readonly string[] }> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const first = proxy.firstCommits(from);
    const to = recoveredAt(of, first);
    if (to !== null || performance.now() > until) return { to, missing: of.filter((id) => !first.has(id)) };
    await sleep(POLL_MS);
  }
}
