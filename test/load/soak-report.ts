import type { SoakOptions } from './run-soak.ts';
import { lowestOf, type Point, type Slope, slopeOf } from './slope.ts';
import type { Latencies, Paced, ProbeVerdict } from './soak-probe.ts';
import type { PageSample, ProcessSample } from './watch-process.ts';

/** All that a soak run measured. */
export interface SoakMeasured extends Pick<SoakOptions, 'minutes' | 'warmUpMinutes'> {
  readonly rate: number;
  readonly peakRate: number;
  readonly paced: Paced;
  readonly verdict: ProbeVerdict;
  /** Exit status of the worker. */
  readonly status: number | null;
  readonly samples: readonly ProcessSample[];
  readonly pages: readonly PageSample[];
  readonly latencies: Latencies;
}

export interface SoakReport {
  readonly minutes: number;
  readonly warmUpMinutes: number;
  /** Records a second that were asked for, and the worker's peak. */
  readonly rate: number;
  readonly peakRate: number;
  /** Written steadily, warm-up included. */
  readonly records: number;
  /** All but `written` are zero when nothing was lost or doubled. */
  readonly verdict: ProbeVerdict;
  /** From the call of the producer to the reader of the sink. */
  readonly latencyMs: Quantiles;
  /** Of each half minute, warm-up included. */
  readonly latencyP99MsOverTime: readonly number[];
  readonly writerLatestMs: number;
  readonly rssSlopeMBPer10Min: Slope | null;
  readonly heapSlopeMBPer10Min: Slope | null;
  readonly handlesSlopePer10Min: Slope | null;
  readonly filesSlopePer10Min: Slope | null;
  readonly rssMb: readonly number[];
  readonly heapMb: readonly number[];
  readonly majorCollections: number;
  readonly loopLagMs: { readonly p99: number; readonly max: number };
  readonly cpuShare: number;
  readonly conversationMemory: Pick<PageSample, 'memoryMb' | 'conversations' | 'evicted'> | null;
  readonly faults: readonly string[];
  readonly exit: 0 | 1;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Long enough for a full collection of the heap at any rate that is worth a soak. */
const WINDOW_SECONDS = 60;
const P99_WINDOW_SECONDS = 30;
const MOST_MB = 1;
const MOST_P99_MS = 250;
/** Less than a handle in ten minutes is none. */
const MOST_HANDLES = 1;

/** Puts the figures together and says what is above its bound. */
export function judgeSoak(measured: SoakMeasured): SoakReport {
  const { minutes, warmUpMinutes, rate, peakRate, paced, verdict, status, latencies } = measured;
  const warmUp = warmUpMinutes * 60;
  const samples = measured.samples.filter(({ seconds }) => seconds >= warmUp);
  const pages = measured.pages.filter(({ seconds }) => seconds >= warmUp);
  const lowest = <Sample extends { readonly seconds: number }>(
    all: readonly Sample[],
    value: (one: Sample) => number,
  ) =>
    lowestOf(
      all.map((one): Point => [one.seconds, value(one)]),
      WINDOW_SECONDS,
    );
  const [rss, heap] = [lowest(samples, ({ rssMb }) => rssMb), lowest(pages, ({ heapMb }) => heapMb)];
  const slopes = {
    rssSlopeMBPer10Min: rounded(slopeOf(rss)),
    heapSlopeMBPer10Min: rounded(slopeOf(heap)),
    handlesSlopePer10Min: rounded(slopeOf(lowest(pages, ({ handles }) => handles))),
    filesSlopePer10Min: rounded(slopeOf(lowest(samples, ({ files }) => files))),
  };
  const latencyMs = quantilesOf(latencies.microseconds.filter((_, index) => latencies.atMs[index]! >= warmUp * 1_000));
  const { written: _, ...wrong } = verdict;
  const above = (slope: Slope | null, most: number) => slope !== null && slope.per10Minutes > most;
  const faults = [
    ...Object.entries(wrong).flatMap(([what, count]) => (count > 0 ? [`${what}: ${count}`] : [])),
    ...(status === 0 ? [] : [`the worker ended with ${status}`]),
    ...(latencyMs.p99 > MOST_P99_MS ? [`p99 is above ${MOST_P99_MS} ms`] : []),
    ...(above(slopes.rssSlopeMBPer10Min, MOST_MB) ? [`RSS grows by more than ${MOST_MB} MB in 10 minutes`] : []),
    ...(above(slopes.heapSlopeMBPer10Min, MOST_MB) ? [`the heap grows by more than ${MOST_MB} MB in 10 minutes`] : []),
    ...(above(slopes.handlesSlopePer10Min, MOST_HANDLES) ? ['handles grow'] : []),
    ...(above(slopes.filesSlopePer10Min, MOST_HANDLES) ? ['open files grow'] : []),
  ];
  return {
    ...{ minutes, warmUpMinutes, rate, peakRate, records: paced.paced, verdict, latencyMs },
    latencyP99MsOverTime: p99OverTime(latencies),
    writerLatestMs: paced.latestMs,
    ...slopes,
    rssMb: rss.map(([, value]) => Math.round(value)),
    heapMb: heap.map(([, value]) => Math.round(value)),
    majorCollections: (pages.at(-1)?.majorCollections ?? 0) - (pages[0]?.majorCollections ?? 0),
    loopLagMs: {
      p99: tenth(Math.max(0, ...pages.map(({ loopLagP99Ms }) => loopLagP99Ms))),
      max: tenth(Math.max(0, ...pages.map(({ loopLagMaxMs }) => loopLagMaxMs))),
    },
    cpuShare: cpuShareOf(samples),
    conversationMemory: memoryOf(pages.at(-1)),
    faults,
    exit: faults.length > 0 ? 1 : 0,
  };
}

/** Quantiles of microseconds, in milliseconds to a tenth. */
export function quantilesOf(microseconds: Int32Array): Quantiles {
  const sorted = microseconds.toSorted();
  const at = (share: number) =>
    tenth((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1_000);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function p99OverTime({ atMs, microseconds }: Latencies): number[] {
  const windowOf = (index: number) => Math.floor(atMs[index]! / 1_000 / P99_WINDOW_SECONDS);
  const windows = 1 + atMs.reduce((most, _, index) => Math.max(most, windowOf(index)), -1);
  return Array.from({ length: windows }, (_, window) => {
    return quantilesOf(microseconds.filter((_each, index) => windowOf(index) === window)).p99;
  });
}

/** Processor time by time: 1 is one core. */
function cpuShareOf(samples: readonly ProcessSample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || first === last) return 0;
  return Number(((last.cpuSeconds - first.cpuSeconds) / (last.seconds - first.seconds)).toFixed(2));
}

function memoryOf(page: PageSample | undefined): SoakReport['conversationMemory'] {
  if (!page) return null;
  const { memoryMb, conversations, evicted } = page;
  return { memoryMb: Math.round(memoryMb), conversations, evicted };
}

function rounded(slope: Slope | null): Slope | null {
  if (slope === null) return null;
  return { per10Minutes: hundredth(slope.per10Minutes), plusMinus: hundredth(slope.plusMinus) };
}

const tenth = (value: number) => Math.round(value * 10) / 10;
const hundredth = (value: number) => Math.round(value * 100) / 100;
