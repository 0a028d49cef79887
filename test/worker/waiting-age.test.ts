import { describe, expect, it } from 'vitest';
import { boundAges } from '../../src/worker/waiting-age.ts';
import { addPartition } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;

/** Partitions whose records, one an offset, are of these ages in milliseconds; the first offset of each waits. */
function waitingFor(...partitions: readonly (readonly number[])[]) {
  const { worker } = scriptedWorker();
  const states = partitions.map((_, partition) => addPartition(worker, worker.routes.get('raw')!, partition));
  let questions = 0;
  const fetchTopicOffsetsByTimestamp = async (_topic: string, time = 0) => {
    questions += 1;
    return partitions.map((ages, partition) => {
      const first = ages.findIndex((age) => NOW - age >= time);
      return { partition, offset: String(first < 0 ? ages.length : first) };
    });
  };
  return { states, admin: { fetchTopicOffsetsByTimestamp }, questions: () => questions };
}

describe('boundAges', () => {
  it.each([
    ['just came', [5_000, 4_000], 0, 5_000],
    ['wait for half a minute', [25_000, 25_000, 24_000], 16_000, 24_000],
    ['wait for hours', [5 * HOUR, 5 * HOUR, 1_000], 3 * HOUR, 5 * HOUR],
    ['wait for longer than is asked', [90 * 24 * HOUR, 90 * 24 * HOUR], 19 * 24 * HOUR, 31 * 24 * HOUR],
    ['are one alone: its offset might be the end of a transaction', [HOUR], 0, 0],
    ['are old ones behind the end of a transaction', [10 * HOUR, 60_000, 60_000], 30_000, 60_000],
  ])('never makes them older than they are, when they %s', async (_name, ages, least, most) => {
    const { states, admin, questions } = waitingFor(ages);
    await boundAges(admin, 'raw', [{ state: states[0]!, next: 0n }], NOW);
    const age = NOW - states[0]!.waitingSince!;
    expect(age).toBeGreaterThanOrEqual(least);
    expect(age).toBeLessThanOrEqual(most);
    expect(questions()).toBeLessThan(35);
  });

  it('asks for all partitions of a topic at once', async () => {
    const { states, admin, questions } = waitingFor([HOUR, HOUR], [60_000, 60_000]);
    await boundAges(
      admin,
      'raw',
      states.map((state) => ({ state, next: 0n })),
      NOW,
    );
    const ages = states.map(({ waitingSince }) => NOW - waitingSince!);
    expect(ages[0]).toBeGreaterThan(HOUR / 1.5);
    expect(ages[1]).toBeLessThanOrEqual(60_000);
    expect(questions()).toBeLessThan(20);
  });
});
