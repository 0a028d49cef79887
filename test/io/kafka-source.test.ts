import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isRebalance, protocolErrorType, startPulse } from '../../src/io/kafka-source.ts';

describe('startPulse', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('beats each second until it is stopped', async () => {
    const heartbeat = vi.fn(async () => {});
    const pulse = startPulse(heartbeat, () => {});
    await vi.advanceTimersByTimeAsync(3_500);
    pulse.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heartbeat).toHaveBeenCalledTimes(3);
    expect(pulse.refusal()).toBeNull();
    pulse.check();
  });

  it('keeps the first refusal, tells it at once and throws it at each check', async () => {
    const refusals = [Object.assign(new Error('first'), { type: 'REBALANCE_IN_PROGRESS' }), new Error('second')];
    const told: unknown[] = [];
    const pulse = startPulse(
      () => Promise.reject(refusals[told.length]!),
      (error) => told.push(error),
    );
    await vi.advanceTimersByTimeAsync(2_500);
    pulse.stop();
    expect(told).toEqual(refusals);
    expect(pulse.check).toThrow(refusals[0]!);
    expect(pulse.refusal()).toEqual({ error: refusals[0] });
  });
});

describe('protocolErrorType', () => {
  const typed = Object.assign(new Error(), { type: 'ILLEGAL_GENERATION' });

  it('finds the type in an error and in its causes', () => {
    expect(protocolErrorType(typed)).toBe('ILLEGAL_GENERATION');
    expect(protocolErrorType(new Error('a', { cause: new Error('b', { cause: typed }) }))).toBe('ILLEGAL_GENERATION');
    expect(isRebalance(new Error('a', { cause: typed }))).toBe(true);
  });

  it('knows nothing of others', () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    for (const other of [null, undefined, 'x', 1, new Error('x'), loop, { type: 5 }, { type: 'CPF 529.982.247-25' }]) {
      expect(protocolErrorType(other)).toBeNull();
      expect(isRebalance(other)).toBe(false);
    }
  });
});
