import { describe, expect, it } from 'vitest';
import type { ChaosRun, Fault, Strike } from './chaos-run.ts';
import { createGate } from './gate.ts';
import { runLanes } from './run-lanes.ts';
import type { Schedule } from './schedule.ts';

/** A run without a cluster: every wait is over at once. */
function scripted(commits: ReadonlyMap<string, number> = new Map()) {
  const notes: string[] = [];
  const run = {
    cluster: { proxy: { firstCommits: () => commits } },
    note: (event: string) => void notes.push(event),
    gate: createGate(),
    sleep: async () => {},
  } as unknown as ChaosRun;
  return { run, notes };
}

const laneOf = (...kinds: string[]): Schedule => ({
  calm: [],
  lanes: [{ name: 'others', strikes: kinds.map((kind) => ({ kind, at: 0 })) }],
  least: {},
});

/** A fault whose strikes come out as listed; an error is thrown. */
function fault(kind: string, ...results: (boolean | Strike | Error)[]): Fault & { readonly struck: () => number } {
  let struck = 0;
  return {
    kind,
    struck: () => struck,
    strike: async () => {
      const result = results[Math.min(struck++, results.length - 1)]!;
      if (result instanceof Error) throw result;
      return typeof result === 'boolean' ? { bit: result } : result;
    },
  };
}

describe('lanes', () => {
  it('try a strike again that did not bite, or that failed, and count those that bit', async () => {
    const { run, notes } = scripted();
    const progress = { bitten: 0 };
    const faults = [fault('a', false, new Error('no answer'), true), fault('b', true)];
    const struck = await runLanes(run, faults, laneOf('a', 'b', 'b'), 60_000, progress);
    expect(struck).toEqual({ faults: { a: 1, b: 2 }, misses: { a: 2 }, recoveries: [] });
    expect(progress.bitten).toBe(3);
    expect(notes).toContain('strike failed');
  });

  it('give a strike up that never bites, and go on', async () => {
    const { run } = scripted();
    const [never, other] = [fault('a', false), fault('b', true)];
    const struck = await runLanes(run, [never, other], laneOf('a', 'b'), 60_000, { bitten: 0 });
    expect(never.struck()).toBe(6);
    expect(struck.faults).toEqual({ b: 1 });
  });

  it('begin no strike after the time is over', async () => {
    const { run } = scripted();
    const late = fault('a', true);
    await runLanes(run, [late], laneOf('a'), -1, { bitten: 0 });
    expect(late.struck()).toBe(0);
  });

  it('begin after the calm strikes, each of which has recovered before the next', async () => {
    const { run, notes } = scripted(new Map([['x', 3_000]]));
    const recovery = { from: 1_000, of: ['x'], kind: 'worker' as const };
    const faults = [fault('a', { bit: true, recovery }), fault('b', true)];
    const struck = await runLanes(run, faults, { ...laneOf('b'), calm: ['a', 'a'] }, 60_000, { bitten: 0 });
    expect(struck.faults).toEqual({ a: 2, b: 1 });
    expect(notes).toEqual(['strike', 'struck', 'recovery', 'strike', 'struck', 'recovery', 'strike', 'struck']);
  });

  it('end when the run is interrupted', async () => {
    const { run } = scripted();
    const aborted = Object.assign(new Error('aborted'), { name: 'AbortError' });
    await expect(runLanes(run, [fault('a', aborted)], laneOf('a'), 60_000, { bitten: 0 })).rejects.toBe(aborted);
  });

  it('leave no rejection to nobody when a recovery is interrupted', async () => {
    const { run } = scripted();
    const aborted = Object.assign(new Error('aborted'), { name: 'AbortError' });
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const interrupted = { ...run, sleep: (ms: number) => (ms > 50 ? Promise.reject(aborted) : Promise.resolve()) };
    const recovery = { from: 1_000, of: ['x'], kind: 'worker' as const };
    const hangs: Fault = { kind: 'b', strike: () => new Promise(() => {}) };
    void runLanes(interrupted, [fault('a', { bit: true, recovery }), hangs], laneOf('a', 'b'), 60_000, { bitten: 0 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('follow what a strike asks for until it has recovered', async () => {
    const { run } = scripted(new Map([['x', 3_000]]));
    const recovery = { from: 1_000, of: ['x'], kind: 'worker' as const };
    const { recoveries } = await runLanes(run, [fault('a', { bit: true, recovery })], laneOf('a'), 60_000, {
      bitten: 0,
    });
    expect(recoveries).toEqual([{ kind: 'worker', from: 1_000, to: 3_000, isDisturbed: false, missing: [] }]);
  });
});
