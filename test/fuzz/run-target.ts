import { Broken, caseRandom, type FuzzTarget } from './fuzz-target.ts';

/** An input that broke an invariant, told by what makes it again; the input itself is never shown. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly index: number;
  /** Our own sentence, or the class of what was thrown. */
  readonly what: string;
}

export interface TargetResult {
  readonly target: string;
  readonly executions: number;
  readonly slowestMs: number;
  readonly findings: readonly Finding[];
}

export interface RunBounds {
  readonly seed: number;
  readonly milliseconds: number;
  readonly cases: number;
  /** Index of the first case; default 0. */
  readonly from?: number;
}

/** So many findings of one target tell enough. */
const MOST_FINDINGS = 20;
/** A case that waits for so long waits for ever. */
const NEVER_MS = 60_000;

/** Runs the cases of one target in order until the time or the number is used up. */
export async function runTarget(target: FuzzTarget, bounds: RunBounds): Promise<TargetResult> {
  const { seed, milliseconds, cases, from = 0 } = bounds;
  const opened = await target.open();
  const findings: Finding[] = [];
  const until = performance.now() + milliseconds;
  let [executions, slowestMs] = [0, 0];
  try {
    while (executions < cases && findings.length < MOST_FINDINGS && performance.now() < until) {
      const index = from + executions;
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const what = await tryCase(target, opened.run, seed, index);
      // Of the two, so that neither another process nor work beside the case counts.
      const worked = process.cpuUsage(cpu);
      const took = Math.min(performance.now() - began, (worked.user + worked.system) / 1_000);
      executions += 1;
      slowestMs = Math.max(slowestMs, took);
      const slow = took > target.boundMs ? `takes longer than ${target.boundMs} ms` : null;
      if (what !== null || slow !== null) findings.push({ target: target.name, seed, index, what: what ?? slow ?? '' });
    }
  } finally {
    await opened.close?.();
  }
  return { target: target.name, executions, slowestMs: Math.round(slowestMs), findings };
}

/** What broke in one case; null when everything held. A message that is not ours may quote the input. */
async function tryCase(
  { name }: FuzzTarget,
  run: Awaited<ReturnType<FuzzTarget['open']>>['run'],
  seed: number,
  index: number,
): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken('never ends')), NEVER_MS);
  });
  try {
    await Promise.race([run(caseRandom(seed, name, index)), over]);
    return null;
  } catch (thrown) {
    if (thrown instanceof Broken) return thrown.message;
    return `throws ${thrown instanceof Error ? thrown.constructor.name : typeof thrown}${placeOf(thrown)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** Where in our own sources it was thrown: names of files and lines only. */
function placeOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const frame = /\/((?:src|test)\/[A-Za-z0-9_/.-]+\.ts:\d+)/.exec(stack.slice(stack.indexOf('\n    at ')));
  return frame ? ` at ${frame[1]}` : '';
}
