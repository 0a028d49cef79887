import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRest, restAfter } from '../../src/worker/rest.ts';

/** Turns of the event loop while something lasts. */
async function turnsDuring(work: Promise<void>): Promise<number> {
  let [turns, isOver] = [0, false];
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  isOver = true;
  return turns;
}

describe('a rest', () => {
  it('is one turn after short work, so that good traffic loses nothing', async () => {
    const rest = createRest();
    expect(await turnsDuring(restAfter(rest, 25))).toBeLessThanOrEqual(2);
    expect(rest.until).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is a quarter of long work, so that others can take many steps', async () => {
    const started = performance.now();
    expect(await turnsDuring(restAfter(createRest(), 400))).toBeGreaterThan(10);
    expect(performance.now() - started).toBeGreaterThan(95);
  });

  it('is shared: long work of one partition does not begin in the rest of another', async () => {
    const rest = createRest();
    const first = restAfter(rest, 200);
    await sleep(20);
    const second = restAfter(rest, 800);
    const { until } = rest;
    await Promise.all([first.then(() => expect(performance.now()).toBeGreaterThanOrEqual(until - 1)), second]);
  });
});
