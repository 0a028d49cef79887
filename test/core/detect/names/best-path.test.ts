import { describe, expect, it } from 'vitest';
import { beginPath, createBestPath, endPath, stepPath } from '../../../../src/core/detect/names/best-path.ts';
import {
  beginState,
  insideState,
  mayFollow,
  OUTSIDE,
  STATES,
  TYPES,
  typeOfState,
} from '../../../../src/core/detect/names/labels.ts';
import { createRandom } from '../../../../src/training/random.ts';

const random = createRandom(5);
const someNumber = () => random.below(200) - 100;

/** The best sum of all chains, by trying each. */
function bestOfAll(emissions: readonly Int32Array[], transitions: Int32Array, place = 0, before = OUTSIDE): number {
  if (place === emissions.length) return transitions[before * STATES + OUTSIDE]!;
  let best = Number.NEGATIVE_INFINITY;
  for (let state = 0; state < STATES; state++) {
    if (!mayFollow(before, state)) continue;
    const own = transitions[before * STATES + state]! + emissions[place]![state]!;
    best = Math.max(best, own + bestOfAll(emissions, transitions, place + 1, state));
  }
  return best;
}

function sumOf(states: Uint8Array, emissions: readonly Int32Array[], transitions: Int32Array): number {
  let sum = 0;
  let before = OUTSIDE;
  emissions.forEach((numbers, place) => {
    const state = states[place]!;
    expect(mayFollow(before, state)).toBe(true);
    sum += transitions[before * STATES + state]! + numbers[state]!;
    before = state;
  });
  return sum + transitions[before * STATES + OUTSIDE]!;
}

describe('the best path', () => {
  it('is as good as the best of all chains', () => {
    const path = createBestPath();
    for (let run = 0; run < 60; run++) {
      const transitions = Int32Array.from({ length: STATES * STATES }, someNumber);
      const emissions = Array.from({ length: 1 + random.below(3) }, () =>
        Int32Array.from({ length: STATES }, someNumber),
      );
      const states = new Uint8Array(8);
      beginPath(path);
      for (const numbers of emissions) stepPath(path, numbers, 1 << 20, transitions);
      const found = endPath(path, transitions, states, 0);
      expect(sumOf(states, emissions, transitions)).toBe(bestOfAll(emissions, transitions));
      expect(found).toBe(states.subarray(0, emissions.length).some((state) => state !== OUTSIDE));
    }
  });

  it('never enters what a place speaks against by more than the margin', () => {
    const path = createBestPath();
    const states = new Uint8Array(4);
    const emissions = new Int32Array(STATES).fill(-50);
    emissions[OUTSIDE] = 0;
    emissions[beginState(2)] = -10;
    const transitions = new Int32Array(STATES * STATES);
    transitions[OUTSIDE * STATES + beginState(1)] = 500;
    transitions[OUTSIDE * STATES + beginState(2)] = 100;
    beginPath(path);
    stepPath(path, emissions, 20, transitions);
    expect(endPath(path, transitions, states, 1)).toBe(true);
    expect(states[1]).toBe(beginState(2));
  });
});

describe('states', () => {
  it('go on only after their own type', () => {
    for (let type = 0; type < TYPES; type++) {
      expect([typeOfState(beginState(type)), typeOfState(insideState(type))]).toEqual([type, type]);
      expect(mayFollow(beginState(type), insideState(type))).toBe(true);
      expect(mayFollow(insideState(type), insideState(type))).toBe(true);
      expect(mayFollow(OUTSIDE, insideState(type))).toBe(false);
      expect(mayFollow(beginState((type + 1) % TYPES), insideState(type))).toBe(false);
    }
  });
});
