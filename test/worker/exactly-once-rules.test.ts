import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScriptedKafka, startScriptedWorker } from './scripted-kafka.ts';

let kafka: ScriptedKafka;

beforeEach(async () => {
  kafka = await startScriptedWorker();
  kafka.committed.offset = 10n;
  kafka.join([0]);
});
afterEach(async () => {
  vi.useRealTimers();
  await kafka.worker.stop(1_000);
});

const COMMITTED = ['send T:a', 'offsets 11', 'commit', 'resolve 10'];

/** Throws at the first request of a name only. */
function refuseOnce(name: string, error: Error = new Error('refused')): void {
  kafka.before.set(name, () => {
    kafka.before.delete(name);
    throw error;
  });
}

const rebalanceError = () => Object.assign(new Error('rebalance'), { type: 'REBALANCE_IN_PROGRESS' });

describe('one batch', () => {
  it('is opened, sent, its offset sent, committed, and only then given up to kafkajs', async () => {
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls).toEqual(['open 0', 'read', ...COMMITTED]);
  });

  it('is dropped when it does not begin at the certain position, which is sought once', async () => {
    await kafka.deliver(0, 12, ['c']);
    expect(kafka.calls).toEqual(['open 0', 'read', 'seek 10']);
    // A second one that begins beyond it shows a gap in the log: to seek again would go on for ever.
    await kafka.deliver(0, 12, ['c']);
    expect(kafka.calls.slice(3)).toEqual(['send T:c', 'offsets 13', 'commit', 'resolve 12']);
  });

  it('is dropped each time it begins below the certain position', async () => {
    for (const _ of [1, 2]) await kafka.deliver(0, 8, ['y', 'z', 'a']);
    expect(kafka.calls).toEqual(['open 0', 'read', 'seek 10', 'seek 10']);
  });

  it('that is large is committed as far as it was taken, and goes on from there', async () => {
    const half = Array<string>(32).fill('x'.repeat(512 * 1024));
    await kafka.deliver(0, 10, [...half, 'c']);
    await kafka.deliver(0, 42, ['c']);
    const calls = kafka.calls.filter((call) => !call.startsWith('send T:x'));
    expect(kafka.calls.length - calls.length).toBeGreaterThan(0);
    expect(calls).toEqual([
      ...['open 0', 'read', 'offsets 42', 'commit', 'resolve 41'],
      ...['send T:c', 'offsets 43', 'commit', 'resolve 42'],
    ]);
  });

  it('sends heartbeats while it waits for the brokers', async () => {
    vi.useFakeTimers();
    kafka.before.set('send', () => new Promise((resolve) => setTimeout(resolve, 3_500)));
    const done = kafka.deliver(0, 10, ['a']);
    await vi.advanceTimersByTimeAsync(4_000);
    await done;
    expect(kafka.calls.filter((call) => call === 'beat')).toHaveLength(3);
  });

  it('is not committed when a heartbeat was refused meanwhile, and kafkajs is told', async () => {
    vi.useFakeTimers();
    const refusal = rebalanceError();
    kafka.before.set('beat', () => Promise.reject(refusal));
    kafka.before.set('send', () => new Promise((resolve) => setTimeout(resolve, 1_500)));
    const done = expect(kafka.deliver(0, 10, ['a'])).rejects.toBe(refusal);
    await vi.advanceTimersByTimeAsync(2_000);
    await done;
    expect(kafka.calls).toEqual(['open 0', 'read', 'send T:a', 'beat', 'close 0']);
    // Nothing more is begun until the group has a new generation.
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls.at(-1)).toBe('close 0');
  });

  it('is not committed when a heartbeat was refused for whatever other reason', async () => {
    vi.useFakeTimers();
    const refusal = new Error('connection');
    kafka.before.set('beat', () => Promise.reject(refusal));
    kafka.before.set('send', () => new Promise((resolve) => setTimeout(resolve, 1_500)));
    const done = expect(kafka.deliver(0, 10, ['a'])).rejects.toBe(refusal);
    await vi.advanceTimersByTimeAsync(2_000);
    await done;
    expect(kafka.calls).toEqual(['open 0', 'read', 'send T:a', 'beat', 'close 0']);
  });

  it.each(['open', 'read', 'send', 'offsets', 'commit'])(
    'is given up with its producer when %s is refused: no commit, no seek, no new producer until it comes again',
    async (request) => {
      refuseOnce(request);
      await kafka.deliver(0, 10, ['a']);
      const until = ['open 0', 'read', ...COMMITTED].findIndex((call) => call.startsWith(request)) + 1;
      expect(kafka.calls).toEqual([...['open 0', 'read', ...COMMITTED].slice(0, until), 'close 0']);
      kafka.calls.length = 0;
      await kafka.deliver(0, 10, ['a']);
      expect(kafka.calls).toEqual(['open 0', 'read', ...COMMITTED]);
    },
  );

  it('is not sent again when its commit was done although it was refused', async () => {
    kafka.before.set('commit', () => {
      kafka.before.delete('commit');
      kafka.committed.offset = 11n;
      throw new Error('the response was lost');
    });
    await kafka.deliver(0, 10, ['a']);
    kafka.calls.length = 0;
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls).toEqual(['open 0', 'read', 'seek 11']);
  });

  it('opens the breaker by a fault of the guard: nothing of it, and nothing later, is sent', async () => {
    await kafka.deliver(0, 10, ['a', 'F', 'b']);
    expect(kafka.calls).toEqual(['open 0', 'read', 'pause']);
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls).toHaveLength(3);
  });

  it('is not sent when the breaker opened while it was prepared', async () => {
    kafka.join([0, 1]);
    const { promise, resolve } = Promise.withResolvers<void>();
    kafka.before.set('prepare', () => promise);
    const waiting = kafka.deliver(0, 10, ['a']);
    await vi.waitFor(() => expect(kafka.calls).toContain('read'));
    kafka.before.delete('prepare');
    await kafka.deliver(1, 10, ['F']);
    resolve();
    await waiting;
    expect(kafka.calls.filter((call) => call.startsWith('send'))).toEqual([]);
  });
});

describe('a new generation', () => {
  it('opens all partitions anew, also those that stay', async () => {
    await kafka.deliver(0, 10, ['a']);
    kafka.committed.offset = 20n;
    kafka.calls.length = 0;
    kafka.join([0]);
    expect(kafka.calls).toEqual(['close 0']);
    await kafka.deliver(0, 20, ['b']);
    expect(kafka.calls.slice(1)).toEqual(['open 0', 'read', 'send T:b', 'offsets 21', 'commit', 'resolve 20']);
  });

  it('that comes while a partition is opened drops the batch and what was opened', async () => {
    kafka.before.set('read', () => {
      kafka.before.delete('read');
      kafka.join([0]);
    });
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls.filter((call) => /^(send|commit|resolve)/.test(call))).toEqual([]);
  });

  it.each(['send', 'offsets'])('that comes during %s ends the batch without a commit', async (request) => {
    kafka.before.set(request, () => kafka.join([0]));
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls.filter((call) => /^(commit|resolve)/.test(call))).toEqual([]);
  });

  it('that comes during the commit keeps the offsets that kafkajs read for it', async () => {
    kafka.before.set('commit', () => kafka.join([0]));
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls.filter((call) => /^(commit|resolve)/.test(call))).toEqual(['commit']);
  });

  it.each(['send', 'offsets'])('that is announced during %s ends the batch without a commit', async (request) => {
    kafka.before.set(request, () => kafka.rebalance());
    await kafka.deliver(0, 10, ['a']);
    expect(kafka.calls.filter((call) => /^(commit|resolve)/.test(call))).toEqual([]);
  });
});
