import type { ChaosRun, Fault } from './chaos-run.ts';
import { isDisturbed, type Recovery, type Span, watchRecovery } from './recovery.ts';
import type { LaneName, Schedule } from './schedule.ts';

/** A strike that did not bite is tried again so often. */
const MOST_TRIES = 6;
const TRY_AGAIN_MS = 1_000;
const RECOVERY_MS = 120_000;
/** Between two calm strikes, so that the group is balanced and has worked its backlog off. */
const CALM_MS = 8_000;
/** Lanes that end workers, or brokers without which workers end. */
const ENDING: ReadonlySet<LaneName> = new Set<LaneName>(['workers', 'brokers']);

/** What came of a schedule. */
export interface Struck {
  /** How often each kind bit. */
  readonly faults: Readonly<Record<string, number>>;
  /** Strikes that did not bite, whatever came of their later tries. */
  readonly misses: Readonly<Record<string, number>>;
  readonly recoveries: readonly Recovery[];
}

/** How far a run is; changes as it goes. */
export interface Progress {
  bitten: number;
}

/**
 * Lets the calm strikes come one by one, each after the recovery of the one before; then all lanes strike side by side,
 * each its faults one after the other, each not before its time.
 * @param deadlineMs from now on; no strike begins after it
 */
export async function runLanes(
  run: ChaosRun,
  known: readonly Fault[],
  schedule: Schedule,
  deadlineMs: number,
  progress: Progress,
): Promise<Struck> {
  const began = performance.now();
  const faultOf = new Map(known.map((fault) => [fault.kind, fault]));
  const faults: Record<string, number> = {};
  const misses: Record<string, number> = {};
  const spans: Span[] = [];
  const recoveries: Promise<Recovery>[] = [];

  const strike = async (kind: string): Promise<boolean> => {
    const span: Span = { from: Date.now(), to: null };
    // Cuts mend themselves at once, and there is nearly always one: they are part of the usual disorder.
    if (!kind.startsWith('cut ')) spans.push(span);
    run.note('strike', { kind });
    const result = await faultOf
      .get(kind)!
      .strike(run)
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'AbortError') throw error;
        run.note('strike failed', { kind, error: error instanceof Error ? error.message : String(error) });
        return { bit: false };
      });
    span.to = Date.now();
    run.note('struck', { kind, bit: result.bit, ms: span.to - span.from });
    if (result.bit) {
      faults[kind] = (faults[kind] ?? 0) + 1;
      progress.bitten += 1;
    } else misses[kind] = (misses[kind] ?? 0) + 1;
    if (result.bit && 'recovery' in result && result.recovery && result.recovery.of.length > 0) {
      const recovered = follow(run, kind, result.recovery, span, spans);
      // Awaited at the end; an interruption before it must not end the process without its clean-up.
      recovered.catch(() => {});
      recoveries.push(recovered);
    }
    return result.bit;
  };

  const strikeUntilItBites = async (kind: string, isEnding = false): Promise<void> => {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      if (performance.now() - began > deadlineMs) return;
      if (await (isEnding ? run.gate.shared(() => strike(kind)) : strike(kind))) return;
      await run.sleep(TRY_AGAIN_MS);
    }
  };
  for (const kind of schedule.calm) {
    await strikeUntilItBites(kind);
    await Promise.all(recoveries);
    await run.sleep(CALM_MS);
  }
  const lanesFrom = performance.now();
  const lanes = schedule.lanes.map(async ({ name, strikes }) => {
    for (const { kind, at } of strikes) {
      await run.sleep(Math.max(0, lanesFrom + at - performance.now()));
      await strikeUntilItBites(kind, ENDING.has(name));
    }
  });
  await Promise.all(lanes);
  return { faults, misses, recoveries: await Promise.all(recoveries) };
}

async function follow(
  run: ChaosRun,
  kind: string,
  recovery: { readonly from: number; readonly of: readonly string[]; readonly kind: 'worker' | 'broker' },
  span: Span,
  spans: readonly Span[],
): Promise<Recovery> {
  const { to, missing } = await watchRecovery(run.cluster.proxy, recovery, RECOVERY_MS, run.sleep);
  const disturbed = isDisturbed(span, recovery.from, to ?? Date.now(), spans);
  const seconds = to === null ? null : (to - recovery.from) / 1000;
  run.note('recovery', { kind, of: recovery.of.length, seconds, isDisturbed: disturbed, missing });
  return { kind: recovery.kind, from: recovery.from, to, isDisturbed: disturbed, missing };
}
