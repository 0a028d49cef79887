import { describe, expect, it } from 'vitest';
import { caseRandom, type FuzzTarget, hold } from './fuzz-target.ts';
import { runTarget } from './run-target.ts';
import { TARGETS } from './targets.ts';

const SEED = 6;
/** Cases of each target: enough to be met by every kind of edit, few enough for each run of the tests. */
const CASES: Readonly<Record<string, number>> = {
  ...{ 'record-bytes': 3_000, 'record-values': 500, 'record-batches': 1_000, 'fetch-responses': 500, quarantine: 500 },
  ...{ policies: 60, configuration: 60, schemas: 60, registry: 60, 'http-requests': 100, 'redact-lines': 60 },
};

describe('a slice of each fuzz target', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s', { timeout: 120_000 }, async (name, target) => {
    // A case that is slow because this machine is busy is no finding here.
    const patient = { ...target, boundMs: 60_000 };
    const result = await runTarget(patient, { seed: SEED, milliseconds: 100_000, cases: CASES[name] ?? 50 });
    expect(result.findings).toEqual([]);
    expect(result.executions).toBeGreaterThan(10);
  });
});

describe('a fuzz run', () => {
  const target = (run: (value: number) => void, boundMs = 60_000): FuzzTarget => ({
    ...{ name: 'own', boundMs, open: () => ({ run: (random) => run(random.below(1_000)) }) },
  });

  it('tells a broken invariant by seed and case, the same each time, and goes on', async () => {
    const own = target((value) => hold(value % 10 !== 3, 'no three at the end'));
    const bounds = { seed: 1, milliseconds: 60_000, cases: 100 };
    const { findings, executions } = await runTarget(own, bounds);
    expect(executions).toBe(100);
    expect(findings.length).toBeGreaterThan(2);
    for (const { index, what } of findings) {
      expect(what).toBe('no three at the end');
      expect(caseRandom(1, 'own', index).below(1_000) % 10).toBe(3);
    }
    expect((await runTarget(own, bounds)).findings).toEqual(findings);
    const [first] = findings;
    const alone = await runTarget(own, { ...bounds, cases: 1, from: first!.index });
    expect(alone.findings).toEqual([first]);
  });

  it('tells the class of what is thrown, not its text', async () => {
    const own = target(() => {
      throw new TypeError('529.982.247-25');
    });
    const { findings } = await runTarget(own, { seed: 1, milliseconds: 60_000, cases: 1 });
    expect(findings[0]?.what).toMatch(/^throws TypeError at test\/fuzz\/fuzz\.test\.ts:\d+$/);
  });

  it('tells a case that takes too long', async () => {
    const own = target(() => {
      for (const until = performance.now() + 200; performance.now() < until; );
    }, 5);
    const { findings } = await runTarget(own, { seed: 1, milliseconds: 60_000, cases: 1 });
    expect(findings[0]?.what).toBe('takes longer than 5 ms');
  });
});
