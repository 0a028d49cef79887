import { type Recovery, secondsOf, type Times, timesOf } from './recovery.ts';
import type { UnexpectedExit } from './workers.ts';

/** What the oracle found. */
export interface Verdict {
  /** In the sources, without those that were deleted on purpose. */
  readonly records: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly plantedBytes: number;
  /** Records in another topic or partition than their source demands. */
  readonly wrongPlace: number;
  readonly hangingTransactions: number;
  readonly lag: number;
  /** Records of a topic that come from no record of the load. */
  readonly strange: number;
  /** Good records in a quarantine without a reason, and bad ones in a sink, by reason. */
  readonly misjudged: Readonly<Record<string, number>>;
  /** Deleted on purpose before they were read, and so in no sink. */
  readonly excused: number;
  /** Records of source transactions that were aborted: none of them may arrive. */
  readonly aborted: number;
  readonly quarantined: Readonly<Record<string, number>>;
  /** Positive controls that did not show what they must: the scan is then blind. */
  readonly missingControls: readonly string[];
}

/** All that is known at the end of a run. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly minutes: number;
  readonly least: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly misses: Readonly<Record<string, number>>;
  readonly recoveries: readonly Recovery[];
  readonly unexpected: readonly UnexpectedExit[];
  /** Workers that did not end with 0 when they were asked to. */
  readonly dirtyStops: readonly string[];
  readonly seconds: { readonly faults: number; readonly settling: number; readonly total: number };
  /** Where the run's files are, if they were kept. */
  readonly directory: string | null;
}

/** What `--json` prints. */
export interface ChaosReport extends Verdict {
  readonly ok: boolean;
  readonly faults: Readonly<Record<string, number>>;
  /** Of harms during which nothing else but cuts was at work; of all, in a run that has none such. */
  readonly recoverySeconds: { readonly p50: number | null; readonly max: number | null };
  readonly seed: number;
  readonly minutes: number;
  /** By what was harmed; `undisturbed`: those during which no other fault but cuts was at work. */
  readonly recovery: Readonly<Record<'worker' | 'broker', Times & { readonly undisturbed: Times }>>;
  /** Harms after which a partition did not commit again in time, although no other fault was at work. */
  readonly notRecovered: number;
  readonly recordsPerSecond: number;
  readonly misses: Readonly<Record<string, number>>;
  readonly unexpectedExits: Readonly<Record<string, number>>;
  readonly dirtyStops: readonly string[];
  readonly tooFew: Readonly<Record<string, string>>;
  readonly seconds: Outcome['seconds'];
  readonly directory: string | null;
  readonly failures: readonly string[];
}

/** Judges an outcome. */
export function reportOf(outcome: Outcome): ChaosReport {
  const { verdict, recoveries, least, faults, seconds } = outcome;
  const undisturbed = recoveries.filter(({ isDisturbed }) => !isDisturbed);
  const { p50, max } = timesOf(secondsOf(undisturbed.length > 0 ? undisturbed : recoveries));
  const timesBy = (kind: Recovery['kind']) => {
    const own = recoveries.filter((recovery) => recovery.kind === kind);
    const calm = own.filter(({ isDisturbed }) => !isDisturbed);
    return { ...timesOf(secondsOf(own)), undisturbed: timesOf(secondsOf(calm)) };
  };
  const report = {
    ...verdict,
    faults: Object.fromEntries(Object.entries(faults).sort(([left], [right]) => left.localeCompare(right))),
    recoverySeconds: { p50, max },
    seed: outcome.seed,
    minutes: outcome.minutes,
    recovery: { worker: timesBy('worker'), broker: timesBy('broker') },
    notRecovered: recoveries.filter(({ to, isDisturbed }) => to === null && !isDisturbed).length,
    recordsPerSecond: Math.round(verdict.records / Math.max(1, seconds.faults + seconds.settling)),
    misses: outcome.misses,
    unexpectedExits: countExits(outcome.unexpected),
    dirtyStops: outcome.dirtyStops,
    tooFew: tooFewOf(least, faults),
    seconds,
    directory: outcome.directory,
  };
  const failures = failuresOf(report);
  return { ok: failures.length === 0, ...report, failures };
}

/** Kinds of faults that bit too seldom, as `2 of 4`. */
function tooFewOf(least: Outcome['least'], faults: Outcome['faults']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(least).flatMap(([kind, count]) =>
      (faults[kind] ?? 0) < count ? [[kind, `${faults[kind] ?? 0} of ${count}`]] : [],
    ),
  );
}

/** Ends by their code, or by status and signal where no line told one. */
function countExits(exits: readonly UnexpectedExit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, signal, code } of exits) {
    const name = `${code ?? 'no fatal line'}, ${signal ?? `status ${status}`}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function failuresOf(report: Omit<ChaosReport, 'ok' | 'failures'>): string[] {
  const failures: string[] = [];
  const none = (count: number, what: string) => {
    if (count > 0) failures.push(`${count} ${what}`);
  };
  none(report.lost, 'records lost');
  none(report.doubled, 'records doubled');
  none(report.outOfOrder, 'records out of order');
  none(report.plantedBytes, 'planted values found');
  none(report.wrongPlace, 'records in a wrong place');
  none(report.strange, 'records of unknown origin');
  for (const [reason, count] of Object.entries(report.misjudged)) none(count, `records misjudged: ${reason}`);
  none(report.hangingTransactions, 'transactions hang');
  none(report.lag, 'records behind at the end');
  none(report.notRecovered, 'harms after which a partition did not commit again in time');
  if (report.records === 0) failures.push('no record was judged');
  for (const control of report.missingControls) failures.push(`the check is blind: ${control}`);
  for (const worker of report.dirtyStops) failures.push(`${worker} did not stop with 0`);
  for (const [kind, count] of Object.entries(report.tooFew)) failures.push(`${kind} bit ${count} times`);
  return failures;
}

/** The report for people. */
export function describeReport(report: ChaosReport): string {
  const { recovery } = report;
  const times = ({ count, p50, max }: Times) => (count === 0 ? 'none' : `${count}, half within ${p50} s, all ${max} s`);
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([kind, count]) => `    ${String(count).padStart(4)}  ${kind}`)
      .join('\n');
  const lines = [
    `${report.records} records, ${report.recordsPerSecond} a second: ${report.lost} lost, ${report.doubled} doubled, ` +
      `${report.outOfOrder} out of order, ${report.wrongPlace} in a wrong place, ${report.plantedBytes} planted values found`,
    `lag ${report.lag}, hanging transactions ${report.hangingTransactions}`,
    'faults that bit:',
    list(report.faults),
    `recovery after harm to workers: ${times(recovery.worker)}; undisturbed: ${times(recovery.worker.undisturbed)}`,
    `recovery after return of brokers: ${times(recovery.broker)}; undisturbed: ${times(recovery.broker.undisturbed)}`,
    ...(Object.keys(report.unexpectedExits).length > 0
      ? ['workers that ended by themselves and were replaced:', list(report.unexpectedExits)]
      : []),
    ...report.failures.map((failure) => `FAILED: ${failure}`),
    report.ok ? `ok (seed ${report.seed})` : `FAILED (seed ${report.seed})`,
    ...(report.directory ? [`files of the run: ${report.directory}`] : []),
  ];
  return lines.join('\n');
}
