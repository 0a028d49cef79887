import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

describe('the gate of the fault run', () => {
  it('lets sharers run side by side, and one alone between them', async () => {
    const gate = createGate();
    const seen: string[] = [];
    const act = (name: string) => async () => {
      seen.push(`${name} begins`);
      await sleep(5);
      seen.push(`${name} ends`);
    };
    await Promise.all([
      gate.shared(act('a')),
      gate.shared(act('b')),
      gate.alone(act('c')),
      gate.alone(act('d')),
      gate.shared(act('e')),
    ]);
    expect(seen.slice(0, 2)).toEqual(['a begins', 'b begins']);
    expect(seen.slice(4, 10)).toEqual(['c begins', 'c ends', 'd begins', 'd ends', 'e begins', 'e ends']);
  });

  it('opens again after a failure, and tells it', async () => {
    const gate = createGate();
    const failing = () => Promise.reject(new Error('no'));
    await expect(gate.shared(failing)).rejects.toThrow('no');
    await expect(gate.alone(failing)).rejects.toThrow('no');
    await expect(gate.shared(async () => 7)).resolves.toBe(7);
  });
});
