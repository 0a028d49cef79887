import type { Batch } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { reportBatch } from '../../src/worker/batch-event.ts';
import type { SanitizedBatch } from '../../src/worker/sanitize-batch.ts';
import { addPartition } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

const NOTHING = { sink: [], quarantine: [], reasons: new Map(), omitted: { size: 0, budget: 0 }, bytes: 0, seconds: 0 };

/** Reports a batch of records of these times, of which so many were taken. */
function report(times: readonly string[], taken = times.length) {
  const { worker, events } = scriptedWorker();
  const state = addPartition(worker, worker.routes.get('raw')!, 0);
  const messages = times.map((timestamp, offset) => ({ timestamp, offset: String(offset) }));
  const batch = { messages, lastOffset: () => String(times.length - 1) } as unknown as Batch;
  const sanitized = { ...NOTHING, taken } as unknown as SanitizedBatch;
  reportBatch(worker, state, batch, String(taken - 1), sanitized, 0);
  const [, event] = events.find(([name]) => name === 'batchCommitted')!;
  return { state, event: event as { consumed: number; endToEndSeconds: number[] } };
}

describe('a committed batch', () => {
  it('tells how old its records were, and the time of the last', () => {
    const now = Date.now();
    const { state, event } = report([String(now - 5_000), String(now - 3_000)]);
    expect(state.lastTimestamp).toBe(now - 3_000);
    expect(event.endToEndSeconds[0]).toBeGreaterThanOrEqual(5);
    expect(event).toMatchObject({ consumed: 2, endToEndSeconds: [expect.any(Number), expect.any(Number)] });
  });

  it('that was taken in part tells of that part', () => {
    const { state, event } = report(['1000', '2000', '3000'], 2);
    expect(state.lastTimestamp).toBe(2_000);
    expect(event).toMatchObject({ consumed: 2, firstOffset: '0', lastOffset: '1' });
  });

  it('of records without a time has no age: it would be one of decades', () => {
    const { state, event } = report(['-1', '-1']);
    expect(state.lastTimestamp).toBeNull();
    expect(event).toMatchObject({ consumed: 2, endToEndSeconds: [] });
  });
});
