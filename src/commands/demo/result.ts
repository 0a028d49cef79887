import type { JoinCount } from './join-tokens.ts';
import type { FreeTextCount } from './leftovers.ts';
import type { Unexpected } from './outcomes.ts';

/** A record before and after, for people. Demo data are synthetic, so they may be printed. */
export interface Pair {
  readonly title: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What the demo found; printed whole by `--json`, apart from `pairs`. */
export interface DemoResult {
  readonly ok: boolean;
  /** Source records that the worker finished with, by its committed offsets. */
  readonly consumed: number;
  readonly forwarded: number;
  /** By reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Planted values of declared fields, keys, map keys and headers found in the bytes of any sink. */
  readonly leaksInSinks: number;
  /** The same values in the bytes of the quarantine topics, and in the worker's output and metrics. */
  readonly leaksInQuarantines: number;
  readonly leaksInOutput: number;
  /** The same search over the sources finds them: proof that it can. */
  readonly control: { readonly planted: number; readonly foundInSources: number };
  readonly freeText: FreeTextCount;
  readonly cpfTokens: JoinCount;
  readonly unexpected: readonly Unexpected[];
  readonly recordsPerSecond: number;
  readonly seconds: Readonly<Record<string, number>>;
  /** What the worker's metrics say. */
  readonly workerCount: WorkerCount;
  /** The worker's own counts, by entity type and treatment. */
  readonly findings: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly seed: number;
  /** What is wrong, one sentence each; empty when `ok`. */
  readonly faults: readonly string[];
  readonly kept: KeptRun | null;
  readonly pairs: readonly Pair[];
}

export interface WorkerCount {
  readonly consumed: number;
  readonly forwarded: number;
  readonly quarantined: number;
}

/** What `--keep` leaves behind, and how to look at it and stop it. */
export interface KeptRun {
  readonly metrics: string;
  readonly brokers: readonly string[];
  readonly registry: string;
  readonly directory: string;
  readonly workerPid: number;
  readonly stop: readonly string[];
}

export type Judged = Omit<DemoResult, 'ok' | 'faults' | 'seconds' | 'recordsPerSecond' | 'seed' | 'kept' | 'pairs'>;

/** All reasons why a run has failed. */
export function faultsOf(result: Judged, records: number, workerStatus: number | null): string[] {
  const faults: string[] = [];
  const hold = (isTrue: boolean, fault: string) => {
    if (!isTrue) faults.push(fault);
  };
  const quarantined = Object.values(result.quarantined).reduce((sum, count) => sum + count, 0);
  const { control, freeText, cpfTokens } = result;
  hold(result.unexpected.length === 0, `${result.unexpected.length} records have another result than expected`);
  hold(result.consumed === records, `${result.consumed} of ${records} records were consumed`);
  hold(
    result.forwarded + quarantined === records,
    `${result.forwarded} forwarded + ${quarantined} quarantined != ${records}`,
  );
  hold(result.leaksInSinks === 0, `${result.leaksInSinks} planted values are in the sinks`);
  hold(
    result.leaksInQuarantines === 0,
    `${result.leaksInQuarantines} planted values are in the clear in the quarantines`,
  );
  hold(result.leaksInOutput === 0, `${result.leaksInOutput} planted values are in the worker's output or metrics`);
  const isBlind = control.planted === 0 || control.foundInSources < control.planted;
  hold(!isBlind, `the search found ${control.foundInSources} of ${control.planted} planted values in the sources`);
  hold(freeText.leftoverWithCheckDigit === 0, `${freeText.leftoverWithCheckDigit} identifiers are left in free text`);
  hold(freeText.leftoverDeclared === 0, `${freeText.leftoverDeclared} declared values are left in free text`);
  const { workerCount } = result;
  const countsAgree = workerCount.forwarded === result.forwarded && workerCount.quarantined === quarantined;
  hold(countsAgree, `the metrics say ${workerCount.forwarded} forwarded and ${workerCount.quarantined} quarantined`);
  hold(cpfTokens.conflicts === 0, `${cpfTokens.conflicts} CPF tokens do not join`);
  hold(workerStatus === 0, `the worker ended with status ${workerStatus}`);
  return faults;
}
